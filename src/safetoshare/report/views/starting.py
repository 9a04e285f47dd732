"""Before the first question: how to leave, our rule on sharing, which way to go, and the receipt (Recs 4 and 5).

What a person must know before she writes stands on pages of its own, in this order. Each page after the rule answers a
POST and carries sealed fields to the next; asked for by its address alone it leads back, so that a reload or an address
in the history shows nothing. No page of a reporter sets a cookie, not even a form's (see `base.own_forms`).
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.force import current_force
from safetoshare.base.own_forms import from_our_own_pages
from safetoshare.base.permissions import Action
from safetoshare.report.api import reporting
from safetoshare.report.api.reporting import Draft, Ticket, TicketKind
from safetoshare.report.forms.writing import FIELDS, GroupsForm
from safetoshare.report.labels import DUTIES
from safetoshare.report.views.writing import answers_of, in_lines, page_to_write, seal_ticket
from safetoshare.sharing.api.policies import PromiseShown

METHODS = ["GET", "HEAD", "POST"]
_WRONG, _BUSY = 422, 503
# The button that was pressed -> what it answers already.
_WAYS: Final[dict[str, dict[str, list[str]]]] = {
    "report": {},
    "help": {"wish": ["help_only"]},
    "supporter": {"about": ["supporter"]},
}


@require_safe
@allowed(Action.REPORT_SEND)
def start(request: HttpRequest) -> HttpResponse:
    """Say how to leave and what the browser remembers, before anything else."""
    return render(request, "report/start.html")


@require_safe
@allowed(Action.REPORT_SEND)
def rule(request: HttpRequest) -> HttpResponse:
    """Say, before any question, what our rule on sharing is, who reads a report, and what they may have to do."""
    return _rule_page(request)


@require_safe
@allowed(Action.REPORT_SEND)
def easy(request: HttpRequest) -> HttpResponse:
    """Say the same as the rule in short sentences, one idea each; the promise is that of the policy in force."""
    return render(request, "report/easy.html", _before_writing())


@require_safe
@allowed(Action.REPORT_SEND)
def advocate(request: HttpRequest) -> HttpResponse:
    """Say how somebody outside the police can report to other bodies; nothing is asked and nothing sent."""
    return render(request, "report/advocate.html")


@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.REPORT_SEND)
def work(request: HttpRequest) -> HttpResponse:
    """Tell those who write from their work what their own law asks of them, before they write."""
    if request.method != "POST":
        return redirect("report:rule")
    shown_on = _promise_day(request)
    if not shown_on:
        return redirect("report:rule")
    return render(request, "report/work.html", {"promise_day": shown_on, "duties": duties_now()})


@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.REPORT_SEND)
def receipt(request: HttpRequest) -> HttpResponse:
    """Draw a receipt and show it, before the first question, to whoever has just been shown the promise."""
    if request.method != "POST":
        return redirect("report:rule")
    shown_on = reporting.read_promise_day(request.POST.get("promise_day", ""), clock.now())
    if shown_on is None:
        # The first page stood open for more than a day: what it said may no longer be so.
        return redirect("report:rule")
    way = _WAYS.get(request.POST.get("way", "report"))
    if way is None:
        return _rule_page(request, is_unknown_way=True)
    ticket = reporting.draw_ticket(shown_on, clock.now())
    return receipt_page(request, ticket, GroupsForm(), draft=reporting.sealed_draft(Draft(way)))


@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.REPORT_SEND)
def write(request: HttpRequest) -> HttpResponse:
    """Show the first page to whoever has the receipt in front of her; else the same receipt again."""
    if request.method != "POST":
        return redirect("report:rule")
    ticket = reporting.read_ticket(request.POST.get("ticket", ""), TicketKind.DRAFT, clock.now())
    if ticket is None:
        return too_old(request)
    form = GroupsForm(request.POST)
    if not reporting.are_last_groups(form.data.get("groups", ""), ticket.receipt):
        form.add_error(
            "groups",
            _("These are not the last two groups. Look at the receipt on this page and type the 8 digits again."),
        )
        return receipt_page(request, ticket, form, status=_WRONG)
    try:
        ticket = reporting.with_stretched_receipt(ticket)
    except reporting.BusyError:
        form.add_error(None, _("Many people are here just now. Wait a minute, then press the button again."))
        return receipt_page(request, ticket, form, status=_BUSY)
    return page_to_write(request, ticket, answers_of(request), "what")


def too_old(request: HttpRequest) -> HttpResponse:
    """Go on with a new receipt and all that was typed: the old page can no longer be told from a forged one.

    The promise is shown again: from now on it is today's.
    """
    form = GroupsForm({})
    form.add_error(None, _("This page was open for too long or was changed. Nothing was sent. What you wrote is kept."))
    ticket = reporting.draw_ticket(clock.today(), clock.now())
    return receipt_page(request, ticket, form, status=_WRONG, is_new_receipt=True)


def receipt_page(
    request: HttpRequest,
    ticket: Ticket,
    form: GroupsForm,
    status: int = 200,
    *,
    draft: str = "",
    is_new_receipt: bool = False,
) -> HttpResponse:
    """Show the receipt, and ask for its last groups; what was typed before goes along."""
    context = {
        "form": form,
        "receipt": in_lines(ticket),
        "ticket": seal_ticket(ticket),
        "draft": draft or request.POST.get("draft", ""),
        "kept": [(name, value) for name in FIELDS for value in request.POST.getlist(name) if value],
        "is_new_receipt": is_new_receipt,
        "promise": promise_now() if is_new_receipt else None,
    }
    return render(request, "report/receipt.html", context, status=status)


def _rule_page(request: HttpRequest, *, is_unknown_way: bool = False) -> HttpResponse:
    context = {**_before_writing(), "is_unknown_way": is_unknown_way}
    return render(request, "report/rule.html", context, status=_WRONG if is_unknown_way else 200)


def _before_writing() -> dict[str, Any]:
    """Return what both pages before the receipt say, with the sealed day on which they said it."""
    return {
        "promise": promise_now(),
        "promise_day": reporting.sealed_promise_day(clock.today(), clock.now()),
        "force": current_force(),
    }


def _promise_day(request: HttpRequest) -> str:
    """Return the sealed day as it came, empty if it is altered or too old."""
    text = request.POST.get("promise_day", "")
    return "" if reporting.read_promise_day(text, clock.now()) is None else text


def duties_now() -> list[dict[str, Any]]:
    """Return what the law asks today of those who write from their work, each with its source."""
    return [
        {"heading": DUTIES[duty.name][0], "says": DUTIES[duty.name][1], "source": duty.source}
        for duty in reporting.duties_on(clock.today())
    ]


def promise_now() -> PromiseShown | None:
    """Return the promise to show. If nobody can say which it is, the page says that none is made."""
    return reporting.promise_on(clock.today())
