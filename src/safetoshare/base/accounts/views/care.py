"""One's own account: sessions, browsers that know it, recovery codes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from safetoshare.base.accounts import selectors
from safetoshare.base.accounts.confirming import confirmed
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.middleware import SignedInAccount, acting
from safetoshare.base.accounts.paper_codes import in_groups
from safetoshare.base.accounts.services import caring
from safetoshare.base.accounts.sessions import row_key
from safetoshare.base.database import unit_of_work
from safetoshare.base.permissions import Action


@require_safe
@allowed(Action.ACCOUNT_CARE)
def account(request: HttpRequest, realm: str) -> HttpResponse:
    """Show sessions, how many browsers know the account, and how many recovery codes are left."""
    return _page(request, realm)


@require_POST
@allowed(Action.ACCOUNT_CARE)
def end_one_session(request: HttpRequest, realm: str) -> HttpResponse:
    """End one of the own sessions."""
    caring.end_session_of(_own(request), request.POST.get("session", ""))
    return redirect(f"accounts:{realm}-account")


@require_POST
@allowed(Action.ACCOUNT_CARE)
def end_other_sessions(request: HttpRequest, realm: str) -> HttpResponse:
    """End all of the own sessions but this one."""
    caring.end_other_sessions(_own(request), row_key(request.session.session_key))
    return redirect(f"accounts:{realm}-account")


@require_POST
@allowed(Action.ACCOUNT_CARE)
def forget_browsers(request: HttpRequest, realm: str) -> HttpResponse:
    """Forget every browser that knows the account."""
    caring.forget_browsers(_own(request))
    return redirect(f"accounts:{realm}-account")


@require_POST
@allowed(Action.ACCOUNT_CARE)
@confirmed
def recovery_codes(request: HttpRequest, realm: str) -> HttpResponse:
    """Draw ten new recovery codes, and show them this once."""
    codes = [in_groups(code) for code in caring.new_recovery_codes(_own(request))]
    return _page(request, realm, codes)


def _page(request: HttpRequest, realm: str, codes: list[str] | None = None) -> HttpResponse:
    with unit_of_work():
        own = selectors.own_account(_own(request))
    context = {
        "own": own,
        "codes": codes,
        "this_session": row_key(request.session.session_key),
        **{name: f"accounts:{realm}-{name.replace('_', '-')}" for name in _ROOMS},
        "front_address": f"accounts:{realm}",
    }
    return render(request, "accounts/account.html", context)


def _own(request: HttpRequest) -> UUID:
    account = acting(request)
    assert isinstance(account, SignedInAccount)  # noqa: S101  # `allowed` lets nobody else in
    return account.id


_ROOMS = ("end_one_session", "end_other_sessions", "forget_browsers", "recovery_codes")
