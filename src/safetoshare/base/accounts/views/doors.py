"""Signing in and out, unlocking and locking, and the page that a signed-in person sees first."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts import services
from safetoshare.base.accounts.confirming import note_confirmed
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.ending import end_session, lock_keys
from safetoshare.base.accounts.forms import SignInForm, UnlockForm
from safetoshare.base.accounts.labels import wait, why_not_signed_in
from safetoshare.base.accounts.middleware import (
    SESSION_ACCOUNT,
    SESSION_DAY,
    SESSION_STAMP,
    SignedInAccount,
    acting,
)
from safetoshare.base.accounts.opening import NEXT
from safetoshare.base.accounts.roles import role_name
from safetoshare.base.accounts.services import caring
from safetoshare.base.accounts.services.signing_in import KNOWN_FOR_DAYS
from safetoshare.base.accounts.sessions import row_key
from safetoshare.base.demonstration import SyntheticAccount, synthetic_accounts
from safetoshare.base.languages import english, ltr
from safetoshare.base.permissions import Action, Realm, is_permitted
from safetoshare.base.unwrapper import client
from safetoshare.base.workplaces import workplaces_of

_ROOMS = ("sign_in", "sign_out", "sign_out_everywhere", "unlock", "lock", "join", "account")
_TOKEN = re.compile("[0-9a-f]{64}")
# Fewer recovery codes than this are too few.
FEW_CODES = 3


@require_safe
@allowed(Action.ACCOUNT_SIGN_IN)
def front(request: HttpRequest, realm: str) -> HttpResponse:
    """Show who is signed in and whether the keys are unlocked, or ask to sign in."""
    account = acting(request)
    if not isinstance(account, SignedInAccount) or account.realm != realm:
        return _sign_in_page(request, realm, SignInForm())
    holds_key = is_permitted(Action.KEY_UNLOCK, account, Realm(realm))
    minutes = _minutes_unlocked(request, account) if holds_key else 0
    rows = [_row(_("Role"), role_name(account.role))]
    if holds_key:
        rows.append(_row(_("Keys"), _state_of_keys(minutes)))
    context = {
        "account": account,
        "rows": rows,
        "holds_key": holds_key,
        "minutes_unlocked": minutes,
        "workplaces": workplaces_of(account, Realm(realm)),
    }
    return render(request, "accounts/front.html", _addresses(realm) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.ACCOUNT_SIGN_IN)
def sign_in(request: HttpRequest, realm: str) -> HttpResponse:
    """Check name and code; what was typed as a name is kept, a code never is. Pressed twice is the same as once."""
    if request.method != "POST":
        return redirect(f"accounts:{realm}")
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, realm, form, status=422)
    browser = _browser_token(request)
    outcome = services.sign_in(
        form.cleaned_data["name"],
        form.cleaned_data["code"],
        Realm(realm),
        clock.now(),
        form=request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""),
        browser=browser,
    )
    if isinstance(outcome, services.NotSignedIn):
        form.add_error("code", why_not_signed_in(outcome))
        return _sign_in_page(request, realm, form, status=422)
    _begin_session(request, outcome)
    response = _after_recovery_code(request, realm, outcome) or _to_the_front_without_handle(realm)
    return _remember(response, browser)


def _begin_session(request: HttpRequest, outcome: services.SignedIn) -> None:
    # Whoever was signed in here before leaves no unlocked keys behind.
    lock_keys(request)
    # A new key and a new form token, so that cookies set before cannot ride on this session.
    request.session.flush()
    rotate_token(request)
    request.session[SESSION_ACCOUNT] = str(outcome.account)
    request.session[SESSION_STAMP] = str(outcome.session_stamp)
    request.session[SESSION_DAY] = clock.today().isoformat()
    note_confirmed(request)
    # Written now, so that its row has a key under which the holder finds it.
    request.session.save()
    caring.note_session(outcome.account, row_key(request.session.session_key), clock.today())


def _after_recovery_code(request: HttpRequest, realm: str, outcome: services.SignedIn) -> HttpResponse | None:
    """Say how many recovery codes are left, if one was used."""
    left = outcome.recovery_codes_left
    if left is None:
        return None
    response = render(request, "accounts/code_used.html", {"left": left, "few": left < FEW_CODES, "realm": realm})
    response.delete_cookie(settings.UNLOCK_COOKIE_NAME, samesite="Strict")
    return response


def _browser_token(request: HttpRequest) -> str:
    """Return the token by which accounts know this browser, or a new one. It proves nothing of who sits there."""
    token = request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "")
    return token if _TOKEN.fullmatch(token) else secrets.token_hex(32)


def _remember(response: HttpResponse, browser: str) -> HttpResponse:
    response.set_cookie(
        settings.KNOWN_COOKIE_NAME,
        browser,
        max_age=KNOWN_FOR_DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


@require_POST
@allowed(Action.ACCOUNT_SIGN_OUT)
def sign_out(request: HttpRequest, realm: str) -> HttpResponse:
    """End this session and lock the keys."""
    end_session(request)
    return _to_the_front_without_handle(realm)


@require_POST
@allowed(Action.ACCOUNT_SIGN_OUT)
def sign_out_everywhere(request: HttpRequest, realm: str) -> HttpResponse:
    """End all sessions of this account: a telephone or computer was lost, or left signed in."""
    account = acting(request)
    if isinstance(account, SignedInAccount):
        services.end_all_sessions(account.id)
    end_session(request)
    return _to_the_front_without_handle(realm)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.KEY_UNLOCK)
def unlock(request: HttpRequest, realm: str) -> HttpResponse:
    """Ask for the passphrase; the unwrapper keeps the keys, the browser a handle."""
    form = UnlockForm(request.POST if request.method == "POST" else None)
    goal = _goal(request)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            outcome = _try_to_unlock(request, form)
            if isinstance(outcome, client.KeysUnlocked):
                return _unlocked(goal or reverse(f"accounts:{realm}"), outcome)
    context = {"form": form, "account": acting(request), "goal": goal}
    return render(request, "accounts/unlock.html", _addresses(realm) | context, status=status)


@require_POST
@allowed(Action.KEY_LOCK)
def lock(request: HttpRequest, realm: str) -> HttpResponse:
    """Lock the keys and stay signed in."""
    lock_keys(request)
    return _to_the_front_without_handle(realm)


def _to_the_front_without_handle(realm: str) -> HttpResponse:
    response = redirect(f"accounts:{realm}")
    response.delete_cookie(settings.UNLOCK_COOKIE_NAME, samesite="Strict")
    return response


def _sign_in_page(request: HttpRequest, realm: str, form: SignInForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"realm": realm, "form": form}
    if settings.IS_DEMONSTRATION:
        context["synthetic_accounts"] = [_card(account) for account in synthetic_accounts(Realm(realm))]
    return render(request, "accounts/sign_in.html", _addresses(realm) | context, status=status)


def _card(account: SyntheticAccount) -> dict[str, Any]:
    """Return what the list of synthetic accounts shows of one."""
    return {
        "role": role_name(account.role),
        "rows": [
            _row(_("Account name"), english(account.name)),
            _row(_("One-time code"), ltr(account.code) if account.code else _no_code_yet(account.seconds_to_wait)),
            _row(_("Passphrase"), english(account.passphrase)),
        ],
    }


def _no_code_yet(seconds: int) -> str:
    text = ngettext(
        "Wait %(seconds)d second, then load this page again",
        "Wait %(seconds)d seconds, then load this page again",
        seconds,
    )
    return text % {"seconds": seconds}


def _row(key: str, value: str) -> dict[str, Any]:
    return {"key": {"text": key}, "value": {"text": value}}


def _addresses(realm: str) -> dict[str, str]:
    """Return the names of this door's addresses, for the templates."""
    names = {room: f"accounts:{realm}-{room.replace('_', '-')}" for room in _ROOMS}
    return {f"{room}_address": name for room, name in names.items()} | {"front_address": f"accounts:{realm}"}


