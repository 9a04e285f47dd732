"""Giving a unit a new key: signed into force by two, then every row moved to it, then the old key destroyed.

The three steps may be cut short at any point and begun again: the new list comes into force in one transaction; a row
is moved or is not; and the old key's wraps are destroyed only when no row has named it for a while, so that a report
that was being sent during the change is not lost. Whoever left before opens neither new nor moved rows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.holding import may_hold
from safetoshare.base.keys.lists import draft_list, list_in_force, put_in_force
from safetoshare.base.keys.recovery import recovery_wraps
from safetoshare.base.keys.tables import SealedTable, sealed_tables
from safetoshare.base.keys.units import unit_key_place
from safetoshare.base.models import RecoveryWrap, UnitKey, UnitKeyWrap
from safetoshare.base.models.keys import KeyState
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import RefusedError
from safetoshare.core.key_list import CURRENT, RETIRED, KeyList, ListedUnitKey, read_key_list
from safetoshare.core.vault import (
    DataKey,
    PrivateKey,
    Wrapped,
    generate_key_pair,
    new_data_key,
    newest_seal,
    newest_wrap,
    open_sealed,
    public_of,
    seal,
    unwrap,
    wrap,
)

Rewrap = Callable[[Sequence[SealedValue]], Sequence[Wrapped]]
Progress = Callable[[str, int], None]
# For how long no row may have named the old key before it is destroyed: longer than any request takes.
SETTLE_SECONDS = 120


@dataclass(frozen=True)
class Move:
    """Rows that stand under a retired key of a unit, and the key they move to."""

    from_key: ListedUnitKey
    to_key: ListedUnitKey


def listed_keys(unit: str, kind: str) -> list[ListedUnitKey]:
    """Return the keys of a unit, named by its name or identifier, and kind. RefusedError when there is none."""
    with unit_of_work():
        keys = [key for key in list_in_force().units if unit in {key.unit_name, str(key.unit)} and key.kind == kind]
    if not keys:
        raise RefusedError(f"The key list in force names no unit of this name with a key of kind '{kind}'.")
    return keys


def unfinished(keys: Iterable[ListedUnitKey]) -> list[Move]:
    """Return the moves that were begun and not finished: from retired keys that still have a wrap or a row."""
    keys = list(keys)
    goal = next(key for key in keys if key.state == CURRENT)
    return [Move(key, goal) for key in keys if key.state == RETIRED and (_has_wraps(key.key) or rows_left(key.key))]


def draw_successor(old: ListedUnitKey, sign: Callable[[str], str]) -> Move:
    """Draw a unit's next key, have the list that names it signed, and put it in force, all in one transaction.

    `sign` makes a note of the list's text. Nobody comes with this list: it changes one key, and drops who left.
    """
    pair = generate_key_pair()
    new = replace(old, key=uuid4(), public=pair.public, state=CURRENT)
    with unit_of_work():
        units = [replace(key, state=RETIRED) if key == old else key for key in list_in_force().units]
        text = draft_list(units=(*units, new), with_new_members=False)
    note, listed = sign(text), read_key_list(text)
    with unit_of_work(write=True):
        UnitKey.objects.filter(pk=old.key, state=KeyState.CURRENT).update(state=KeyState.RETIRED)
        UnitKey.objects.create(pk=new.key, unit_id=new.unit, kind=new.kind, public=new.public)
        put_in_force(note)
        UnitKeyWrap.objects.bulk_create(_wraps(new, pair.private, listed))
        RecoveryWrap.objects.bulk_create(recovery_wraps(new.key, pair.private, listed.recovery))
    return Move(replace(old, state=RETIRED), new)


def move_rows(move: Move, rewrap: Rewrap, progress: Progress, *, batch: int = 200) -> int:
    """Move every row from the old key to the new, and return how many were moved. It may be begun again."""
    return sum(_move_table(table, move, rewrap, progress, batch) for table in sealed_tables())


def destroy_old(move: Move, rewrap: Rewrap, progress: Progress, *, settle: float = SETTLE_SECONDS) -> int:
    """Destroy the old key's wraps once no row has named it for `settle` seconds; return how many rows came late."""
    late = 0
    while True:
        time.sleep(settle)
        moved = move_rows(move, rewrap, progress)
        late += moved
        if not moved:
            break
    with unit_of_work(write=True):
        UnitKeyWrap.objects.filter(unit_key=move.from_key.key).delete()
        RecoveryWrap.objects.filter(unit_key=move.from_key.key).delete()
    return late


