"""Recovery: a unit's private key wrapped to one holder's key and then to another's, for each two of three holders.

Any two suffice, one alone opens nothing, and no code shares a secret out: a nest of two wraps takes both keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from uuid import UUID

from safetoshare.base.models import RecoveryWrap
from safetoshare.core.errors import BadInputError, SealError
from safetoshare.core.key_list import KeyList, ListedHolder
from safetoshare.core.recovery_sheet import RecoveryKey
from safetoshare.core.vault import Place, PrivateKey, Wrapped, unwrap, wrap


def recovery_wraps(unit_key: UUID, private: PrivateKey, holders: Sequence[ListedHolder]) -> list[RecoveryWrap]:
    """Return the rows that let each two holders reach a unit's key, not yet written."""
    rows = []
    for inner, outer in combinations(sorted(holders, key=lambda holder: holder.number), 2):
        nested = wrap(private, inner.public, _place(unit_key, inner.number, outer.number, "inner"))
        wrapped = wrap(nested, outer.public, _place(unit_key, inner.number, outer.number, "outer"))
        rows.append(RecoveryWrap(unit_key_id=unit_key, inner=inner.number, outer=outer.number, wrapped=wrapped))
    return rows


def recovered(unit_key: UUID, wraps: Iterable[RecoveryWrap], keys: Sequence[RecoveryKey]) -> PrivateKey:
    """Return a unit's private key, opened with two holders' keys. SealError when it does not open."""
    inner, outer = sorted(keys, key=lambda key: key.number)
    row = next((wrap for wrap in wraps if (wrap.inner, wrap.outer) == (inner.number, outer.number)), None)
    if row is None:
        raise SealError("a unit's key has no recovery wrap for these two holders")
    nested = unwrap(Wrapped(bytes(row.wrapped)), outer.private, _place(unit_key, inner.number, outer.number, "outer"))
    opened = unwrap(Wrapped(nested), inner.private, _place(unit_key, inner.number, outer.number, "inner"))
    return PrivateKey(opened)


def check_holders(listed: KeyList, keys: Sequence[RecoveryKey]) -> None:
    """BadInputError unless these are the keys of two different holders of the list."""
    if len({key.number for key in keys}) != 2 or not {key.listed for key in keys} <= set(listed.recovery):
        raise BadInputError("These are not the recovery keys of two different holders of the key list in force.")


def _place(unit_key: UUID, inner: int, outer: int, group: str) -> Place:
    return Place(record=unit_key, table="base_recoverywrap", group=f"{group} of {inner} and {outer}", version=1)
