"""Reporting: before you start, the receipt, the form, received (Recs 4 and 5).

Each page after the first answers a POST and carries one sealed field to the next; asked for by its address alone it
leads back to the start, so that a reload or an address in the history shows nothing. Whatever goes wrong on the way,
what was typed comes back with the page.

No page of a reporter sets a cookie, not even a form's: a phone that refuses cookies can report (see `base.own_forms`).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.db import Error as AnyDatabaseError
from django.forms import MultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.force import current_force
from safetoshare.base.own_forms import from_our_own_pages
from safetoshare.base.permissions import Action
from safetoshare.report.api import reporting, returning
from safetoshare.report.api.reporting import Ticket, TicketKind
from safetoshare.report.forms import GroupsForm, MessageForm, ReportForm
from safetoshare.sharing.api.policies import PromiseShown, promise_shown

METHODS = ["GET", "HEAD", "POST"]
_WRONG, _AWAY = 422, 503


@require_safe
@allowed(Action.REPORT_SEND)
def start(request: HttpRequest) -> HttpResponse:
    """Say, before any question, what our rule on sharing is, who reads a report, and what they may have to do."""
    context = {
        "promise": _promise(),
        "promise_day": reporting.sealed_promise_day(clock.today(), clock.now()),
        "force": current_force(),
    }
    return render(request, "report/start.html", context)


@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.REPORT_SEND)
def receipt(request: HttpRequest) -> HttpResponse:
    """Draw a receipt and show it, before the first question, to whoever has just been shown the promise."""
    if request.method != "POST":
        return redirect("report:start")
    shown_on = reporting.read_promise_day(request.POST.get("promise_day", ""), clock.now())
    if shown_on is None:
        # The first page stood open for more than a day: what it said may no longer be so.
        return redirect("report:start")
    return _receipt_page(request, reporting.draw_ticket(shown_on), GroupsForm())


@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.REPORT_SEND)
def write(request: HttpRequest) -> HttpResponse:
    """Show the form to whoever has the receipt in front of her; else the same receipt again."""
    if request.method != "POST":
        return redirect("report:start")
    ticket = _ticket(request)
    if ticket is None:
        return _too_old(request)
    form = GroupsForm(request.POST)
    if not reporting.are_last_groups(form.data.get("groups", ""), ticket.receipt):
        form.add_error(
            "groups",
            _("These are not the last two groups. Look at the receipt on this page and type the 8 digits again."),
        )
        return _receipt_page(request, ticket, form, status=_WRONG)
    return _form_page(request, ticket, ReportForm(initial=_kept(request)))


@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.REPORT_SEND)
def send(request: HttpRequest) -> HttpResponse:
    """Store the report, once however often the button is pressed, and say what happens next."""
    if request.method != "POST":
        return redirect("report:start")
    ticket = _ticket(request)
    if ticket is None:
        return _too_old(request)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _form_page(request, ticket, form, status=_WRONG)
    content = replace(form.content(), promise_shown_on=ticket.promise_shown_on)
    try:
        recorded = reporting.record_report(
            content,
            form.contact(),
            area=form.area_code,
            receipt=ticket.receipt,
            nonce=ticket.nonce,
            on=clock.today(),
        )
    except reporting.NotStoredError:
        return _form_page(request, ticket, form, status=_AWAY)
    context: dict[str, Any] = {
        "receipt": _in_lines(ticket),
        "recorded": recorded,
        "force": current_force(),
        "in_danger": content.danger == "yes",
    }
    if recorded.differs:
        # What stands is what was sent first. The rest is not lost: it goes on as a message, if she wants.
        context["form"] = MessageForm(initial={"text": content.account})
        context["ticket"] = _sealed(returning.new_ticket(ticket.receipt), TicketKind.MAILBOX)
    return render(request, "report/received.html", context)


def _promise() -> PromiseShown | None:
    """Return the promise to show. Without a database none is read, and the page says that none is made."""
    with suppress(AnyDatabaseError):
        return promise_shown(clock.today())
    return None


def _ticket(request: HttpRequest) -> Ticket | None:
    return reporting.read_ticket(request.POST.get("ticket", ""), TicketKind.DRAFT, clock.now())


def _sealed(ticket: Ticket, kind: TicketKind = TicketKind.DRAFT) -> str:
    return reporting.sealed_ticket(ticket, kind, clock.now())


def _too_old(request: HttpRequest) -> HttpResponse:
    """Go on with a new receipt and all that was typed: the old page can no longer be told from a forged one.

    The promise is shown again: from now on it is today's.
    """
    form = GroupsForm({})
    form.add_error(None, _("This page was open for too long or was changed. Nothing was sent. What you wrote is kept."))
    ticket = reporting.draw_ticket(clock.today())
    return _receipt_page(request, ticket, form, status=_WRONG, is_new_receipt=True)


def _receipt_page(
    request: HttpRequest, ticket: Ticket, form: GroupsForm, status: int = 200, *, is_new_receipt: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "receipt": _in_lines(ticket),
        "ticket": _sealed(ticket),
        "kept": [(name, value) for name in ReportForm.base_fields for value in request.POST.getlist(name) if value],
        "is_new_receipt": is_new_receipt,
        "promise": _promise() if is_new_receipt else None,
    }
    return render(request, "report/receipt.html", context, status=status)


def _form_page(request: HttpRequest, ticket: Ticket, form: ReportForm, status: int = 200) -> HttpResponse:
    # The same ticket, so that a second press is known; it holds a day from now.
    context = {
        "form": form,
        "ticket": _sealed(ticket),
        "is_away": status == _AWAY,
        # What she has once opened or filled in is not folded away.
        "shows_all": form.is_bound or bool(form.initial),
    }
    return render(request, "report/write.html", context, status=status)


def _in_lines(ticket: Ticket) -> list[str]:
    """Return the receipt in two lines of three groups: six do not fit side by side on a small phone."""
    groups = ticket.receipt.grouped().split()
    return [" ".join(groups[:3]), " ".join(groups[3:])]


def _kept(request: HttpRequest) -> dict[str, Any]:
    """Return what had been typed before the receipt had to be drawn anew."""
    return {
        name: request.POST.getlist(name) if isinstance(field, MultipleChoiceField) else request.POST[name]
        for name, field in ReportForm.base_fields.items()
        if name in request.POST
    }