def rows_left(unit_key: UUID) -> int:
    """Return how many rows, of all tables, are wrapped to a key."""
    return sum(table.count(unit_key) for table in sealed_tables())


def rewrapper(private: PrivateKey, goal: ListedUnitKey) -> Rewrap:
    """Return what wraps data keys anew with a private key that is in this process: a recovery's, never a web's."""

    def rewrap(values: Sequence[SealedValue]) -> list[Wrapped]:
        return [
            wrap(DataKey(unwrap(value.wrapped, private, value.place)), goal.public, value.place) for value in values
        ]

    return rewrap


def renew_algorithms(key: ListedUnitKey, private: PrivateKey, progress: Progress) -> int:
    """Seal anew, under new data keys, each row of a key whose seal or wrap has an older algorithm byte.

    Return how many there were. It may be cut short and begun again: a row has the newest bytes or it has not.
    """
    if public_of(private) != key.public:
        raise RefusedError("This is not the private half of the unit's key.")
    return sum(_renew_table(table, key, private, progress) for table in sealed_tables())


def _renew_table(table: SealedTable, key: ListedUnitKey, private: PrivateKey, progress: Progress) -> int:
    renewed = 0
    for rows in table.batches(key.key):
        old = {pk: value for pk, value in rows.items() if not _is_newest(value)}
        renewed += table.write(old, {pk: _sealed_anew(value, key, private) for pk, value in old.items()})
        progress(table.name, len(old))
    return renewed


def _is_newest(value: SealedValue) -> bool:
    return value.sealed[:1] == bytes((newest_seal(),)) and value.wrapped[:1] == bytes((newest_wrap(),))


def _sealed_anew(value: SealedValue, key: ListedUnitKey, private: PrivateKey) -> SealedValue:
    plaintext = open_sealed(DataKey(unwrap(value.wrapped, private, value.place)), value.sealed, value.place)
    data_key = new_data_key()
    return replace(
        value, wrapped=wrap(data_key, key.public, value.place), sealed=seal(data_key, plaintext, value.place)
    )


def _move_table(table: SealedTable, move: Move, rewrap: Rewrap, progress: Progress, batch: int) -> int:
    moved = 0
    for rows in table.batches(move.from_key.key, batch):
        wraps = rewrap(list(rows.values()))
        after = {
            pk: replace(value, unit_key=move.to_key.key, wrapped=wrapped)
            for (pk, value), wrapped in zip(rows.items(), wraps, strict=True)
        }
        moved += table.write(rows, after)
        progress(table.name, len(rows))
    return moved


def _has_wraps(unit_key: UUID) -> bool:
    with unit_of_work():
        return (
            UnitKeyWrap.objects.filter(unit_key=unit_key).exists()
            or RecoveryWrap.objects.filter(unit_key=unit_key).exists()
        )


def _wraps(key: ListedUnitKey, private: PrivateKey, listed: KeyList) -> list[UnitKeyWrap]:
    """Return the wraps of a new key to each member of the list who may hold it, not yet written."""
    place = unit_key_place(key.key)
    return [
        UnitKeyWrap(unit_key_id=key.key, member_id=member.key, wrapped=wrap(private, member.public, place))
        for member in listed.members
        if may_hold(member, key)
    ]
