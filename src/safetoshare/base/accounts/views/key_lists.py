"""The list of keys that count: what is in force, what is proposed, and signing it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from safetoshare.base.accounts import selectors
from safetoshare.base.accounts.confirming import confirmed
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms import SignListForm
from safetoshare.base.accounts.middleware import SignedInAccount, acting
from safetoshare.base.accounts.opening import opener_of, unlock_address
from safetoshare.base.accounts.roles import role_name
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import lists
from safetoshare.base.keys.lists import ListChanges, ProposedList, TooLate
from safetoshare.base.languages import english
from safetoshare.base.permissions import Action, is_permitted
from safetoshare.base.unwrapper import client
from safetoshare.core.errors import LockedError, NotPermittedError, RefusedError
from safetoshare.core.key_list import KeyList, KeyListError, ListedMember, digest, fingerprint, read_key_list


@require_safe
@allowed(Action.KEY_LIST_READ)
def key_list(request: HttpRequest, realm: str) -> HttpResponse:
    """Show the list in force, what would follow, and what waits for signatures."""
    return _page(request)


@require_POST
@allowed(Action.KEY_LIST_PROPOSE)
def propose(request: HttpRequest, realm: str) -> HttpResponse:
    """Propose the list that follows from how people stand now."""
    try:
        with unit_of_work():
            text = lists.draft_list()
        lists.propose(text, _own(request))
    except (RefusedError, KeyListError):
        return _page(
            request, problem=_("Nothing was proposed: the list would not change, or it cannot be trusted now.")
        )
    return redirect("accounts:key-list")


@require_POST
@allowed(Action.KEY_LIST_PROPOSE)
def withdraw(request: HttpRequest, realm: str, proposal: UUID) -> HttpResponse:
    """Take back what one proposed oneself."""
    with unit_of_work():
        found = _found(proposal)
    if found is None or found.proposed_by != _own(request):
        return _page(request, problem=_("Nothing was withdrawn: whoever proposed a list withdraws it."))
    lists.withdraw(proposal)
    return redirect("accounts:key-list")


@require_POST
@allowed(Action.KEY_LIST_SIGN)
@confirmed
def sign(request: HttpRequest, realm: str, proposal: UUID) -> HttpResponse:
    """Sign exactly what was seen; with the second signature it is in force, and colleagues get their keys."""
    form = SignListForm(request.POST)
    with unit_of_work():
        found = _found(proposal)
    if found is None or not form.is_valid() or digest(found.text) != form.cleaned_data["sha256"]:
        return _page(request, problem=_too_late())
    try:
        opener = opener_of(request)
        line = client.sign_key_list(opener.account, opener.handle, found.text)
        outcome = lists.add_signature(proposal, opener.account, line)
    except LockedError:
        return _page(request, is_locked=True)
    except (RefusedError, NotPermittedError, KeyListError):
        return _page(request, problem=_("Nothing was signed: the list in force does not name you as one who signs."))
    except client.UnwrapperAwayError:
        return _page(
            request, problem=_("Nothing was signed: keys cannot be used now. Wait a few minutes and sign again.")
        )
    if isinstance(outcome, TooLate):
        return _page(request, problem=_too_late())
    if outcome.in_force:
        # What fails here is made up for at each member's next unlocking.
        with suppress(LockedError, RefusedError, client.UnwrapperAwayError):
            client.wrap_missing(opener.account, opener.handle)
    return redirect("accounts:key-list")


def _page(request: HttpRequest, *, problem: str = "", is_locked: bool = False) -> HttpResponse:
    own = _own(request)
    context: dict[str, Any] = {
        "problem": problem,
        "is_locked": is_locked,
        "unlock_address": unlock_address("staff", "/staff/keys/"),
        "may_propose": is_permitted(Action.KEY_LIST_PROPOSE, acting(request)),
        "may_sign": is_permitted(Action.KEY_LIST_SIGN, acting(request)),
    }
    try:
        with unit_of_work():
            context |= _lists(own)
    except RefusedError:
        context["is_distrusted"] = True
    return render(request, "accounts/key_list.html", context, status=409 if problem or is_locked else 200)


def _lists(own: UUID) -> dict[str, Any]:
    in_force, waiting = lists.list_in_force(), lists.proposals()
    draft = read_key_list(lists.draft_list())
    accounts = {member.account for member in (*in_force.members, *draft.members)}
    for proposed in waiting:
        accounts |= {proposed.proposed_by, *proposed.signed_by}
        accounts |= {member.account for member in read_key_list(proposed.text).members}
    names = selectors.names_of(accounts)
    return {
        "in_force": in_force,
        "fingerprint": fingerprint(in_force.text()),
        "members": [_called(member, names) for member in in_force.members],
        "next": _in_words(in_force, lists.changes(in_force, draft), names)
        if draft.text() not in {one.text for one in waiting}
        else [],
        "proposals": [_proposal(one, in_force, names, own) for one in waiting],
    }


def _proposal(proposed: ProposedList, in_force: KeyList, names: dict[UUID, str], own: UUID) -> dict[str, Any]:
    return {
        "id": proposed.id,
        "changes": _in_words(in_force, proposed.changes, names),
        "proposed_by": names.get(proposed.proposed_by, ""),
        "proposed_on": proposed.proposed_on,
        "signed_by": [names.get(account, "") for account in proposed.signed_by],
        "is_own": proposed.proposed_by == own,
        "is_signed": own in proposed.signed_by,
        "form": SignListForm(initial={"sha256": digest(proposed.text)}, auto_id=f"{proposed.id}-%s"),
    }


def _in_words(in_force: KeyList, changes: ListChanges, names: dict[UUID, str]) -> list[str]:
    before = {member.account: member for member in in_force.members}
    said = [_said(_("Comes: %s"), _called(member, names)) for member in changes.added]
    said += [_said(_("Goes: %s"), _called(member, names)) for member in changes.removed]
    for member in changes.changed:
        if member.key != before[member.account].key:
            said.append(_said(_("Has a new key: %s"), _called(member, names)))
        if member.role != before[member.account].role:
            said.append(_said(_("Has another role: %s"), _called(member, names)))
    said += [_said(_("A new key seals to the unit: %s"), english(key.unit_name)) for key in changes.new_unit_keys]
    said += [
        _said(_("A key no longer seals to the unit: %s"), english(key.unit_name)) for key in changes.retired_unit_keys
    ]
    if changes.recovery_changed:
        said.append(_("The three recovery keys are others"))
    return said


def _said(text: str, value: str) -> str:
    """Put what is marked already into a sentence: the sign % would lose the mark."""
    return format_html(text.replace("%s", "{}"), value)


def _called(member: ListedMember, names: dict[UUID, str]) -> str:
    return format_html("{}, {}", english(names.get(member.account, str(member.account))), role_name(member.role))


def _found(proposal: UUID) -> ProposedList | None:
    with suppress(RefusedError):
        return next((one for one in lists.proposals() if one.id == proposal), None)
    return None


def _too_late() -> str:
    return _("Nothing was signed: another list came first, or this one was withdrawn. Read what stands here now.")


def _own(request: HttpRequest) -> UUID:
    account = acting(request)
    assert isinstance(account, SignedInAccount)  # noqa: S101  # `allowed` lets nobody else in
    return account.id
