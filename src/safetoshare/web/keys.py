"""The public key list: number, day, fingerprint and who signed it, and the list itself to compare and keep.

Whoever runs another machine, or keeps watch over this one, compares the fingerprint by another way than this page.
Signers stand there by role, never by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.roles import role_name
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import KeysNotTrustedError
from safetoshare.base.keys.lists import SignedList, chain, list_in_force
from safetoshare.base.permissions import Action
from safetoshare.core.errors import BadInputError
from safetoshare.core.key_list import ListedHolder, ListedMember

_TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class _Signer:
    """Who signed, in words: the name of a role, or the number of a recovery holder."""

    role: str = ""
    holder: int = 0


@dataclass(frozen=True)
class _Shown:
    """What the page shows of the newest list."""

    number: int
    on: date
    groups: tuple[str, ...]
    signers: tuple[_Signer, ...]


@require_safe
@allowed(Action.PAGE_READ)
def key_list(request: HttpRequest) -> HttpResponse:
    """Show the newest list, whether this machine trusts it, and how to compare it."""
    signed, is_trusted = _newest()
    return render(request, "web/keys.html", {"shown": signed and _shown(signed), "is_trusted": is_trusted})


@require_safe
@allowed(Action.PAGE_READ)
def key_list_file(request: HttpRequest) -> HttpResponse:
    """Give the newest list with its signatures, as a text file; 404 while there is none that can be checked."""
    signed, _ = _newest()
    if signed is None:
        raise Http404
    return HttpResponse(signed.note, content_type=_TEXT)


def _newest() -> tuple[SignedList | None, bool]:
    with unit_of_work():
        try:
            lists = chain()
            is_trusted = bool(lists) and list_in_force() == lists[-1].listed
        except KeysNotTrustedError:
            return lists[-1], False
        except BadInputError:
            return None, False
    return (lists[-1] if lists else None), is_trusted


def _shown(signed: SignedList) -> _Shown:
    return _Shown(
        signed.listed.number,
        signed.listed.on,
        tuple(signed.fingerprint.split()),
        tuple(map(_signer, signed.signed_by)),
    )


def _signer(one: ListedMember | ListedHolder) -> _Signer:
    return _Signer(role=role_name(one.role)) if isinstance(one, ListedMember) else _Signer(holder=one.number)
