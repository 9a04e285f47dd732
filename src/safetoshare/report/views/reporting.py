"""Writing a report page by page, sending it, or wiping it out before it is sent (Recs 4 and 5).

Whatever goes wrong on the way, what was typed comes back with the page. Each page carries the others' answers sealed;
beside it they are kept under her receipt, as long as the database is there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.force import current_force
from safetoshare.base.own_forms import from_our_own_pages
from safetoshare.base.permissions import Action
from safetoshare.report.api import reporting, returning
from safetoshare.report.api.reporting import Draft, Ticket, TicketKind
from safetoshare.report.forms.returning import MessageForm
from safetoshare.report.forms.writing import FILES, PAGES, ReportForm
from safetoshare.report.views.starting import METHODS, too_old
from safetoshare.report.views.writing import answers_of, did_all_arrive, form_of, in_lines, page_to_write, seal_ticket

_WRONG, _AWAY = 422, 503


@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.REPORT_SEND)
def go_on(request: HttpRequest) -> HttpResponse:
    """Keep what this page says, and show the page that was asked for."""
    if request.method != "POST":
        return redirect("report:rule")
    ticket = _ticket(request)
    if ticket is None:
        return too_old(request)
    answers, page, to = answers_of(request), _page(request), request.POST.get("to", "")
    form = form_of(answers)
    if to not in PAGES or any(name in form.errors for name in PAGES[page]):
        return page_to_write(request, ticket, answers, page, form=form, status=_WRONG)
    reporting.keep_draft(ticket, Draft(answers, ticket.promise_shown_on), clock.today())
    return page_to_write(request, ticket, answers, to, is_part_lost=not did_all_arrive(request))


@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.REPORT_SEND)
def send(request: HttpRequest) -> HttpResponse:
    """Store the report, once however often the button is pressed, and say what happens next."""
    if request.method != "POST":
        return redirect("report:rule")
    ticket = _ticket(request)
    if ticket is None:
        return too_old(request)
    answers = answers_of(request)
    form: ReportForm = form_of(answers, ReportForm)
    if not form.is_valid():
        page = next(page for page, names in PAGES.items() if any(name in form.errors for name in names))
        return page_to_write(request, ticket, answers, page, form=form, status=_WRONG)
    if not did_all_arrive(request):
        return page_to_write(request, ticket, answers, _page(request), status=_WRONG, is_part_lost=True)
    sent_files = tuple(answers.get(FILES, []))
    content = replace(form.content(), promise_shown_on=ticket.promise_shown_on, files=sent_files)
    try:
        recorded = reporting.record_report(
            content,
            form.contact(),
            area=form.area_code,
            receipt=ticket.receipt,
            nonce=ticket.nonce,
            on=clock.today(),
            is_set_back=reporting.set_back(ticket, request.POST.get("website", ""), clock.now()),
            known_stretch=ticket.stretched,
        )
    except (reporting.NotStoredError, reporting.BusyError):
        return page_to_write(request, ticket, answers, _page(request), status=_AWAY, is_away=True)
    context: dict[str, Any] = {
        "receipt": in_lines(ticket),
        "recorded": recorded,
        "force": current_force(),
        "in_danger": content.danger == "yes",
    }
    if recorded.differs:
        # What stands is what was sent first. The rest is not lost: it goes on as a message, if she wants.
        context["form"] = MessageForm(initial={"text": content.account})
        context["ticket"] = seal_ticket(returning.new_ticket(ticket.receipt), TicketKind.MAILBOX)
    return render(request, "report/received.html", context)


@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.REPORT_SEND)
def wipe(request: HttpRequest) -> HttpResponse:
    """Delete what was written and not sent, at once: nobody has read it."""
    if request.method != "POST":
        return redirect("report:rule")
    ticket = _ticket(request)
    if ticket is not None:
        try:
            reporting.wipe_draft(ticket)
        except (AnyDatabaseError, reporting.BusyError):
            page = _page(request)
            return page_to_write(request, ticket, answers_of(request), page, status=_AWAY, is_not_wiped=True)
    return render(request, "report/wiped.html")


def _ticket(request: HttpRequest) -> Ticket | None:
    return reporting.read_ticket(request.POST.get("ticket", ""), TicketKind.DRAFT, clock.now())


def _page(request: HttpRequest) -> str:
    """Return the page that was sent; the first one where a form does not say."""
    page = request.POST.get("page", "")
    return page if page in PAGES else "what"
