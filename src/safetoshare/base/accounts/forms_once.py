"""A form of staff or partners is carried out once: pressed twice, gone back to or sent anew, it is told so.

Each form carries a random number that `{% form_token %}` draws for it. The number's hash is kept before the form is
carried out, so that of two presses at once one alone is; it is given up again when nothing was done, so that a form
with a mistake in it, or one that must wait, is sent again as it stands. `accounts.decorators.allowed` asks for the
number of every form that a signed-in person sends, so that no view can forget it.
"""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.db import Error as AnyDatabaseError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.faults import kind_and_places
from safetoshare.base.models import UsedForm
from safetoshare.base.permissions import Action, Realm

FORM_NONCE: Final = "form_nonce"
# Beginning and ending access may always be pressed again: a code of the door works once by itself, and whoever locks
# or signs out must never be kept from it by an old page.
PRESSED_AT_WILL: Final = frozenset(
    {Action.ACCOUNT_SIGN_IN, Action.ACCOUNT_SIGN_OUT, Action.ACCOUNT_JOIN, Action.KEY_UNLOCK, Action.KEY_LOCK}
)
_NOT_KEPT: Final = frozenset({"csrfmiddlewaretoken", "passphrase", "code"})
_NONCE: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_FIRST_REFUSAL: Final = 400
_log = logging.getLogger("safetoshare.errors")
View = Callable[..., HttpResponse]


def answers_again(view: View) -> View:
    """Mark a view whose second press gets the first one's answer, by a number of its own or since it changes nothing.

    The form still carries a nonce; the view is run again with it.
    """
    view.answers_again = True  # type: ignore[attr-defined]
    return view


def draw_nonce() -> str:
    """Draw the random number of one form."""
    return secrets.token_bytes(16).hex()


def carry_out(
    request: HttpRequest, account: UUID, door: Realm, view: View, do: Callable[[], HttpResponse]
) -> HttpResponse:
    """Carry a form out, unless it was or is being carried out, or it is none of ours.

    `do` calls the view, whose marks say how.
    """
    nonce = request.POST.get(FORM_NONCE, "")
    if not _NONCE.fullmatch(nonce):
        return _ask_to_press_again(request)
    if getattr(view, "answers_again", False):
        return do()
    used = hash_of(account, nonce)
    try:
        is_first = _keep(used)
    except AnyDatabaseError as error:
        _log.error("a form could not be noted, and was not carried out: %s", kind_and_places(error))
        return not_now(request)
    if not is_first:
        return _done_already(request, door)
    is_done = False
    try:
        response = do()
        is_done = response.status_code < _FIRST_REFUSAL
    finally:
        if not is_done:
            _give_up(used)
    return response


def not_now(request: HttpRequest) -> HttpResponse:
    """Say that nothing can be changed now. The form is kept on the page, whole, to be sent again as the same one."""
    return render(request, "accounts/not_now.html", {"typed": _kept(request)}, status=503)


def typed_words(request: HttpRequest) -> list[str]:
    """Return the words that somebody typed into a form: texts with a space between, which no code of ours has.

    A passphrase has spaces too. It is typed at the door alone, whose rooms have no other text.
    """
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if name != "passphrase" and len(value.split()) > 1
    ]


def hash_of(account: UUID, nonce: str) -> str:
    """Return what is kept of a form's number. It is the account's: nobody uses up the form of somebody else."""
    return hashlib.sha256(b"safetoshare form nonce\x00" + account.bytes + bytes.fromhex(nonce)).hexdigest()


def _keep(used: str) -> bool:
    try:
        with unit_of_work(write=True):
            UsedForm.objects.create(nonce_hash=used, on=clock.today())
    except IntegrityError:
        return False
    return True


def _give_up(used: str) -> None:
    """Let the form be sent again. What the view said of it counts, even if this fails."""
    try:
        with unit_of_work(write=True):
            UsedForm.objects.filter(nonce_hash=used).delete()
    except AnyDatabaseError as error:
        _log.error("a form that was not carried out stays used: %s", kind_and_places(error))


def _done_already(request: HttpRequest, door: Realm) -> HttpResponse:
    """Say so, and show the words to be copied: who went back may have typed more before pressing again."""
    context = {"typed": typed_words(request), "door_address": reverse(f"accounts:{door}")}
    return render(request, "accounts/done_already.html", context, status=409)


def _ask_to_press_again(request: HttpRequest) -> HttpResponse:
    """Show what was typed with a number of its own: an old page, or one that lost it, is no reason to lose words."""
    kept = [one for one in _kept(request) if one[0] != FORM_NONCE]
    return render(request, "accounts/press_again.html", {"typed": kept}, status=422)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() if name not in _NOT_KEPT for value in values]
