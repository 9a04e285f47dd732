"""Ending a session: the keys lock, the row goes, whoever was signed in here leaves nothing behind."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest

from safetoshare.base.accounts.middleware import SignedInAccount, acting
from safetoshare.base.accounts.services.caring import end_session_of
from safetoshare.base.accounts.sessions import row_key
from safetoshare.base.unwrapper import client


def lock_keys(request: HttpRequest) -> None:
    """Lock the keys that this browser unlocked, if it did."""
    handle = request.COOKIES.get(settings.UNLOCK_COOKIE_NAME)
    account = acting(request) if handle else None
    if isinstance(account, SignedInAccount) and handle:
        # An unwrapper that is away holds no key: a restart locks all.
        with suppress(client.UnwrapperAwayError):
            client.lock(account.id, handle)


def end_session(request: HttpRequest) -> None:
    """Lock the keys and end the session. Nothing is looked up for a visitor who has none."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        lock_keys(request)
        account, session = acting(request), request.session.session_key
        if isinstance(account, SignedInAccount) and session:
            end_session_of(account.id, row_key(session))
        request.session.flush()
