"""Who is acting: `request.account` is the signed-in account, or nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from safetoshare.base import clock
from safetoshare.base.accounts.services.caring import note_session
from safetoshare.base.accounts.sessions import row_key
from safetoshare.base.database import NOBODY, SecurityContext, act_from_now_as, acting_as, unit_of_work
from safetoshare.base.models import Account

SESSION_ACCOUNT = "account"
SESSION_STAMP = "stamp"
# The day on which the session was last used, so that its holder sees it: no time of day is kept.
SESSION_DAY = "day"


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
    """Attach `request.account`, read only when a page asks for it: public pages never open a session.

    From then on the request's units of work run on behalf of the account; before, and after it, of nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.account = SimpleLazyObject(lambda: _acting(request))  # type: ignore[attr-defined]
        with acting_as(NOBODY):
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
    context = SecurityContext(account=str(identifier))
    with unit_of_work(context=context):
        account = Account.objects.filter(pk=identifier, session_stamp=stamp, is_active=True).first()
    if account is None:
        request.session.flush()
        return Nobody()
    act_from_now_as(context)
    _note_day(request, account.id)
    return SignedInAccount(account.id, account.name, account.role, account.realm, account.organisation)


def _note_day(request: HttpRequest, account: UUID) -> None:
    """Note once a day that the session is in use."""
    today = clock.today()
    if request.session.session_key and request.session.get(SESSION_DAY) != today.isoformat():
        request.session[SESSION_DAY] = today.isoformat()
        note_session(account, row_key(request.session.session_key), today)
