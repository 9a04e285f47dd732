"""`@allowed(Action...)` on a view: the permission table decides, and a signed-out person is asked to sign in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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
                return redirect(f"accounts:{door}")
            raise PermissionDenied

        permitted_view.action = action  # type: ignore[attr-defined]
        return permitted_view

    return decorate
