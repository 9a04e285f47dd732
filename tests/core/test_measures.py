"""The gate for small numbers: what is shown of a count tells nothing about one person."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.measures import SMALLEST_SHOWN, STEP, Measure, PublishedCount, exact, published

COUNTS = st.integers(0, 10_000)


@given(COUNTS)
def test_the_gate_never_shows_one_to_nine(count: int) -> None:
    assert published(count).at_least not in range(1, SMALLEST_SHOWN)


@given(COUNTS)
def test_the_gate_never_shows_more_than_there_are(count: int) -> None:
    shown = published(count).at_least
    assert shown is None or shown <= count


@given(COUNTS, COUNTS)
def test_two_counts_in_one_step_look_the_same(one: int, other: int) -> None:
    is_one_step = one // STEP == other // STEP and min(one, other) >= SMALLEST_SHOWN
    are_small = 0 < one < SMALLEST_SHOWN and 0 < other < SMALLEST_SHOWN
    if is_one_step or are_small or one == other:
        assert published(one) == published(other)
    else:
        assert published(one) != published(other)


def test_none_is_shown_as_none_and_every_other_count_as_not_exact() -> None:
    assert published(0) == PublishedCount(0, is_exact=True)
    assert not any(published(count).is_exact for count in range(1, 200))


@pytest.mark.parametrize(
    ("count", "at_least"), [(1, None), (9, None), (10, 10), (14, 10), (15, 15), (20, 20), (24, 20)]
)
def test_counts_at_the_edges(count: int, at_least: int | None) -> None:
    assert published(count).at_least == at_least


def test_a_count_that_is_about_nobody_who_reported_stays_as_it_is() -> None:
    assert exact(3) == PublishedCount(3, is_exact=True)


def test_a_measure_has_no_whole_unless_it_is_part_of_one() -> None:
    measure = Measure("name", "definition", ("4(j)",), date(2026, 1, 1), date(2026, 1, 31), exact(3))
    assert measure.out_of is None


@given(COUNTS)
def test_a_gate_of_eight_says_nothing_finer_than_eight(count: int) -> None:
    shown = published(count, 8, 8)
    assert shown.at_least is None or (shown.at_least <= count and shown.at_least % 8 == 0)
    assert (shown.at_least is None) == (0 < count < 8)
    assert shown.fewer_than == (8 if shown.at_least is None else SMALLEST_SHOWN)
