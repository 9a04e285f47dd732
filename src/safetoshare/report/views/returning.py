"""Coming back with the receipt: what happened since, messages, and who was told what (Recs 4(g) and 5).

The receipt is typed once; from page to page it travels sealed and for half an hour. What was sent in the report is
never shown again: whoever looks over a shoulder, or found the receipt, learns no more than this page says.
"""

from __future__ import annotations

import segno
from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.roles import role_name
from safetoshare.base.force import current_force
from safetoshare.base.languages import LANGUAGES
from safetoshare.base.own_forms import from_our_own_pages
from safetoshare.base.permissions import Action
from safetoshare.base.same_size import same_size
from safetoshare.core.receipt import MistypedReceiptError, Receipt, ReceiptProblem, read_receipt
from safetoshare.report.api import returning
from safetoshare.report.api.returning import ErasedReport, OpenMailbox, Ticket, TicketKind
from safetoshare.report.forms import MessageForm, ReturnForm
from safetoshare.report.views.told import shown

METHODS = ["GET", "HEAD", "POST"]
_WRONG, _AWAY = 422, 503
_PIECE = 16


@same_size
@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.MAILBOX_OPEN)
def come_back(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt, and open its mailbox."""
    if request.method != "POST":
        return _return_page(request, ReturnForm())
    form = ReturnForm(request.POST)
    try:
        receipt = read_receipt(form.data.get("receipt", ""))
    except MistypedReceiptError as error:
        form.add_error("receipt", _why_mistyped(error.problem))
        return _return_page(request, form, status=_WRONG)
    try:
        mailbox = returning.mailbox_of_receipt(receipt)
        if isinstance(mailbox, OpenMailbox):
            return _mailbox_page(request, receipt, mailbox, MessageForm())
        returning.read_as_if_found(clock.today())
    except AnyDatabaseError:
        return _away(request, form)
    return _unknown(request, form) if mailbox is None else _erased_page(request, mailbox)


def _unknown(request: HttpRequest, form: ReturnForm) -> HttpResponse:
    if returning.is_anything_waiting():
        # It may be the receipt of a report that waits for the database: nobody is told that there is none.
        return _away(request, form)
    form.add_error("receipt", _("No report has this receipt. Check each group, from the first to the last."))
    return _return_page(request, form, status=_WRONG)


@same_size
@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.MAILBOX_OPEN)
def mailbox(request: HttpRequest) -> HttpResponse:
    """Send a message to the unit and show the mailbox again."""
    if request.method != "POST":
        return redirect("report:return")
    ticket = _ticket(request)
    if ticket is None:
        return _too_old(request)
    form = MessageForm(request.POST)
    try:
        opened = returning.mailbox_of_receipt(ticket.receipt)
        if not isinstance(opened, OpenMailbox):
            return _erased_page(request, opened) if opened else _too_old(request)
        if not form.is_valid():
            return _mailbox_page(request, ticket.receipt, opened, form, status=_WRONG)
        returning.add_reporter_message(opened.report, form.message(), ticket.nonce, clock.today())
        return _mailbox_page(request, ticket.receipt, opened, MessageForm(), was_sent=True)
    except (returning.NotStoredError, AnyDatabaseError):
        context = {"form": form, "ticket": _sealed(ticket), "is_away": True}
        return render(request, "report/message.html", context, status=_AWAY)


@same_size
@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.MAILBOX_OPEN)
def stop(request: HttpRequest) -> HttpResponse:
    """Take every agreement back, at once; pressed again, it is the same."""
    if request.method != "POST":
        return redirect("report:return")
    ticket = _ticket(request)
    if ticket is None:
        return _too_old(request)
    try:
        opened = returning.mailbox_of_receipt(ticket.receipt)
        if not isinstance(opened, OpenMailbox):
            return _erased_page(request, opened) if opened else _too_old(request)
        returning.ask_to_stop(opened.report, clock.today())
        return _mailbox_page(request, ticket.receipt, opened, MessageForm(), was_stopped=True)
    except AnyDatabaseError:
        return _away(request, ReturnForm({}))


@same_size
@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.MAILBOX_OPEN)
def proof(request: HttpRequest) -> HttpResponse:
    """Hand out what proves that a decision stands in the public log: a file whose name says nothing, or a square code.

    The code holds no word about anybody, and fits on paper where a file would be found.
    """
    if request.method != "POST":
        return redirect("report:return")
    ticket = _ticket(request)
    if ticket is None:
        return _too_old(request)
    try:
        opened = returning.mailbox_of_receipt(ticket.receipt)
        if not isinstance(opened, OpenMailbox):
            return _erased_page(request, opened) if opened else _too_old(request)
        return _square(request, ticket, opened) if "square" in request.POST else _file(request, ticket, opened)
    except AnyDatabaseError:
        return _away(request, ReturnForm({}))


def _file(request: HttpRequest, ticket: Ticket, opened: OpenMailbox) -> HttpResponse:
    document = returning.proof_for(opened, request.POST.get("number", ""))
    if document is None:
        return _no_proof(request, ticket, opened)
    response = HttpResponse(document, content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="information.txt"'
    return response


def _square(request: HttpRequest, ticket: Ticket, opened: OpenMailbox) -> HttpResponse:
    slip = returning.slip_for(opened, request.POST.get("number", ""))
    if slip is None:
        return _no_proof(request, ticket, opened)
    context = {
        "picture": segno.make(slip, error="m").svg_data_uri(scale=4, border=4, light="white"),
        # In pieces between which a narrow page may break the line.
        "parts": [slip[start : start + _PIECE] for start in range(0, len(slip), _PIECE)],
    }
    return render(request, "report/square.html", context)


def _no_proof(request: HttpRequest, ticket: Ticket, opened: OpenMailbox) -> HttpResponse:
    return _mailbox_page(request, ticket.receipt, opened, MessageForm(), status=_WRONG, has_no_proof=True)


def _ticket(request: HttpRequest) -> Ticket | None:
    return returning.read_ticket(request.POST.get("ticket", ""), TicketKind.MAILBOX, clock.now())


def _sealed(ticket: Ticket) -> str:
    return returning.sealed_ticket(ticket, TicketKind.MAILBOX, clock.now())


def _return_page(request: HttpRequest, form: ReturnForm, status: int = 200) -> HttpResponse:
    return render(request, "report/return.html", {"form": form, "force": current_force()}, status=status)


def _away(request: HttpRequest, form: ReturnForm) -> HttpResponse:
    form.add_error(None, _("We cannot look just now. If the receipt is right, your report is safe. Try again later."))
    return _return_page(request, form, status=_AWAY)


def _too_old(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt again; a message that was being written stays on the page, to be copied."""
    form = ReturnForm({})
    form.add_error(None, _("This page was open for too long or was changed. Type your receipt again."))
    context = {"form": form, "force": current_force(), "unsent": request.POST.get("text", "")}
    return render(request, "report/return.html", context, status=_WRONG)


def _erased_page(request: HttpRequest, erased: ErasedReport) -> HttpResponse:
    """Say that nothing is here any more, and until when a backup still has it."""
    return render(request, "report/erased.html", {"erased": erased, "unsent": request.POST.get("text", "")})


def _mailbox_page(
    request: HttpRequest,
    receipt: Receipt,
    opened: OpenMailbox,
    form: MessageForm,
    status: int = 200,
    **more: bool,
) -> HttpResponse:
    direction = {language.code: language.direction for language in LANGUAGES}
    context = {
        "mailbox": opened,
        "force": current_force(),
        "messages": [
            {"message": message, "direction": direction.get(message.language, "auto")}
            for message in returning.messages_of(opened)
        ],
        "change": returning.promise_change(opened, clock.today()),
        "today": clock.today(),
        "told": [shown(told, clock.today()) for told in returning.told_about(opened)],
        "looks": [(role_name(look.role), date_format(look.week, "j F Y")) for look in returning.looks_of(opened)],
        "form": form,
        # A nonce of its own for each page: the next message is another one, the same one pressed twice is not.
        "ticket": _sealed(returning.new_ticket(receipt)),
    }
    return render(request, "report/mailbox.html", context | more, status=status)


def _why_mistyped(problem: ReceiptProblem) -> str:
    return {
        ReceiptProblem.TOO_FEW_DIGITS: _("Some digits are missing. A receipt has 24 digits, in six groups of four."),
        ReceiptProblem.TOO_MANY_DIGITS: _("These are too many digits. A receipt has 24 digits, in six groups of four."),
        ReceiptProblem.OTHER_CHARACTERS: _("A receipt has digits only. Take out letters and other signs."),
        ReceiptProblem.CHECK_DIGITS: _("One digit or more is wrong, or two changed places. Check each group."),
    }[problem]
