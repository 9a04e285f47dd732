"""Tally notes: alike from outside, counted once, and of their own month alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError, SealError
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.core.tally import (
    Tallied,
    What,
    open_totals,
    read_tallies,
    seal_tally,
    seal_totals,
    tally_keys,
)
from safetoshare.core.vault import Sealed, Wrapped

RECIPIENTS = sorted(published().attribute("recipient").bits)
KEYS, OTHER_KEYS = tally_keys(bytes(range(32))), tally_keys(bytes(32))
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def test_every_note_has_one_size_whatever_it_says() -> None:
    notes = [seal_tally(OCTOBER, recipient, what, KEYS.public) for recipient in ["", *RECIPIENTS] for what in What]
    assert len({(len(note.wrapped), len(note.sealed)) for note in notes}) == 1


def test_running_totals_have_the_size_of_notes_whatever_they_say() -> None:
    note = seal_tally(OCTOBER, "dwp", What.REQUEST, KEYS.public)
    for totals in ({}, dict.fromkeys(What, 10**9)):
        sealed = seal_totals(OCTOBER, totals, KEYS.public)
        assert (len(sealed.wrapped), len(sealed.sealed)) == (len(note.wrapped), len(note.sealed))


@given(st.lists(st.tuples(st.sampled_from(RECIPIENTS), st.sampled_from(What)), max_size=8))
def test_what_is_read_is_what_was_sealed(sealed: list[tuple[str, What]]) -> None:
    notes = [seal_tally(OCTOBER, recipient, what, KEYS.public) for recipient, what in sealed]
    counted = [one for one in sealed if one[1] is not What.UNCOUNTED]
    assert read_tallies(notes, KEYS.private) == Tallied({one: counted.count(one) for one in counted}, 0)


def test_a_note_that_is_handed_over_twice_counts_once() -> None:
    note = seal_tally(OCTOBER, "dwp", What.REFUSAL, KEYS.public)
    assert read_tallies([note] * 20, KEYS.private).counts == {("dwp", What.REFUSAL): 1}


def test_a_note_of_another_row_month_or_key_or_altered_is_counted_as_unreadable() -> None:
    note = seal_tally(OCTOBER, "dwp", What.REQUEST, KEYS.public)
    broken = [
        replace(note, id=uuid4()),
        replace(note, id=uuid4(), month=NOVEMBER),
        replace(note, id=uuid4(), sealed=Sealed(b"")),
        replace(note, id=uuid4(), wrapped=Wrapped(bytes(note.wrapped)[:-1])),
    ]
    assert read_tallies(broken, KEYS.private) == Tallied({}, 4)
    moved = replace(note, month=NOVEMBER)
    assert read_tallies([moved], KEYS.private) == Tallied({}, 1)
    assert read_tallies([note], OTHER_KEYS.private) == Tallied({}, 1)


def test_running_totals_open_in_their_month_and_under_their_key_alone() -> None:
    sealed = seal_totals(OCTOBER, {What.REFUSAL: 3}, KEYS.public)
    assert open_totals(sealed, KEYS.private) == {What.REFUSAL: 3}
    with pytest.raises(SealError):
        open_totals(replace(sealed, month=NOVEMBER), KEYS.private)
    with pytest.raises(SealError):
        open_totals(sealed, OTHER_KEYS.private)


def test_a_note_does_not_pass_for_running_totals() -> None:
    with pytest.raises(SealError):
        open_totals(seal_tally(OCTOBER, "dwp", What.REQUEST, KEYS.public), KEYS.private)


def test_totals_of_something_unknown_do_not_read() -> None:
    sealed = seal_totals(OCTOBER, {"sneezed": 1}, KEYS.public)  # type: ignore[dict-item]
    with pytest.raises(SealError):
        open_totals(sealed, KEYS.private)


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33)])
def test_a_seed_of_another_length_is_no_seed(seed: bytes) -> None:
    with pytest.raises(BadInputError):
        tally_keys(seed)


def test_what_would_be_longer_than_all_other_notes_is_not_sealed() -> None:
    with pytest.raises(BadInputError):
        seal_tally(OCTOBER, "x" * 2000, What.REFUSAL, KEYS.public)
