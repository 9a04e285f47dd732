"""`@confirmed`: a dangerous act asks for a one-time code, unless one was typed in the last ten minutes.

It stands under `@allowed(...)`, on views that change something. What was typed comes along, in the form that asks for
the code, and goes on to the view with it. A browser left alone for ten minutes signs no policy and lets nobody in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from safetoshare.base import clock
from safetoshare.base.accounts.forms import ConfirmForm
from safetoshare.base.accounts.labels import why_not_signed_in
from safetoshare.base.accounts.middleware import SignedInAccount, acting
from safetoshare.base.accounts.services import check_fresh_code

CONFIRMED_FOR = timedelta(minutes=10)
SESSION_CONFIRMED = "confirmed"
CODE = "confirmation_code"
_SAFE_METHODS = ("GET", "HEAD")
_NOT_KEPT = frozenset({CODE, "csrfmiddlewaretoken"})
View = Callable[..., HttpResponse]


def confirmed(view: View) -> View:
    """Let a view change something only when a fresh code was typed."""

    @wraps(view)
    def confirmed_view(request: HttpRequest, *args: object, **kwargs: str) -> HttpResponse:
        if request.method in _SAFE_METHODS or _is_fresh(request):
            return view(request, *args, **kwargs)
        form = ConfirmForm(request.POST if CODE in request.POST else None)
        if form.is_bound and form.is_valid() and _check(request, form):
            note_confirmed(request)
            return view(request, *args, **kwargs)
        kept = [(name, value) for name, values in request.POST.lists() if name not in _NOT_KEPT for value in values]
        context = {"form": form, "kept": kept}
        return render(request, "accounts/confirm.html", context, status=422)

    return confirmed_view


def note_confirmed(request: HttpRequest) -> None:
    """Note that a fresh code was typed now: here, or in signing in."""
    request.session[SESSION_CONFIRMED] = clock.now().isoformat()


def _is_fresh(request: HttpRequest) -> bool:
    noted = request.session.get(SESSION_CONFIRMED)
    return noted is not None and timedelta(0) <= clock.now() - datetime.fromisoformat(noted) < CONFIRMED_FOR


def _check(request: HttpRequest, form: ConfirmForm) -> bool:
    account = acting(request)
    if not isinstance(account, SignedInAccount):
        raise PermissionDenied
    refused = check_fresh_code(account.id, form.cleaned_data[CODE], clock.now())
    if refused:
        form.add_error(CODE, why_not_signed_in(refused))
    return refused is None
