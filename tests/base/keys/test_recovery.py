"""Any two holders reach a unit's key; one alone, or a stranger, reaches nothing."""

from __future__ import annotations

from itertools import permutations
from uuid import uuid4

import pytest

from safetoshare.base.keys.recovery import recovered, recovery_wraps
from safetoshare.core.errors import SealError
from safetoshare.core.recovery_sheet import recovery_key
from safetoshare.core.vault import Place, Wrapped, generate_key_pair, unwrap
from tests.base.people import recovery_keys


def test_any_two_of_three_open_it_in_any_order() -> None:
    pair, key = generate_key_pair(), uuid4()
    wraps = recovery_wraps(key, pair.private, [holder.listed for holder in recovery_keys()])
    assert [(row.inner, row.outer) for row in wraps] == [(1, 2), (1, 3), (2, 3)]
    for two in permutations(recovery_keys(), 2):
        assert recovered(key, wraps, two) == pair.private


def test_one_holder_and_a_stranger_open_nothing() -> None:
    pair, key = generate_key_pair(), uuid4()
    wraps = recovery_wraps(key, pair.private, [holder.listed for holder in recovery_keys()])
    for number in (1, 2, 3):
        others = [one for one in recovery_keys() if one.number != number]
        for one in others:
            with pytest.raises(SealError):
                recovered(key, wraps, [one, recovery_key(number, b"\x09" * 32)])


def test_the_outer_holder_alone_finds_a_wrap_and_no_key() -> None:
    pair, key = generate_key_pair(), uuid4()
    holders = recovery_keys()
    row = recovery_wraps(key, pair.private, [holder.listed for holder in holders])[0]
    place = Place(key, "base_recoverywrap", "outer of 1 and 2", 1)
    inner = unwrap(Wrapped(bytes(row.wrapped)), holders[1].private, place)
    assert inner.find(pair.private) == -1
    for holder in holders[1:]:
        with pytest.raises(SealError):
            unwrap(Wrapped(inner), holder.private, Place(key, "base_recoverywrap", "inner of 1 and 2", 1))


def test_a_wrap_copied_to_another_key_or_pair_does_not_open() -> None:
    pair, key, other = generate_key_pair(), uuid4(), uuid4()
    holders = recovery_keys()
    wraps = recovery_wraps(key, pair.private, [holder.listed for holder in holders])
    with pytest.raises(SealError):
        recovered(other, wraps, holders[:2])
    wraps[0].outer = 3
    with pytest.raises(SealError):
        recovered(key, wraps[:1], [holders[0], holders[2]])
    with pytest.raises(SealError, match="no recovery wrap"):
        recovered(key, [], holders[:2])
