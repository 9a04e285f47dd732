"""People: who has an account, and inviting, changing roles, and taking leave."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safetoshare.base.accounts import selectors
from safetoshare.base.accounts.confirming import confirmed
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms import InviteForm, LeaveForm, RoleForm, VersionForm
from safetoshare.base.accounts.labels import STANDINGS
from safetoshare.base.accounts.middleware import SignedInAccount, acting
from safetoshare.base.accounts.roles import role_name
from safetoshare.base.accounts.selectors import Person, Standing
from safetoshare.base.accounts.services import managing
from safetoshare.base.accounts.services.creating import realm_of
from safetoshare.base.accounts.services.managing import Changed, Invited
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.lists import changes, draft_list, list_in_force, propose
from safetoshare.base.permissions import KEY_HOLDERS, Action, Role, is_permitted
from safetoshare.core.errors import RefusedError
from safetoshare.core.key_list import SIGNERS_NEEDED, KeyListError, read_key_list


@require_safe
@allowed(Action.ACCOUNT_LIST)
def people(request: HttpRequest, realm: str) -> HttpResponse:
    """List everybody with role and standing."""
    with unit_of_work():
        found = selectors.people()
    return render(request, "accounts/people.html", {"people": [_shown(one) for one in found]})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.ACCOUNT_MANAGE)
@confirmed
def invite(request: HttpRequest, realm: str) -> HttpResponse:
    """Invite somebody new; the code is shown this once."""
    with unit_of_work():
        organisations = selectors.organisations()
    form = InviteForm(
        request.POST if request.method == "POST" else None, roles=_roles(list(Role)), organisations=organisations
    )
    if request.method != "POST":
        return render(request, "accounts/invite.html", {"form": form})
    if form.is_valid():
        role, organisation = Role(form.cleaned_data["role"]), form.cleaned_data["organisation"]
        outcome = managing.invite(
            form.cleaned_data["name"], role, UUID(organisation) if organisation else None, _own(request)
        )
        if isinstance(outcome, Invited):
            return _invited(request, outcome, role)
        form.add_error("name", _("Somebody has this name, or had it. Choose another"))
    return render(request, "accounts/invite.html", {"form": form}, status=422)


@require_safe
@allowed(Action.ACCOUNT_MANAGE)
def person(request: HttpRequest, realm: str, account: UUID) -> HttpResponse:
    """Show one person, and what may be done."""
    return _page(request, account)


@require_POST
@allowed(Action.ACCOUNT_MANAGE)
@confirmed
def invite_anew(request: HttpRequest, realm: str, account: UUID) -> HttpResponse:
    """Invite somebody again, who lost the telephone or the passphrase."""
    found, form = _colleague(request, account), VersionForm(request.POST)
    if not form.is_valid():
        return _page(request, account, changed=True)
    outcome = managing.invite_anew(account, form.cleaned_data["version"], _own(request))
    if isinstance(outcome, Changed):
        return _page(request, account, changed=True)
    return _invited(request, outcome, Role(found.role))


@require_POST
@allowed(Action.ACCOUNT_MANAGE)
@confirmed
def change_role(request: HttpRequest, realm: str, account: UUID) -> HttpResponse:
    """Give somebody another role of the same door."""
    form = _role_form(_colleague(request, account), request)
    if not form.is_valid():
        return _page(request, account, role_form=form, status=422)
    data = form.cleaned_data
    outcome = managing.change_role(account, data["version"], Role(data["role"]), _own(request))
    if isinstance(outcome, Changed):
        return _page(request, account, changed=True)
    return redirect("accounts:person", account=account)


@require_POST
@allowed(Action.ACCOUNT_MANAGE)
@confirmed
def leave(request: HttpRequest, realm: str, account: UUID) -> HttpResponse:
    """Take leave of somebody, and propose the key list without the member."""
    form = _leave_form(_colleague(request, account), request)
    if not form.is_valid():
        return _page(request, account, leave_form=form, status=422)
    outcome = managing.note_leaving(account, form.cleaned_data["version"], _own(request))
    if isinstance(outcome, Changed):
        return _page(request, account, changed=True)
    if is_permitted(Action.KEY_LIST_PROPOSE, acting(request)):
        _propose_without(_own(request))
    return redirect("accounts:person", account=account)


@require_POST
@allowed(Action.ACCOUNT_MANAGE)
@confirmed
def end_sessions(request: HttpRequest, realm: str, account: UUID) -> HttpResponse:
    """End every session of somebody."""
    managing.end_sessions_of(_colleague(request, account).id, _own(request))
    return redirect("accounts:person", account=account)


def _page(
    request: HttpRequest,
    account: UUID,
    *,
    role_form: RoleForm | None = None,
    leave_form: LeaveForm | None = None,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    found = _known(account)
    context = {
        **_shown(found),
        "is_own": account == _own(request),
        "has_left": found.standing is Standing.LEFT,
        "role_form": role_form or _role_form(found),
        "leave_form": leave_form or _leave_form(found),
        "version_form": VersionForm(initial={"version": found.version}),
        "is_changed": changed,
    }
    return render(request, "accounts/person.html", context, status=409 if changed else status)


def _shown(found: Person) -> dict[str, Any]:
    return {"person": found, "role": role_name(found.role), "standing": STANDINGS[found.standing]}


def _invited(request: HttpRequest, outcome: Invited, role: Role) -> HttpResponse:
    context = {"invited": outcome, "realm": realm_of(role), "holds_key": role in KEY_HOLDERS}
    return render(request, "accounts/invited.html", context)


def _role_form(found: Person, request: HttpRequest | None = None) -> RoleForm:
    roles = [role for role in Role if realm_of(role) == found.realm and role != found.role]
    return RoleForm(request.POST if request else None, roles=_roles(roles), version=found.version)


def _leave_form(found: Person, request: HttpRequest | None = None) -> LeaveForm:
    return LeaveForm(request.POST if request else None, version=found.version, is_last=_leaves_too_few(found.id))


def _leaves_too_few(account: UUID) -> bool:
    """Whether fewer members than a list needs could sign, were this one gone."""
    try:
        with unit_of_work():
            signers = {member.account for member in list_in_force().signers}
            active = {one.id for one in selectors.people() if one.standing is not Standing.LEFT}
    except RefusedError:
        return False
    return account in signers and len((signers & active) - {account}) < SIGNERS_NEEDED


def _propose_without(by: UUID) -> None:
    """Propose the list without those who left; where no list is trusted, that is for the page of the list to say."""
    with suppress(RefusedError, KeyListError):
        with unit_of_work():
            text = draft_list(with_new_members=False)
            is_needless = changes(list_in_force(), read_key_list(text)).is_empty
        if not is_needless:
            propose(text, by)


def _roles(roles: list[Role]) -> list[tuple[str, str]]:
    return sorted(((role.value, role_name(role)) for role in roles), key=lambda choice: choice[1])


def _colleague(request: HttpRequest, account: UUID) -> Person:
    """Return whom one may manage: anybody but oneself."""
    if account == _own(request):
        raise PermissionDenied
    return _known(account)


def _known(account: UUID) -> Person:
    with unit_of_work():
        found = selectors.person(account)
    if found is None:
        raise Http404
    return found


def _own(request: HttpRequest) -> UUID:
    account = acting(request)
    assert isinstance(account, SignedInAccount)  # noqa: S101  # `allowed` lets nobody else in
    return account.id
