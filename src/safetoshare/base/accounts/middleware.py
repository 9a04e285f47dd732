"""Who is acting: `request.account` is the signed-in account, or nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account

SESSION_ACCOUNT = "account"
SESSION_STAMP = "stamp"


@dataclass(frozen=True)
class SignedInAccount:
    """The person who acts, as far as pages need to know."""

    id: UUID
    name: str
    role: str
    realm: str
    organisation: UUID | None = None


@dataclass(frozen=True)
class Nobody:
    """Somebody who has not signed in."""

    id: None = None
    name: str = ""
    role: None = None
    realm: None = None
    organisation: None = None


Acting = SignedInAccount | Nobody


class AccountMiddleware:
    """Attach `request.account`, read only when a page asks for it: public pages never open a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.account = SimpleLazyObject(lambda: _acting(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def acting(request: HttpRequest) -> Acting:
    """Return who acts in this request."""
    account: Acting = request.account  # type: ignore[attr-defined]  # set by AccountMiddleware
    return account


def _acting(request: HttpRequest) -> Acting:
    identifier = request.session.get(SESSION_ACCOUNT)
    stamp = request.session.get(SESSION_STAMP)
    if identifier is None or stamp is None:
        return Nobody()
    with unit_of_work():
        account = Account.objects.filter(pk=identifier, session_stamp=stamp, is_active=True).first()
    if account is None:
        request.session.flush()
        return Nobody()
    return SignedInAccount(account.id, account.name, account.role, account.realm, account.organisation)
