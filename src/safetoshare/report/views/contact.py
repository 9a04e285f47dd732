"""Changing, from the mailbox, how a person can be reached safely. What stood before is never shown."""

from __future__ import annotations

from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.force import current_force
from safetoshare.base.own_forms import from_our_own_pages
from safetoshare.base.permissions import Action
from safetoshare.base.same_size import same_size
from safetoshare.report.api import returning
from safetoshare.report.api.returning import OpenMailbox, Ticket
from safetoshare.report.forms.returning import MessageForm
from safetoshare.report.forms.writing import ContactForm
from safetoshare.report.views import mailbox as pages
from safetoshare.report.views.returning import METHODS

_WRONG, _AWAY = 422, 503


@same_size
@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.MAILBOX_OPEN)
def change(request: HttpRequest) -> HttpResponse:
    """Ask how the person can be reached from now on, and keep that; it takes the place of all that was said before."""
    if request.method != "POST":
        return redirect("report:return")
    ticket, form = pages.ticket_of(request), ContactForm(request.POST)
    if ticket is None:
        return pages.too_old(request)
    try:
        opened = pages.opened_by(request, ticket)
        return opened if isinstance(opened, HttpResponse) else _answer(request, ticket, opened, form)
    except (returning.NotStoredError, AnyDatabaseError):
        return _page(request, pages.sealed_for_mailbox(ticket), form, _AWAY, is_away=True)


def _answer(request: HttpRequest, ticket: Ticket, opened: OpenMailbox, form: ContactForm) -> HttpResponse:
    if request.POST.get("open"):
        return _page(request, pages.renewed(ticket, opened), ContactForm())
    if not form.is_valid():
        return _page(request, pages.renewed(ticket, opened), form, _WRONG)
    return _changed(request, ticket, opened, form)


def _changed(request: HttpRequest, ticket: Ticket, opened: OpenMailbox, form: ContactForm) -> HttpResponse:
    today = clock.today()
    # As with an erasure: a second word that nobody chose just now who found the receipt.
    is_sure = ticket.is_second and opened.words.stood_for(current_force().erasure_wait_days, today)
    changed = returning.change_contact(opened.report, form.contact(), ticket.nonce, today, is_sure=is_sure)
    message = MessageForm(initial={"text": request.POST.get("text", "")})
    return pages.mailbox_page(request, ticket, opened, message, contact_changed=changed)


def _page(
    request: HttpRequest, ticket: str, form: ContactForm, status: int = 200, *, is_away: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        # What was being written in the mailbox goes along.
        "text": request.POST.get("text", ""),
        "ticket": ticket,
        "is_away": is_away,
        "wait_days": current_force().erasure_wait_days,
    }
    return render(request, "report/contact.html", context, status=status)
