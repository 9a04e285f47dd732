"""A third-party reporting centre types in what a person wrote on paper, at the partners' door (Recs 4 and 5).

The worker reads the rule and her duties first; then a receipt is drawn, for the person alone; then come the questions,
numbered as on the paper. Whatever goes wrong, what was typed comes back with the page. No key is needed to send:
it is sealed to the safeguarding unit, and the centre never reads it again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import Error as AnyDatabaseError
from django.forms import BoundField, MultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import answers_again
from safetoshare.base.accounts.middleware import Nobody, SignedInAccount, acting
from safetoshare.base.force import current_force
from safetoshare.base.languages import LANGUAGES
from safetoshare.base.permissions import Action
from safetoshare.report.api import centres, reporting
from safetoshare.report.api.reporting import Ticket
from safetoshare.report.forms.paper import PARTS, PaperForm
from safetoshare.report.forms.writing import GroupsForm
from safetoshare.report.views.paper import parts_of_the_paper
from safetoshare.report.views.starting import METHODS, duties_now, promise_now
from safetoshare.report.views.writing import in_lines

_WRONG, _BUSY, _AWAY = 422, 503, 503
_START: Final = "report:centre-rule"
_FIELDS: Final = tuple(name for names in PARTS.values() for name in names)
View = Callable[..., HttpResponse]


@require_safe
@allowed(Action.CENTRE_LIST)
def sent(request: HttpRequest, realm: str) -> HttpResponse:
    """List what the centre sent: a reference, a day, and whether somebody has taken it on."""
    account = _worker(request)
    return render(request, "report/centre_list.html", {"sent": centres.sent_by(_organisation(account))})


@require_safe
@allowed(Action.CENTRE_ENTER)
def rule(request: HttpRequest, realm: str) -> HttpResponse:
    """Say our rule, who reads a report, and what the worker's own law asks of her, before anything is drawn."""
    _organisation(_worker(request))
    context = {"promise": promise_now(), "force": current_force(), "duties": duties_now()}
    return render(request, "report/centre_rule.html", context)


@require_http_methods(METHODS)
@allowed(Action.CENTRE_ENTER)
@answers_again
def slip(request: HttpRequest, realm: str) -> HttpResponse:
    """Draw a receipt and show it, once, to be written on the slip that the person keeps."""
    if request.method != "POST":
        return redirect(_START)
    return _slip_page(request, _drawn(request), GroupsForm())


@require_http_methods(METHODS)
@allowed(Action.CENTRE_ENTER)
@answers_again
def enter(request: HttpRequest, realm: str) -> HttpResponse:
    """Show the questions of the paper to whoever has the slip in front of her; else the same slip again."""
    if request.method != "POST":
        return redirect(_START)
    ticket = _ticket(request)
    if ticket is None:
        return _too_old(request)
    form = GroupsForm(request.POST)
    if not reporting.are_last_groups(form.data.get("groups", ""), ticket.receipt):
        form.add_error(
            "groups",
            _("These are not the last two groups. Look at the receipt on this page and type the 8 digits again."),
        )
        return _slip_page(request, ticket, form, status=_WRONG)
    try:
        ticket = reporting.with_stretched_receipt(ticket)
    except reporting.BusyError:
        form.add_error(None, _("Many people are here just now. Wait a minute, then press the button again."))
        return _slip_page(request, ticket, form, status=_BUSY)
    return _questions(request, ticket, PaperForm(initial=_typed(request) or {"works_at": _name(ticket)}))


def _though_the_database_is_away(view: View) -> View:
    """Take a report from whoever holds a ticket of ours while nobody's session can be read.

    The ticket was drawn for a worker who had signed in, less than a day ago, and that was audited.
    """

    @wraps(view)
    def taken_all_the_same(request: HttpRequest, *arguments: object, **named: str) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except AnyDatabaseError:
            ticket = centres.ticket_of(request.POST.get("ticket", ""), clock.now())
            if request.method != "POST" or ticket is None:
                raise
            # No page may ask who acts: it would wait for the database once more.
            request.account = Nobody()  # type: ignore[attr-defined]  # as AccountMiddleware sets it
            return _send(request, ticket)

    return taken_all_the_same


