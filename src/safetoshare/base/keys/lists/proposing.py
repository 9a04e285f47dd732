"""Proposing the next key list, signing it, and putting it in force once two have signed.

Two signatures that arrive at once put it in force once. Of two lists that would follow, the first complete one does,
and the other is too late. With the list its members' pending keys begin to count, and whoever is no longer on it, or
no longer in the role, loses the wraps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.holding import may_hold
from safetoshare.base.keys.lists.drafting import ListChanges, changes
from safetoshare.base.keys.lists.trusted import list_in_force
from safetoshare.base.models import KeyListSignature, MemberKey, ProposedKeyList, SignedKeyList, UnitKeyWrap
from safetoshare.base.models.keys import MemberKeyState
from safetoshare.core.key_list import (
    SIGNERS_NEEDED,
    KeyList,
    KeyListError,
    check_successor,
    digest,
    read_key_list,
    signers,
)


@dataclass(frozen=True)
class ProposedList:
    """A list that waits for signatures: what it changes, and whose signatures it has."""

    id: UUID
    text: str
    changes: ListChanges
    proposed_by: UUID
    proposed_on: date
    signed_by: tuple[UUID, ...]


@dataclass(frozen=True)
class KeyListSigned:
    """The signature stands. `in_force`: it was the second, and the list counts from now on."""

    in_force: bool


@dataclass(frozen=True)
class TooLate:
    """Another list came first, or this one is in force already: nothing was changed."""


def propose(text: str, by: UUID) -> ProposedKeyList:
    """Keep a list that follows the one in force, to be signed. The same text is kept once. KeyListError for others."""
    with unit_of_work(write=True):
        _check_follows(list_in_force(), read_key_list(text))
        for waiting in ProposedKeyList.objects.all():
            if waiting.text == text:
                return waiting
        return ProposedKeyList.objects.create(text=text, proposed_by=by, proposed_on=clock.today())


def proposals() -> list[ProposedList]:
    """Return the lists that wait, oldest first. Call it in a unit of work."""
    before = list_in_force()
    waiting = []
    for row in ProposedKeyList.objects.order_by("proposed_on", "id"):
        listed = read_key_list(row.text)
        if listed.number != before.number + 1:
            continue
        signed_by = row.signatures.order_by("account").values_list("account", flat=True)
        waiting.append(
            ProposedList(row.id, row.text, changes(before, listed), row.proposed_by, row.proposed_on, tuple(signed_by))
        )
    return waiting


def withdraw(proposal: UUID) -> None:
    """Take back a list that waits: nobody can sign it any more."""
    with unit_of_work(write=True):
        ProposedKeyList.objects.filter(pk=proposal).delete()


def add_signature(proposal: UUID, account: UUID, line: str) -> KeyListSigned | TooLate:
    """Add a member's signature line; with the second, put the list in force.

    KeyListError when the line is not that member's signature of this list, or the member may not sign.
    """
    with unit_of_work():
        waiting, before = ProposedKeyList.objects.filter(pk=proposal).first(), list_in_force()
    if waiting is None or read_key_list(waiting.text).number != before.number + 1:
        return TooLate()
    line = line.removesuffix("\n")
    _check_line(before, waiting.text, account, line)
    signature = KeyListSignature(proposal=waiting, account=account, line=line)
    try:
        with unit_of_work(write=True):
            KeyListSignature.objects.bulk_create([signature], ignore_conflicts=True)
    except IntegrityError:
        # The proposal went meanwhile: others completed this list, or another.
        return _as_it_stands(waiting.text)
    # In a unit of its own: of two who sign at once, each then sees the other's signature, and one of them completes.
    return _complete(proposal, waiting.text)


def put_in_force(note: str) -> KeyList:
    """Write a list that two have signed, and let its keys count. Call it in a writing unit of work.

    KeyListError when it does not follow; IntegrityError when another came first.
    """
    before = list_in_force() if SignedKeyList.objects.exists() else None
    listed = check_successor(before, note)
    SignedKeyList.objects.create(number=listed.number, note=note)
    _let_keys_count(listed)
    ProposedKeyList.objects.all().delete()
    return listed


def _complete(proposal: UUID, text: str) -> KeyListSigned | TooLate:
    try:
        with unit_of_work(write=True):
            signed = KeyListSignature.objects.filter(proposal=proposal).order_by("account")
            lines = list(signed.values_list("line", flat=True))
            if len(lines) >= SIGNERS_NEEDED:
                put_in_force("\n".join((text, *lines, "")))
                return KeyListSigned(in_force=True)
            if lines:
                return KeyListSigned(in_force=False)
    except IntegrityError:
        pass
    except KeyListError:
        if _still_waits(proposal):
            raise
    return _as_it_stands(text)


def _as_it_stands(text: str) -> KeyListSigned | TooLate:
    """Return what became of a list whose proposal is gone: it is in force, or another came before it."""
    with unit_of_work():
        return KeyListSigned(in_force=True) if list_in_force().text() == text else TooLate()


def _still_waits(proposal: UUID) -> bool:
    with unit_of_work():
        return ProposedKeyList.objects.filter(pk=proposal).exists()


def _check_follows(before: KeyList, following: KeyList) -> None:
    follows = (
        following.number == before.number + 1
        and following.previous == digest(before.text())
        and following.origin == before.origin
        and following.on >= before.on
    )
    if not follows:
        raise KeyListError("this key list does not follow the one in force: draw it up anew")
    if changes(before, following).is_empty:
        raise KeyListError("this key list changes nothing")


def _check_line(before: KeyList, text: str, account: UUID, line: str) -> None:
    """KeyListError unless the line is one signature, and it is this member's of this text."""
    if "\n" in line:
        raise KeyListError("a signature is one line")
    signed_by = signers(before, f"{text}\n{line}\n")
    if [getattr(one, "account", None) for one in signed_by] != [account]:
        raise KeyListError("this is not the signature of the member who brings it")


def _let_keys_count(listed: KeyList) -> None:
    """Make pending keys current, and destroy the wraps of whoever is no longer listed or no longer in the role."""
    members = {member.key: member for member in listed.members}
    pending = list(MemberKey.objects.filter(pk__in=members, state=MemberKeyState.PENDING))
    MemberKey.objects.filter(account__in=[key.account_id for key in pending], state=MemberKeyState.CURRENT).delete()
    MemberKey.objects.filter(pk__in=[key.pk for key in pending]).update(state=MemberKeyState.CURRENT)
    unit_keys = {key.key: key for key in listed.units}
    needless = [
        pk
        for pk, member, key in UnitKeyWrap.objects.values_list("pk", "member", "unit_key")
        if member not in members or key not in unit_keys or not may_hold(members[member], unit_keys[key])
    ]
    UnitKeyWrap.objects.filter(pk__in=needless).delete()
