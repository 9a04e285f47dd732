"""What somebody who comes back with her receipt is shown: her mailbox, or why there is none to show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from safetoshare.base import clock
from safetoshare.base.accounts.roles import role_name
from safetoshare.base.force import current_force
from safetoshare.base.languages import LANGUAGES
from safetoshare.report.api import returning
from safetoshare.report.api.returning import BusyError, ErasedReport, OpenMailbox, Ticket, TicketKind
from safetoshare.report.forms.returning import MessageForm, ReturnForm, WordForm, WordsForm
from safetoshare.report.views.told import shown

_WRONG, _AWAY = 422, 503


def ticket_of(request: HttpRequest) -> Ticket | None:
    """Return the sealed ticket that the page carried, None if it is altered or too old."""
    return returning.read_ticket(request.POST.get("ticket", ""), TicketKind.MAILBOX, clock.now())


def sealed_for_mailbox(ticket: Ticket) -> str:
    """Return the hidden field that carries the receipt from page to page of a mailbox."""
    return returning.sealed_ticket(ticket, TicketKind.MAILBOX, clock.now())


def opened_by(request: HttpRequest, ticket: Ticket) -> OpenMailbox | HttpResponse:
    """Return the mailbox that a ticket opens, or the page that says why it does not. A database error passes through.

    Call it outside of a unit of work.
    """
    try:
        opened = returning.mailbox_of_receipt(ticket.receipt, ticket.stretched)
    except BusyError:
        return busy_page(request, ReturnForm({}))
    if isinstance(opened, OpenMailbox):
        return opened
    return erased_page(request, opened) if isinstance(opened, ErasedReport) else too_old(request)


def return_page(request: HttpRequest, form: ReturnForm, status: int = 200) -> HttpResponse:
    """Ask for the receipt."""
    return render(
        request, "report/return.html", {"form": form, "force": current_force(), **_unsent(request)}, status=status
    )


def away_page(request: HttpRequest, form: ReturnForm) -> HttpResponse:
    """Say that nobody can look just now, which says nothing about the receipt."""
    form.add_error(None, _("We cannot look just now. If the receipt is right, your report is safe. Try again later."))
    return return_page(request, form, status=_AWAY)


def busy_page(request: HttpRequest, form: ReturnForm) -> HttpResponse:
    """Ask her to wait: others are before her."""
    form.add_error(None, _("Many people are here just now. Wait a minute, then press the button again."))
    return return_page(request, form, status=_AWAY)


def too_old(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt again; a message that was being written stays on the page, to be copied."""
    form = ReturnForm({})
    form.add_error(None, _("This page was open for too long or was changed. Type your receipt again."))
    return return_page(request, form, status=_WRONG)


def erased_page(request: HttpRequest, erased: ErasedReport) -> HttpResponse:
    """Say that nothing is here any more, and until when a backup still has it."""
    return render(request, "report/erased.html", {"erased": erased, **_unsent(request)})


def mailbox_page(
    request: HttpRequest,
    ticket: Ticket,
    opened: OpenMailbox,
    form: MessageForm,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """Show all that the mailbox holds."""
    direction = {language.code: language.direction for language in LANGUAGES}
    context = {
        "mailbox": opened,
        "force": current_force(),
        "messages": [
            {"message": message, "direction": direction.get(message.language, "auto")}
            for message in returning.messages_of(opened)
        ],
        "is_open": is_open(ticket, opened),
        "word_form": WordForm(),
        "words_form": WordsForm(),
        "change": returning.promise_change(opened, clock.today()),
        "today": clock.today(),
        # Read in either case, so that a closed mailbox takes as long.
        "told": [shown(told, clock.today()) for told in returning.told_about(opened)],
        "looks": [(role_name(look.role), date_format(look.week, "j F Y")) for look in returning.looks_of(opened)],
        "form": form,
        "ticket": renewed(ticket, opened),
    }
    return render(request, "report/mailbox.html", context | more, status=status)


def renewed(ticket: Ticket, opened: OpenMailbox) -> str:
    """Return a sealed ticket with a nonce of its own: the next message is another one, one pressed twice is not."""
    new = returning.new_ticket(ticket.receipt, stretched=opened.stretched, is_second=ticket.is_second)
    return sealed_for_mailbox(new)


def is_open(ticket: Ticket, opened: OpenMailbox) -> bool:
    """Whether the details are hers to see: she chose no second word, or typed it."""
    return ticket.is_second or not opened.words.are_chosen


def _unsent(request: HttpRequest) -> dict[str, str]:
    return {"unsent": request.POST.get("text", "")}
