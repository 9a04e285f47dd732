"""Handing out what proves that a decision stands in the public log (Rec 4(g))."""

from __future__ import annotations

import segno
from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.own_forms import from_our_own_pages
from safetoshare.base.permissions import Action
from safetoshare.base.same_size import same_size
from safetoshare.report.api import returning
from safetoshare.report.api.returning import OpenMailbox, Ticket
from safetoshare.report.forms.returning import MessageForm, ReturnForm
from safetoshare.report.views.mailbox import away_page, is_open, mailbox_page, opened_by, ticket_of, too_old

METHODS = ["GET", "HEAD", "POST"]
_WRONG = 422
_PIECE = 16


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
    ticket = ticket_of(request)
    if ticket is None:
        return too_old(request)
    try:
        opened = opened_by(request, ticket)
        if isinstance(opened, HttpResponse):
            return opened
        if not is_open(ticket, opened):
            return mailbox_page(request, ticket, opened, MessageForm(), status=_WRONG)
        return _square(request, ticket, opened) if "square" in request.POST else _file(request, ticket, opened)
    except AnyDatabaseError:
        return away_page(request, ReturnForm({}))


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
    return mailbox_page(request, ticket, opened, MessageForm(), status=_WRONG, has_no_proof=True)
