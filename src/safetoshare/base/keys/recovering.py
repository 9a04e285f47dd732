"""What two recovery holders do together: let members open again, make new sheets, and try that all of it works.

Two typed sheets open every unit's key through the nested wraps (`recovery`), and sign the list on which the members
stand who are to open from now on. It is for the day when members are lost, or the only supervisor has left. One sheet
does nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.holding import may_hold
from safetoshare.base.keys.lists import ListChanges, changes, draft_list, list_in_force, put_in_force
from safetoshare.base.keys.recovery import check_holders, recovered, recovery_wraps
from safetoshare.base.keys.signing import line_of
from safetoshare.base.keys.tables import sealed_tables
from safetoshare.base.keys.units import unit_key_place
from safetoshare.base.models import JobDay, RecoveryWrap, UnitKeyWrap
from safetoshare.core.errors import SealError
from safetoshare.core.key_list import KeyList, ListedHolder, ListedMember, ListedUnitKey, read_key_list
from safetoshare.core.recovery_sheet import RecoveryKey
from safetoshare.core.vault import DataKey, PrivateKey, open_sealed, public_of, unwrap, wrap

DRILL_JOB = "base:keys:drill"
DRILL_EVERY_DAYS = 365


@dataclass(frozen=True)
class Recovery:
    """A list that two holders can put in force, not yet signed: what it changes, for them to see."""

    text: str
    changes: ListChanges


@dataclass(frozen=True)
class Recovered:
    """What a recovery wrote: how many wraps to members, and the number of the list now in force."""

    wraps: int
    number: int


@dataclass(frozen=True)
class Drilled:
    """What a drill opened: unit keys, and one record of each table under each of them."""

    unit_keys: int
    records: int


def draft_recovery(new_holders: tuple[ListedHolder, ...] | None = None) -> Recovery:
    """Return the list that would let all members with a key, new ones too, open; with other holders if given."""
    with unit_of_work():
        before, text = list_in_force(), draft_list(recovery=new_holders)
    return Recovery(text, changes(before, read_key_list(text)))


def recover(recovery: Recovery, keys: Sequence[RecoveryKey]) -> Recovered:
    """Sign the list with two holders' keys and put it in force, unless it changes nothing; wrap all keys to members.

    BadInputError unless these are two holders' keys; SealError when a unit's key does not open. All or nothing.
    """
    opened = _opened(keys)
    following = read_key_list(recovery.text)
    note = "\n".join((recovery.text, *(line_of(recovery.text, key.signer).rstrip("\n") for key in keys), ""))
    with unit_of_work(write=True):
        in_force = list_in_force() if recovery.changes.is_empty else put_in_force(note)
        written = _wrap_to_members(opened, in_force)
        if recovery.changes.recovery_changed:
            _wrap_to_holders(opened, following.recovery)
    return Recovered(written, in_force.number)


def drill(keys: Sequence[RecoveryKey]) -> Drilled:
    """Open every unit's key with two sheets, and one record of each table under it; note the day, change nothing else.

    SealError when something does not open that should.
    """
    opened = _opened(keys)
    records = sum(_open_one_of_each_table(key.key, private) for key, private in opened.items())
    with unit_of_work(write=True):
        JobDay.objects.get_or_create(job=DRILL_JOB, day=clock.today())
    return Drilled(len(opened), records)


def days_since_drill() -> int | None:
    """Return how many days ago the last drill was, or None: there was none. Call it in a unit of work."""
    last = JobDay.objects.filter(job=DRILL_JOB).aggregate(last=models.Max("day"))["last"]
    return None if last is None else (clock.today() - last).days


def private_keys(keys: Sequence[RecoveryKey]) -> dict[UUID, PrivateKey]:
    """Return the private halves of all units' keys, opened with two holders' keys. As for `recover`."""
    return {key.key: private for key, private in _opened(keys).items()}


def _opened(keys: Sequence[RecoveryKey]) -> dict[ListedUnitKey, PrivateKey]:
    """Return each unit key that has recovery wraps; a key of earlier days, whose wraps were destroyed, has none."""
    with unit_of_work():
        listed = list_in_force()
        wraps: dict[UUID, list[RecoveryWrap]] = {}
        for row in RecoveryWrap.objects.all():
            wraps.setdefault(row.unit_key_id, []).append(row)
    check_holders(listed, keys)
    opened = {}
    for key in listed.units:
        if key.key not in wraps and key.state != "current":
            continue
        private = recovered(key.key, wraps.get(key.key, []), keys)
        if public_of(private) != key.public:
            raise SealError("a recovery wrap holds another key than the one that was signed")
        opened[key] = private
    return opened


def _wrap_to_members(opened: dict[ListedUnitKey, PrivateKey], listed: KeyList) -> int:
    has = set(UnitKeyWrap.objects.values_list("unit_key", "member"))
    missing = [
        (key, private, member)
        for key, private in opened.items()
        for member in listed.members
        if may_hold(member, key) and (key.key, member.key) not in has
    ]
    UnitKeyWrap.objects.bulk_create(_wrap_row(key, private, member) for key, private, member in missing)
    return len(missing)


def _wrap_row(key: ListedUnitKey, private: PrivateKey, member: ListedMember) -> UnitKeyWrap:
    wrapped = wrap(private, member.public, unit_key_place(key.key))
    return UnitKeyWrap(unit_key_id=key.key, member_id=member.key, wrapped=wrapped)


def _wrap_to_holders(opened: dict[ListedUnitKey, PrivateKey], holders: Sequence[ListedHolder]) -> None:
    RecoveryWrap.objects.all().delete()
    for key, private in opened.items():
        RecoveryWrap.objects.bulk_create(recovery_wraps(key.key, private, holders))


def _open_one_of_each_table(unit_key: UUID, private: PrivateKey) -> int:
    opened = 0
    for table in sealed_tables():
        for value in next(table.batches(unit_key, 1), {}).values():
            open_sealed(DataKey(unwrap(value.wrapped, private, value.place)), value.sealed, value.place)
            opened += 1
    return opened
