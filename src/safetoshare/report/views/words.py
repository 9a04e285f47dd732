"""Her own words beside the receipt: typing the second one, choosing or changing them (Rec 4(g))."""

from __future__ import annotations

from dataclasses import replace

from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.own_forms import from_our_own_pages
from safetoshare.base.permissions import Action
from safetoshare.base.same_size import same_size
from safetoshare.report.api import returning
from safetoshare.report.api.returning import BusyError, OpenMailbox, Ticket, WordSays
from safetoshare.report.forms.returning import MessageForm, ReturnForm, WordForm, WordsForm
from safetoshare.report.views import mailbox as pages

METHODS = ["GET", "HEAD", "POST"]
_WRONG = 422
_ERRORS = {
    WordSays.WRONG: _("This is not your second word"),
    WordSays.TOO_OFTEN: _("Too many wrong words today. Try again tomorrow."),
}


@same_size
@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.MAILBOX_OPEN)
def word(request: HttpRequest) -> HttpResponse:
    """Open the details with the second word."""
    ticket = pages.ticket_of(request)
    if request.method != "POST":
        return redirect("report:return")
    if ticket is None:
        return pages.too_old(request)
    try:
        opened = pages.opened_by(request, ticket)
        return (
            opened if isinstance(opened, HttpResponse) else with_word(request, ticket, opened, WordForm(request.POST))
        )
    except AnyDatabaseError:
        return pages.away_page(request, ReturnForm({}))
    except BusyError:
        return pages.busy_page(request, ReturnForm({}))


@same_size
@from_our_own_pages
@require_http_methods(METHODS)
@allowed(Action.MAILBOX_OPEN)
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the words that she chose. Where she has some already, the details must stand open."""
    ticket = pages.ticket_of(request)
    if request.method != "POST":
        return redirect("report:return")
    if ticket is None:
        return pages.too_old(request)
    try:
        opened = pages.opened_by(request, ticket)
        return opened if isinstance(opened, HttpResponse) else _chosen(request, ticket, opened)
    except AnyDatabaseError:
        return pages.away_page(request, ReturnForm({}))
    except BusyError:
        return pages.busy_page(request, ReturnForm({}))


def with_word(
    request: HttpRequest, ticket: Ticket, opened: OpenMailbox, form: WordForm | ReturnForm, status: int = 200
) -> HttpResponse:
    """Show the mailbox as far as the typed word opens it; at the word for danger, general information and no more."""
    typed = form.data.get("word", "")
    says = returning.check_word(opened, typed, clock.today()) if opened.words.are_chosen else WordSays.NOTHING
    if says is WordSays.DURESS:
        return redirect("network:help")
    if says is WordSays.SECOND:
        ticket = replace(ticket, is_second=True)
    word_form = WordForm({}) if says in _ERRORS else WordForm()
    if says in _ERRORS:
        word_form.add_error("word", _ERRORS[says])
        status = _WRONG
    return pages.mailbox_page(request, ticket, opened, MessageForm(), status=status, word_form=word_form)


def _chosen(request: HttpRequest, ticket: Ticket, opened: OpenMailbox) -> HttpResponse:
    form = WordsForm(request.POST)
    if not pages.is_open(ticket, opened) or not form.is_valid():
        return pages.mailbox_page(request, ticket, opened, MessageForm(), status=_WRONG, words_form=form)
    second, duress = form.cleaned_data["second"], form.cleaned_data["duress"]
    opened = replace(opened, words=returning.choose_words(opened, second, duress, clock.today()))
    ticket = replace(ticket, is_second=True)
    more = {"were_words_chosen": bool(second), "were_words_taken_away": not second}
    return pages.mailbox_page(request, ticket, opened, MessageForm(), **more)
