"""The rights of a person who reported: data with a source, days counted from the day after, and none without words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError
from safetoshare.report.labels import RIGHTS
from safetoshare.report.selectors.rights import Right, due_on, rights_on

DAY = date(2026, 11, 16)


def test_each_right_has_words_a_source_and_a_mark() -> None:
    found = rights_on(DAY)
    assert {right.name for right in found} == set(RIGHTS)
    assert all(right.source and right.mark for right in found)
    assert [right.source for right in found[:12]] == [f"Victims' Code 2020, Right {number}" for number in range(1, 13)]


@pytest.mark.parametrize(
    ("name", "begins", "due"),
    [
        # A Monday; a Friday before a week-end; the last working day of a year.
        ("support", date(2026, 11, 16), date(2026, 11, 18)),
        ("support", date(2026, 11, 20), date(2026, 11, 24)),
        ("support", date(2026, 12, 24), date(2026, 12, 30)),
        ("complain", date(2026, 11, 16), date(2026, 11, 30)),
        ("erasure", date(2027, 1, 31), date(2027, 2, 28)),
    ],
)
def test_its_days_are_counted_from_the_day_after(name: str, begins: date, due: date) -> None:
    assert due_on(name, begins) == due


def test_before_the_code_was_in_force_there_is_no_such_right() -> None:
    assert [right.name for right in rights_on(date(2021, 3, 31))] == ["erasure"]
    with pytest.raises(BadInputError, match="no right called support"):
        due_on("support", date(2021, 3, 31))


def test_a_right_that_ended_holds_to_its_last_day() -> None:
    right = Right("old", "source", "R", date(2020, 1, 1), date(2020, 12, 31))
    assert right.stands_on(date(2020, 12, 31))
    assert not right.stands_on(date(2021, 1, 1))


@pytest.mark.parametrize(
    "wrong", [{"unit": "weeks", "within": 1}, {"mark": "sure"}, {"within": 2}, {"unit": "working_days"}]
)
def test_an_unknown_unit_or_mark_or_half_a_limit_is_an_error(wrong: dict[str, object]) -> None:
    given_values: dict[str, object] = {"name": "a", "source": "b", "mark": "R", "valid_from": DAY}
    with pytest.raises(BadInputError):
        Right(**(given_values | wrong))  # type: ignore[arg-type]  # wrong on purpose


def test_a_right_without_a_limit_has_no_last_day() -> None:
    with pytest.raises(BadInputError, match="sets no limit"):
        due_on("trial", DAY)


@given(st.dates(date(2022, 1, 1), date(2027, 6, 1)))
def test_a_last_day_comes_after_the_day_it_counts_from(day: date) -> None:
    assert all(right.due_on(day) > day for right in rights_on(day) if right.within)
