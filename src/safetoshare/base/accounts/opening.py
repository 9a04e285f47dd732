"""Opening records in a request: with the keys that this browser's member unlocked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from safetoshare.base.accounts.middleware import SignedInAccount, acting
from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import LockedError

NEXT = "next"
_SAFE_METHODS = ("GET", "HEAD")
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Opener:
    """A signed-in member with the handle of the unlocked keys, and the role in which records are read."""

    account: UUID
    handle: str = field(repr=False)
    role: str

    def open(self, purpose: str, values: Sequence[SealedValue]) -> list[bytes]:
        """Return the plaintexts, in order, once the audit rows are committed. `purpose` is one word, `read_report`.

        LockedError, NotPermittedError, RefusedError (quota) or SealError; UnwrapperAwayError.
        """
        return client.open_values(self.account, self.handle, purpose, values) if values else []

    def survey(
        self, name: str, *, subject: UUID, reason: str, values: Sequence[SealedValue], body: dict[str, Any]
    ) -> dict[str, Any]:
        """Have many records counted over that nobody reads, once the audit row is committed (`unwrapper.surveys`).

        `subject` is what the survey is about, `reason` why in words. LockedError, NotPermittedError, RefusedError
        (quota) or BadInputError; UnwrapperAwayError.
        """
        return client.survey(self.account, self.handle, name, subject=subject, reason=reason, values=values, body=body)


def opener_of(request: HttpRequest) -> Opener:
    """Return who opens records in this request. LockedError when this browser unlocked no keys."""
    account = acting(request)
    handle = request.COOKIES.get(settings.UNLOCK_COOKIE_NAME)
    if not isinstance(account, SignedInAccount) or not handle:
        raise LockedError("The keys are locked: unlock and try again.")
    return Opener(account.id, handle, account.role)


def unlock_address(realm: str, goal: str) -> str:
    """Return the address that asks for the passphrase and then goes on to `goal`, an address of this site."""
    return f"{reverse(f'accounts:{realm}-unlock')}?{urlencode({NEXT: goal})}"


def keys_needed(view: View) -> View:
    """Let a page that opens records ask for the passphrase first, and come back.

    Only where a page is read: what was typed must not be lost, so a view that takes a form meets LockedError itself.
    """

    @wraps(view)
    def opening_view(request: HttpRequest, *args: object, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except LockedError:
            if request.method not in _SAFE_METHODS:
                raise
            return redirect(unlock_address(kwargs["realm"], request.get_full_path()))

    return opening_view
