"""Files from somebody who comes back: chosen on a page of their own, sent at once with what she wrote beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.own_forms import from_our_own_pages
from safetoshare.base.permissions import Action
from safetoshare.base.same_size import same_size
from safetoshare.core.files.examining import LARGEST
from safetoshare.report.api import filing, returning
from safetoshare.report.api.filing import Receiving, SentFile
from safetoshare.report.api.returning import Message, OpenMailbox, Ticket, TicketKind
from safetoshare.report.forms.returning import MessageForm
from safetoshare.report.views import mailbox as pages
from safetoshare.report.views.files import Problem, away_words, looked_at, nothing_words, too_many_words
from safetoshare.report.views.receiving import receive
from safetoshare.report.views.returning import METHODS

_WRONG, _AWAY = 422, 503


@same_size
@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.MAILBOX_OPEN)
def send(request: HttpRequest) -> HttpResponse:
    """Ask for files, then send them and the message; what is refused is said, and the rest is sent."""
    if request.method != "POST":
        return redirect("report:return")
    arrived = receive(request, lambda fields, name: _begin(_ticket(fields), name))
    ticket, form = _ticket(request.POST), MessageForm(initial={"text": request.POST.get("text", "")})
    if ticket is None:
        return pages.too_old(request)
    try:
        opened = pages.opened_by(request, ticket)
        if isinstance(opened, HttpResponse):
            return opened
        taken, problems = looked_at(arrived.received)
        problems += [("", away_words())] if arrived.is_away else []
        problems += [("", too_many_words())] if arrived.were_too_many else []
        if request.POST.get("choose"):
            return _choosing_page(request, ticket, opened, request.POST.get("text", ""))
        return _sent(request, ticket, opened, taken, problems)
    except (returning.NotStoredError, AnyDatabaseError):
        context = {"form": form, "ticket": pages.sealed_for_mailbox(ticket), "is_away": True}
        return render(request, "report/message.html", context, status=_AWAY)


def _sent(
    request: HttpRequest, ticket: Ticket, opened: OpenMailbox, taken: list[SentFile], problems: list[Problem]
) -> HttpResponse:
    text = request.POST.get("text", "").replace("\x00", "").strip()
    if not taken and (problems or not text):
        return _choosing_page(request, ticket, opened, text, problems or [("", nothing_words())])
    message = Message(text, get_language() or "", files=tuple(file.packed() for file in taken))
    answer_by = None
    if request.POST.get("is_complaint"):
        message = replace(message, kind=returning.COMPLAINT, written_on=clock.today())
        answer_by = returning.due_on("complain", clock.today())
    returning.add_reporter_message(opened.report, message, ticket.nonce, clock.today())
    more = {"was_sent": True, "answer_by": answer_by, "file_problems": problems, "files_sent": len(taken)}
    return pages.mailbox_page(request, ticket, opened, MessageForm(), status=_WRONG if problems else 200, **more)


def _choosing_page(
    request: HttpRequest, ticket: Ticket, opened: OpenMailbox, text: str, problems: Sequence[Problem] = ()
) -> HttpResponse:
    """Show the page on which files are chosen, with what was written so far."""
    context = {
        "form": MessageForm(initial={"text": text, "is_complaint": bool(request.POST.get("is_complaint"))}),
        "problems": problems,
        "most": LARGEST,
        # Of its own, as on each page of a mailbox.
        "ticket": pages.renewed(ticket, opened),
    }
    return render(request, "report/mailbox_files.html", context, status=_WRONG if problems else 200)


def _begin(ticket: Ticket | None, name: str) -> Receiving | None:
    return None if ticket is None else filing.begin(ticket, name, clock.today())


def _ticket(fields: QueryDict) -> Ticket | None:
    return returning.read_ticket(fields.get("ticket", ""), TicketKind.MAILBOX, clock.now())
