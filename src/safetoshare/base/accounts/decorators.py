"""`@allowed(Action...)` on a view: the permission table decides, and a signed-out person is asked to sign in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from safetoshare.base.accounts.forms_once import PRESSED_AT_WILL, carry_out, not_now, typed_words
from safetoshare.base.accounts.middleware import SignedInAccount, acting
from safetoshare.base.audit.requests import record_request
from safetoshare.base.faults import kind_and_places
from safetoshare.base.permissions import Action, Realm, is_permitted
from safetoshare.core.errors import RefusedError

_log = logging.getLogger("safetoshare.errors")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponse]


def allowed(action: Action) -> Callable[[View], View]:
    """Name the action of a view. The view carries it as `action`, so that a test finds views without one."""

    def decorate(view: View) -> View:
        @wraps(view)
        def permitted_view(request: HttpRequest, *args: object, **kwargs: str) -> HttpResponse:
            door = Realm(kwargs["realm"]) if "realm" in kwargs else None
            account = acting(request)
            if is_permitted(action, account, door):
                if request.method in _SAFE_METHODS or not isinstance(account, SignedInAccount):
                    return view(request, *args, **kwargs)
                if not _is_audited(account, action, kwargs, view.__name__):
                    return not_now(request)
                if door is None or action in PRESSED_AT_WILL:
                    return view(request, *args, **kwargs)
                return carry_out(request, account.id, door, view, lambda: view(request, *args, **kwargs))
            if door is not None and account.realm != door:
                return _signed_out(request, door) if typed_words(request) else redirect(f"accounts:{door}")
            raise PermissionDenied

        permitted_view.action = action  # type: ignore[attr-defined]
        return permitted_view

    return decorate


def _is_audited(account: SignedInAccount, action: Action, named: dict[str, str], purpose: str) -> bool:
    """Commit the audit row of a request that changes something. No row, no change (Data Protection Act 2018 s.62)."""
    try:
        record_request(account.id, account.role, action, named, purpose)
    except (RefusedError, AnyDatabaseError) as error:
        _log.error("a change was not audited, and not carried out: %s", kind_and_places(error))
        return False
    return True


def _signed_out(request: HttpRequest, door: Realm) -> HttpResponse:
    """Show the words of a form that came when the session was over: eight hours end in the middle of a call."""
    context = {"typed": typed_words(request), "door_address": reverse(f"accounts:{door}")}
    return render(request, "accounts/signed_out.html", context, status=403)
