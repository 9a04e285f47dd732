"""Joining an account with an invitation, page by page; nothing counts before the last one."""

from __future__ import annotations

from base64 import b32encode
from dataclasses import replace
from urllib.parse import quote

import segno
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms import CodesBackForm, FirstCodeForm, JoinForm, PassphraseBackForm
from safetoshare.base.accounts.paper_codes import RECOVERY_LENGTH, in_groups, read_code
from safetoshare.base.accounts.services import joining
from safetoshare.base.accounts.services.caring import draw_recovery_codes
from safetoshare.base.accounts.services.joining import Invitee
from safetoshare.base.accounts.tickets import GOOD_FOR, Ticket, open_ticket, seal_ticket
from safetoshare.base.permissions import Action, Realm
from safetoshare.base.unwrapper import client

_ISSUER = "Safe to Share"


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.ACCOUNT_JOIN)
def join(request: HttpRequest, realm: str) -> HttpResponse:
    """Ask for the invitation; then go on from page to page with what the form brings along."""
    if request.method != "POST":
        return _start(request, JoinForm())
    if "ticket" not in request.POST:
        return _begin(request, Realm(realm))
    ticket = open_ticket(request.POST["ticket"], clock.now())
    invitee = joining.find_again(ticket.name, ticket.invitation, Realm(realm), clock.now()) if ticket else None
    if ticket is None or invitee is None:
        return _over(request)
    if ticket.step is None:
        return _take_first_code(request, ticket, invitee)
    if ticket.key is None:
        return _take_codes_back(request, ticket, invitee)
    return _take_passphrase_back(request, ticket, invitee)


def _begin(request: HttpRequest, realm: Realm) -> HttpResponse:
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _start(request, form, status=422)
    now = clock.now()
    invitee = joining.find_invitation(form.cleaned_data["name"], form.cleaned_data["invitation"], realm, now)
    if invitee is None:
        form.add_error("invitation", _("Name and code do not fit an invitation that holds. Check both, or ask anew"))
        return _start(request, form, status=422)
    ticket = Ticket(invitee.name, now + GOOD_FOR, invitee.invitation)
    return _authenticator(request, invitee, FirstCodeForm(initial={"ticket": seal_ticket(ticket)}))


def _take_first_code(request: HttpRequest, ticket: Ticket, invitee: Invitee) -> HttpResponse:
    form = FirstCodeForm(request.POST)
    if not form.is_valid():
        return _authenticator(request, invitee, form, status=422)
    step = joining.step_of_new_code(invitee, form.cleaned_data["code"], clock.now())
    if step is None:
        form.add_error(
            "code", _("This is no code of this key. Check that the telephone’s clock is right, and try again")
        )
        return _authenticator(request, invitee, form, status=422)
    ticket = replace(ticket, step=step, codes=draw_recovery_codes())
    return _codes(request, ticket, CodesBackForm(initial={"ticket": seal_ticket(ticket)}))


def _take_codes_back(request: HttpRequest, ticket: Ticket, invitee: Invitee) -> HttpResponse:
    form = CodesBackForm(request.POST)
    if not form.is_valid() or not _are_back(form, ticket):
        return _codes(request, ticket, form, status=422)
    if not invitee.holds_key:
        return _finish(request, ticket, invitee)
    try:
        ticket = replace(ticket, key=client.draw_member_key(invitee.account))
    except client.UnwrapperAwayError:
        form.add_error(None, _("A key cannot be drawn just now. Wait a few minutes, and press the button again"))
        return _codes(request, ticket, form, status=503)
    return _passphrase(request, ticket, PassphraseBackForm(initial={"ticket": seal_ticket(ticket)}))


def _take_passphrase_back(request: HttpRequest, ticket: Ticket, invitee: Invitee) -> HttpResponse:
    form = PassphraseBackForm(request.POST)
    if not form.is_valid():
        return _passphrase(request, ticket, form, status=422)
    if ticket.key is None or form.cleaned_data["passphrase"].split() != ticket.key.passphrase.split():
        form.add_error(
            "passphrase", _("These are not the words that are shown. Copy them onto paper and type them again")
        )
        return _passphrase(request, ticket, form, status=422)
    return _finish(request, ticket, invitee)


def _finish(request: HttpRequest, ticket: Ticket, invitee: Invitee) -> HttpResponse:
    if ticket.step is None or not joining.join(invitee, clock.now(), ticket.step, ticket.codes, ticket.key):
        return _over(request)
    context = {"holds_key": invitee.holds_key, "front_address": f"accounts:{invitee.realm}"}
    return render(request, "accounts/joined.html", context)


def _are_back(form: CodesBackForm, ticket: Ticket) -> bool:
    for name, number in (("third", 3), ("eighth", 8)):
        if read_code(form.cleaned_data[name], RECOVERY_LENGTH) != ticket.codes[number - 1]:
            form.add_error(name, _("This is not the code that is shown. Type it as it stands on your paper"))
    return form.is_valid()


def _start(request: HttpRequest, form: JoinForm, status: int = 200) -> HttpResponse:
    return render(request, "accounts/join.html", {"form": form}, status=status)


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/join.html", {"form": JoinForm(), "is_over": True}, status=409)


def _authenticator(request: HttpRequest, invitee: Invitee, form: Form, status: int = 200) -> HttpResponse:
    secret = b32encode(invitee.secret).decode("ascii")
    label = f"{quote(_ISSUER)}:{quote(invitee.name)}"
    picture = segno.make(f"otpauth://totp/{label}?secret={secret}&issuer={quote(_ISSUER)}", error="m")
    context = {
        "form": form,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "picture": picture.svg_data_uri(scale=5, border=4, light="white"),
    }
    return render(request, "accounts/join_authenticator.html", context, status=status)


def _codes(request: HttpRequest, ticket: Ticket, form: Form, status: int = 200) -> HttpResponse:
    context = {"form": form, "codes": [in_groups(code) for code in ticket.codes]}
    return render(request, "accounts/join_codes.html", context, status=status)


def _passphrase(request: HttpRequest, ticket: Ticket, form: Form, status: int = 200) -> HttpResponse:
    context = {"form": form, "passphrase": ticket.key.passphrase if ticket.key else ""}
    return render(request, "accounts/join_passphrase.html", context, status=status)
