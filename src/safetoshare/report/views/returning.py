"""Coming back with the receipt: what happened since, messages, and who was told what (Recs 4(g) and 5).

The receipt is typed once; from page to page it travels sealed and for half an hour. What was sent in the report is
never shown again: whoever looks over a shoulder, or found the receipt, learns no more than this page says. What was
begun and never sent is shown, so that she can go on.
"""

from __future__ import annotations

from dataclasses import replace

from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.force import current_force
from safetoshare.base.own_forms import from_our_own_pages
from safetoshare.base.permissions import Action
from safetoshare.base.same_size import same_size
from safetoshare.core.receipt import MistypedReceiptError, Receipt, ReceiptProblem, read_receipt
from safetoshare.report.api import returning
from safetoshare.report.api.returning import BegunReport, BusyError, OpenMailbox, Ticket
from safetoshare.report.forms.returning import MessageForm, ReturnForm
from safetoshare.report.views import mailbox as pages
from safetoshare.report.views.words import with_word
from safetoshare.report.views.writing import page_to_write

METHODS = ["GET", "HEAD", "POST"]
_WRONG, _AWAY = 422, 503


@same_size
@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.MAILBOX_OPEN)
def come_back(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt, and open its mailbox or what was begun under it."""
    if request.method != "POST":
        return pages.return_page(request, ReturnForm())
    form = ReturnForm(request.POST)
    try:
        receipt = read_receipt(form.data.get("receipt", ""))
    except MistypedReceiptError as error:
        form.add_error("receipt", _why_mistyped(error.problem))
        return pages.return_page(request, form, status=_WRONG)
    try:
        return _found(request, receipt, form)
    except AnyDatabaseError:
        return pages.away_page(request, form)
    except BusyError:
        return pages.busy_page(request, form)


def _found(request: HttpRequest, receipt: Receipt, form: ReturnForm) -> HttpResponse:
    found = returning.mailbox_of_receipt(receipt)
    if isinstance(found, OpenMailbox):
        return with_word(request, returning.new_ticket(receipt), found, form)
    returning.read_as_if_found(clock.today())
    if isinstance(found, BegunReport):
        ticket = returning.new_ticket(receipt, found.draft.promise_shown_on, found.stretched)
        return page_to_write(request, ticket, dict(found.draft.answers), "what", is_begun=True)
    return _unknown(request, form) if found is None else pages.erased_page(request, found)


def _unknown(request: HttpRequest, form: ReturnForm) -> HttpResponse:
    if returning.is_anything_waiting():
        # It may be the receipt of a report that waits for the database: nobody is told that there is none.
        return pages.away_page(request, form)
    form.add_error("receipt", _("No report has this receipt. Check each group, from the first to the last."))
    return pages.return_page(request, form, status=_WRONG)


@same_size
@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.MAILBOX_OPEN)
def mailbox(request: HttpRequest) -> HttpResponse:
    """Send a message to the unit and show the mailbox again."""
    if request.method != "POST":
        return redirect("report:return")
    ticket, form = pages.ticket_of(request), MessageForm(request.POST)
    if ticket is None:
        return pages.too_old(request)
    try:
        opened = pages.opened_by(request, ticket)
        if isinstance(opened, HttpResponse):
            return opened
        if not form.is_valid():
            return pages.mailbox_page(request, ticket, opened, form, status=_WRONG)
        message = form.message(clock.today())
        returning.add_reporter_message(opened.report, message, ticket.nonce, clock.today())
        answer_by = returning.due_on("complain", clock.today()) if message.kind else None
        return pages.mailbox_page(request, ticket, opened, MessageForm(), was_sent=True, answer_by=answer_by)
    except (returning.NotStoredError, AnyDatabaseError):
        context = {"form": form, "ticket": pages.sealed_for_mailbox(ticket), "is_away": True}
        return render(request, "report/message.html", context, status=_AWAY)


@same_size
@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.MAILBOX_OPEN)
def stop(request: HttpRequest) -> HttpResponse:
    """Take every agreement back, at once; pressed again, it is the same."""
    if request.method != "POST":
        return redirect("report:return")
    ticket = pages.ticket_of(request)
    if ticket is None:
        return pages.too_old(request)
    try:
        opened = pages.opened_by(request, ticket)
        if isinstance(opened, HttpResponse):
            return opened
        returning.ask_to_stop(opened.report, clock.today())
        return pages.mailbox_page(request, ticket, opened, MessageForm(), was_stopped=True)
    except AnyDatabaseError:
        return pages.away_page(request, ReturnForm({}))


@same_size
@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.MAILBOX_OPEN)
def wish(request: HttpRequest) -> HttpResponse:
    """Ask that all be erased, or take that back; pressed again, it is the same."""
    if request.method != "POST":
        return redirect("report:return")
    ticket = pages.ticket_of(request)
    if ticket is None:
        return pages.too_old(request)
    try:
        opened = pages.opened_by(request, ticket)
        if isinstance(opened, HttpResponse):
            return opened
        return _wished(request, ticket, opened)
    except AnyDatabaseError:
        return pages.away_page(request, ReturnForm({}))


def _wished(request: HttpRequest, ticket: Ticket, opened: OpenMailbox) -> HttpResponse:
    answer, today = request.POST.get("wish"), clock.today()
    if answer == "keep":
        returning.end_wish(opened.report)
        return pages.mailbox_page(request, ticket, replace(opened, erasure=None), MessageForm(), was_kept=True)
    if answer != "erase":
        # No button of ours says this: nothing is done, and the page offers both again.
        return pages.mailbox_page(request, ticket, opened, MessageForm(), status=_WRONG)
    # A second word was typed that nobody chose just now who found the receipt: then it was she who pressed.
    is_sure = ticket.is_second and opened.words.stood_for(current_force().erasure_wait_days, today)
    wished = returning.wish_for_erasure(opened.report, today, is_sure=is_sure)
    return pages.mailbox_page(request, ticket, replace(opened, erasure=wished), MessageForm())


def _why_mistyped(problem: ReceiptProblem) -> str:
    return {
        ReceiptProblem.TOO_FEW_DIGITS: _("Some digits are missing. A receipt has 24 digits, in six groups of four."),
        ReceiptProblem.TOO_MANY_DIGITS: _("These are too many digits. A receipt has 24 digits, in six groups of four."),
        ReceiptProblem.OTHER_CHARACTERS: _("A receipt has digits only. Take out letters and other signs."),
        ReceiptProblem.CHECK_DIGITS: _("One digit or more is wrong, or two changed places. Check each group."),
    }[problem]