def _state_of_keys(minutes: int) -> str:
    if not minutes:
        return _("Locked")
    text = ngettext("Unlocked for %(minutes)d more minute", "Unlocked for %(minutes)d more minutes", minutes)
    return text % {"minutes": minutes}


def _try_to_unlock(request: HttpRequest, form: UnlockForm) -> client.KeysUnlocked | None:
    account = acting(request)
    assert isinstance(account, SignedInAccount)  # noqa: S101  # `allowed` lets nobody else in
    try:
        outcome = client.unlock(account.id, form.cleaned_data["passphrase"])
    except client.UnwrapperAwayError:
        form.add_error("passphrase", _("Keys cannot be unlocked just now. Tell your system administrator"))
        return None
    if isinstance(outcome, client.KeysUnlocked):
        return outcome
    reasons = {
        "wrong": _("This is not your passphrase. Check the words and the spaces between them"),
        "no_key": _("Your account holds no key. Your supervisor can give it one"),
        "pending": _("Your key waits until two members have signed the list of keys. Ask your supervisor"),
        "wait": wait(outcome.seconds),
    }
    form.add_error("passphrase", reasons[outcome.reason])
    return None


def _goal(request: HttpRequest) -> str:
    """Return where to go on after unlocking: an address of this site, or nothing."""
    goal = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    # A path alone: neither another host nor, with two slashes, one that looks like a path.
    return goal if goal.startswith("/") and url_has_allowed_host_and_scheme(goal, allowed_hosts=None) else ""


def _unlocked(goal: str, outcome: client.KeysUnlocked) -> HttpResponse:
    response = redirect(goal)
    # A cookie of its own, never the session's row: whoever steals the database holds no handle.
    response.set_cookie(
        settings.UNLOCK_COOKIE_NAME,
        outcome.handle,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _minutes_unlocked(request: HttpRequest, account: SignedInAccount) -> int:
    handle = request.COOKIES.get(settings.UNLOCK_COOKIE_NAME)
    if not handle:
        return 0
    try:
        return -(-client.seconds_unlocked(account.id, handle) // 60)
    except client.UnwrapperAwayError:
        return 0