@_though_the_database_is_away
@require_http_methods(METHODS)
@allowed(Action.CENTRE_ENTER)
@answers_again
def send(request: HttpRequest, realm: str) -> HttpResponse:
    """Store the report, once however often the button is pressed."""
    if request.method != "POST":
        return redirect(_START)
    ticket = _ticket(request)
    return _too_old(request) if ticket is None else _send(request, ticket)


def _send(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    form = PaperForm(request.POST)
    if not form.is_valid():
        return _questions(request, ticket, form, status=_WRONG)
    content = form.content()
    try:
        recorded = centres.record(ticket, content, form.contact(), area=form.area_code, on=clock.today())
    except (reporting.NotStoredError, reporting.BusyError):
        return _questions(request, ticket, form, status=_AWAY, is_away=True)
    context = {
        "recorded": recorded,
        "reference": centres.centre_of(ticket).reference,
        "in_danger": content.danger == "yes",
        "force": current_force(),
        # What stands is what was sent first. The rest is shown once more, so that nobody's words are lost.
        "typed": [(bound.label, _as_typed(bound)) for bound in form if bound.data] if recorded.differs else [],
    }
    return render(request, "report/centre_received.html", context)


def _questions(
    request: HttpRequest, ticket: Ticket, form: PaperForm, status: int = 200, *, is_away: bool = False
) -> HttpResponse:
    parts = [(heading, [form[name] for name in names]) for heading, names in parts_of_the_paper()]
    context = {"form": form, "parts": parts, "ticket": centres.sealed(ticket, clock.now()), "is_away": is_away}
    return render(request, "report/centre_enter.html", context, status=status)


def _slip_page(
    request: HttpRequest, ticket: Ticket, form: GroupsForm, status: int = 200, *, is_new_receipt: bool = False
) -> HttpResponse:
    """Show the receipt with the words for it in every language; what was typed before goes along."""
    context = {
        "form": form,
        "receipt": in_lines(ticket),
        "ticket": centres.sealed(ticket, clock.now()),
        "words": [_words_in(language.code) | {"language": language} for language in LANGUAGES],
        "kept": [(name, value) for name in _FIELDS for value in request.POST.getlist(name) if value],
        "is_new_receipt": is_new_receipt,
    }
    return render(request, "report/centre_slip.html", context, status=status)


def _words_in(code: str) -> dict[str, Any]:
    with override(code):
        only_way_back = _(
            "This number is the only way back to your report. Nobody can give you a new one, and we cannot look it up."
        )
        return {"says": [only_way_back, _("Write it down, or learn it. Keep it where nobody else looks.")]}


def _too_old(request: HttpRequest) -> HttpResponse:
    """Go on with a new receipt and all that was typed: the old page can no longer be told from a forged one."""
    form = GroupsForm({})
    form.add_error(None, _("This page was open for too long or was changed. Nothing was sent. What you wrote is kept."))
    return _slip_page(request, _drawn(request), form, status=_WRONG, is_new_receipt=True)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """Return what an earlier page of this paper held, as a form takes it."""
    fields = PaperForm.base_fields
    return {
        name: request.POST.getlist(name) if isinstance(fields[name], MultipleChoiceField) else request.POST[name]
        for name in _FIELDS
        if name in request.POST
    }


def _as_typed(bound: BoundField) -> str:
    return ", ".join(bound.data) if isinstance(bound.data, list) else str(bound.data)


def _ticket(request: HttpRequest) -> Ticket | None:
    """Return the ticket of the worker who acts. Somebody else's at the same screen is as good as none."""
    account = _worker(request)
    ticket = centres.ticket_of(request.POST.get("ticket", ""), clock.now())
    if ticket is None or ticket.holder is None:
        return None
    held_by = (ticket.holder.account, ticket.holder.organisation)
    return ticket if held_by == (account.id, account.organisation) else None


def _drawn(request: HttpRequest) -> Ticket:
    account = _worker(request)
    return centres.draw_ticket(account.id, _organisation(account))


def _name(ticket: Ticket) -> str:
    return ticket.holder.name if ticket.holder else ""


def _worker(request: HttpRequest) -> SignedInAccount:
    account = acting(request)
    if not isinstance(account, SignedInAccount):
        raise PermissionDenied
    return account


def _organisation(account: SignedInAccount) -> UUID:
    """Return for which organisation somebody works. An account without one has nothing to send."""
    if account.organisation is None:
        raise PermissionDenied
    return account.organisation
