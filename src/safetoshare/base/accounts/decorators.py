"""`@allowed(Action...)` on a view: the permission table decides, and a signed-out person is asked to sign in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from safetoshare.base.accounts.middleware import acting
from safetoshare.base.permissions import Action, Realm, is_permitted

View = Callable[..., HttpResponse]


def allowed(action: Action) -> Callable[[View], View]:
    """Name the action of a view. The view carries it as `action`, so that a test finds views without one."""

    def decorate(view: View) -> View:
        @wraps(view)
        def permitted_view(request: HttpRequest, *args: object, **kwargs: str) -> HttpResponse:
            door = Realm(kwargs["realm"]) if "realm" in kwargs else None
            account = acting(request)
            if is_permitted(action, account, door):
                return view(request, *args, **kwargs)
            if door is not None and account.realm != door:
                return _signed_out(request, door) if _typed(request) else redirect(f"accounts:{door}")
            raise PermissionDenied

        permitted_view.action = action  # type: ignore[attr-defined]
        return permitted_view

    return decorate


def _typed(request: HttpRequest) -> list[str]:
    """Return the words that somebody typed into a form: texts with a space between, which no code of ours has.

    A passphrase has spaces too. It is typed at the door alone, whose rooms have no other text.
    """
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if name != "passphrase" and len(value.split()) > 1
    ]


def _signed_out(request: HttpRequest, door: Realm) -> HttpResponse:
    """Show the words of a form that came when the session was over: eight hours end in the middle of a call."""
    context = {"typed": _typed(request), "door_address": reverse(f"accounts:{door}")}
    return render(request, "accounts/signed_out.html", context, status=403)
