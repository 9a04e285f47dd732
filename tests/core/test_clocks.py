"""Clocks are data with a source; a day beyond their validity is an error, and so is a clock that says nothing."""

from __future__ import annotations

from datetime import date

import pytest

from safetoshare.core.clocks import clocks, read_clocks
from safetoshare.core.errors import BadInputError

ONE = '[clocks.one]\ndays = 2\nsays = "Soon."\nsource = "A rule"\nmark = "own"\nvalid_from = 2026-01-01\n'


def test_a_breach_is_reported_within_three_days_of_being_found() -> None:
    assert clocks()["breach_to_commissioner"].end(date(2026, 11, 23)) == date(2026, 11, 26)


def test_each_clock_has_a_source_and_says_what_is_only_believed() -> None:
    assert {clock.mark for clock in clocks().values()} <= {"R", "B", "own"}
    assert all(clock.source and clock.says.endswith(".") for clock in clocks().values())


def test_a_clock_does_not_run_on_a_day_on_which_it_does_not_hold() -> None:
    clock = read_clocks(ONE + "valid_until = 2026-06-30\n")["one"]
    assert clock.end(date(2026, 6, 30)) == date(2026, 7, 2)
    for day in (date(2025, 12, 31), date(2026, 7, 1)):
        with pytest.raises(BadInputError, match="does not hold"):
            clock.end(day)


@pytest.mark.parametrize(
    "text",
    ["", "[", "clocks = 1", "[clocks]\none = 1", ONE.replace("days = 2", "days = 0"), ONE.replace('"own"', '"sure"'),
     ONE.replace('source = "A rule"\n', ""), ONE.replace("Soon.", ""), ONE + "more = 1\n"],
)  # fmt: skip
def test_a_file_that_is_wrong_is_named(text: str) -> None:
    with pytest.raises(BadInputError):
        read_clocks(text)
