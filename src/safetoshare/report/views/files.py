"""Adding files to a report that is being written, and taking them away again (Rec 4).

A file arrives, is sealed, looked at where it can do no harm, and stands on a list; what is refused is said with what to
do instead. Where scripts run, the page shows how far it has come.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.own_forms import from_our_own_pages
from safetoshare.base.permissions import Action
from safetoshare.report.api import filing, reporting
from safetoshare.report.api.filing import BusyError, Receiving, SentFile
from safetoshare.report.api.reporting import Draft, Ticket, TicketKind
from safetoshare.report.forms.writing import FILES
from safetoshare.report.labels import REFUSALS
from safetoshare.report.views.receiving import MOST_AT_ONCE, receive
from safetoshare.report.views.starting import METHODS, too_old
from safetoshare.report.views.writing import Answers, answers_of, did_all_arrive, page_to_write

_WRONG, _AWAY = 422, 503
Problem = tuple[str, Any]
"""A file's name, empty where it is none's, and what is to be done."""


@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.REPORT_SEND)
def add(request: HttpRequest) -> HttpResponse:
    """Take the files that are chosen."""
    if request.method != "POST":
        return redirect("report:rule")
    arrived = receive(request, lambda fields, name: _begin(_ticket(fields), name))
    ticket = _ticket(request.POST)
    if ticket is None:
        return too_old(request)
    answers = answers_of(request)
    taken, problems = looked_at(arrived.received)
    answers["files"] = [*answers.get("files", []), *(file.packed() for file in taken)]
    if arrived.is_away:
        problems.append(("", away_words()))
    if arrived.were_too_many:
        problems.append(("", too_many_words()))
    if not taken and not problems:
        problems.append(("", nothing_words()))
    _keep(ticket, answers)
    status = _AWAY if arrived.is_away else _WRONG if problems else 200
    return _page(request, ticket, answers, status, problems=problems, added=len(taken))


@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.REPORT_SEND)
def take_away(request: HttpRequest) -> HttpResponse:
    """Delete one file that was added, at once."""
    if request.method != "POST":
        return redirect("report:rule")
    ticket = _ticket(request.POST)
    if ticket is None:
        return too_old(request)
    answers, wanted = answers_of(request), request.POST.get("file", "")
    known = {file.id.hex: file for file in filing.read(answers.get("files", []))}
    if wanted not in known:
        # Pressed twice: it is gone already.
        return _page(request, ticket, answers)
    try:
        filing.drop(ticket, UUID(wanted))
    except (AnyDatabaseError, BusyError):
        return _page(request, ticket, answers, _AWAY, problems=[("", _not_deleted_words())])
    answers["files"] = [file.packed() for name, file in known.items() if name != wanted]
    _keep(ticket, answers)
    return _page(request, ticket, answers)


def looked_at(received: Iterable[Receiving]) -> tuple[list[SentFile], list[Problem]]:
    """Return the files that are taken, and what is wrong with the others."""
    taken: list[SentFile] = []
    problems: list[Problem] = []
    for one in received:
        try:
            found = filing.look_at(one)
        except (AnyDatabaseError, BusyError):
            filing.try_to_drop(one)
            problems.append((one.name, away_words()))
            continue
        if isinstance(found, SentFile):
            taken.append(found)
        else:
            problems.append((one.name, REFUSALS[found]))
    return taken, problems


def away_words() -> str:
    """Say that a file could not be kept."""
    return _("We could not keep this just now. What you wrote is safe. Wait a minute, then add it again.")


def too_many_words() -> str:
    """Say that not all files were taken."""
    return _("Only the first %(most)d files were taken. Add the others now.") % {"most": MOST_AT_ONCE}


def nothing_words() -> str:
    """Say that no file was chosen."""
    return _("Choose a file first.")


def _not_deleted_words() -> str:
    return _(
        "We could not delete it just now. Nobody can read it without your receipt. Wait a minute, then press the button"
        " again."
    )


def _begin(ticket: Ticket | None, name: str) -> Receiving | None:
    return None if ticket is None else filing.begin(ticket, name, clock.today())


def _ticket(fields: QueryDict) -> Ticket | None:
    return reporting.read_ticket(fields.get("ticket", ""), TicketKind.DRAFT, clock.now())


def _keep(ticket: Ticket, answers: Answers) -> None:
    reporting.keep_draft(ticket, Draft(answers, ticket.promise_shown_on), clock.today())


def _page(request: HttpRequest, ticket: Ticket, answers: Answers, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401
    return page_to_write(
        request, ticket, answers, FILES, status=status, is_part_lost=not did_all_arrive(request), **more
    )
