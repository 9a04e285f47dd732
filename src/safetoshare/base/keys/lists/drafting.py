"""The next key list, drawn up from what stands in the rows, and what it changes in words-able data.

Unit keys are taken from the list in force and never from their rows: a row that was altered is not listed anew. Keys
of a unit that is not listed yet, and members' keys, come from the rows, and are shown to whoever signs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from safetoshare.base import clock
from safetoshare.base.keys.lists.trusted import list_in_force, list_origin
from safetoshare.base.keys.pins import alarm
from safetoshare.base.models import MemberKey, UnitKey
from safetoshare.base.permissions import KEY_HOLDERS, KEY_LIST_SIGNERS
from safetoshare.core.key_list import CURRENT, KeyList, ListedHolder, ListedMember, ListedUnitKey, follow
from safetoshare.core.vault import PublicKey


@dataclass(frozen=True)
class ListChanges:
    """What one list says that the one before does not. A member whose key or role is another stands in `changed`."""

    added: tuple[ListedMember, ...]
    changed: tuple[ListedMember, ...]
    removed: tuple[ListedMember, ...]
    new_unit_keys: tuple[ListedUnitKey, ...]
    retired_unit_keys: tuple[ListedUnitKey, ...]
    recovery_changed: bool

    @property
    def is_empty(self) -> bool:
        return (
            not (
                *self.added,
                *self.changed,
                *self.removed,
                *self.new_unit_keys,
                *self.retired_unit_keys,
            )
            and not self.recovery_changed
        )


def draft_list(
    *,
    units: tuple[ListedUnitKey, ...] | None = None,
    recovery: tuple[ListedHolder, ...] | None = None,
    with_new_members: bool = True,
) -> str:
    """Return the text of the list that would follow now. Call it in a unit of work.

    `units` and `recovery` stand in the place of those listed. Without new members nobody comes, and nobody's key
    changes: those who left are gone. KeysNotTrustedError when a row contradicts the list.
    """
    before = list_in_force()
    return follow(
        before,
        max(clock.today(), before.on),
        units=units if units is not None else (*before.units, *_new_units(before)),
        members=_members(before, with_new_members),
        recovery=recovery if recovery is not None else before.recovery,
    ).text()


def first_list(recovery: tuple[ListedHolder, ...]) -> KeyList:
    """Return the list that would be the first, of all units and members there are. Call it in a unit of work."""
    return KeyList(
        origin=list_origin(),
        number=1,
        previous="",
        on=clock.today(),
        units=tuple(map(listed_unit_key, UnitKey.objects.select_related("unit"))),
        members=_members(None),
        recovery=recovery,
    )


def listed_unit_key(row: UnitKey) -> ListedUnitKey:
    """Return a unit key's line. The row's unit is at hand."""
    return ListedUnitKey(
        unit=row.unit.id,
        unit_name=row.unit.name,
        purpose=str(row.unit.purpose),
        organisation=row.unit.organisation,
        kind=str(row.kind),
        key=row.id,
        public=PublicKey(bytes(row.public)),
        state=str(row.state),
    )


def changes(before: KeyList, following: KeyList) -> ListChanges:
    """Return what a list changes."""
    had = {member.account: member for member in before.members}
    has = {member.account: member for member in following.members}
    current_before = {key.key: key for key in before.units if key.state == CURRENT}
    current = {key.key: key for key in following.units if key.state == CURRENT}
    return ListChanges(
        added=tuple(member for account, member in has.items() if account not in had),
        changed=tuple(member for account, member in has.items() if account in had and member != had[account]),
        removed=tuple(member for account, member in had.items() if account not in has),
        new_unit_keys=tuple(key for key in current.values() if current_before.get(key.key) != key),
        retired_unit_keys=tuple(key for key in current_before.values() if key.key not in current),
        recovery_changed=before.recovery != following.recovery,
    )


def _new_units(before: KeyList) -> Iterable[ListedUnitKey]:
    """Return the keys of units that no list names yet."""
    units = {key.unit for key in before.units}
    for row in UnitKey.objects.exclude(unit__in=units).select_related("unit"):
        yield listed_unit_key(row)


def _members(before: KeyList | None, with_new: bool = True) -> tuple[ListedMember, ...]:
    """Return each active account that may hold a key, with its pending key before its current one."""
    listed = {member.key: member for member in before.members} if before else {}
    chosen: dict[object, MemberKey] = {}
    rows = MemberKey.objects.filter(account__is_active=True, account__role__in=KEY_HOLDERS)
    # "current" comes before "pending": the pending one, if there is one, is kept.
    for row in rows.select_related("account").order_by("state"):
        known = listed.get(row.id)
        if known or with_new:
            chosen[row.account_id] = row
        if known and (bytes(row.public), row.verifier) != (known.public, known.verifier):
            raise alarm("a member's key is not the one that was signed")
    return tuple(map(_listed_member, chosen.values()))


def _listed_member(row: MemberKey) -> ListedMember:
    return ListedMember(
        account=row.account_id,
        key=row.id,
        role=str(row.account.role),
        organisation=row.account.organisation,
        public=PublicKey(bytes(row.public)),
        verifier=str(row.verifier),
        may_sign=row.account.role in KEY_LIST_SIGNERS,
    )
