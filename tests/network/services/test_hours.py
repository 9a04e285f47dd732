"""The hours of a telephone are read strictly: each fault with its place, and nothing guessed."""

from __future__ import annotations

from typing import Any

import pytest

from safetoshare.core.opening import MINUTES_A_DAY, Opening
from safetoshare.network.services.hours import read_openings
from safetoshare.network.services.reading import Reading


def opening(**changed: object) -> dict[str, Any]:
    return {"opening": [{"days": ["MO", "WE"], "opens": "09:00", "closes": "17:30", **changed}]}


def read(values: dict[str, Any]) -> tuple[tuple[Opening, ...], list[str]]:
    reading = Reading("file.json")
    return read_openings(reading, values, ".phones[0]"), reading.problems


def test_hours_are_read_for_each_day_in_order() -> None:
    assert read(opening(days=["WE", "MO"])) == ((Opening(0, 540, 1050), Opening(2, 540, 1050)), [])


def test_a_day_may_be_open_to_its_end_and_hours_may_be_left_out() -> None:
    assert read(opening(days=["SU"], opens="00:00", closes="24:00")) == ((Opening(6, 0, MINUTES_A_DAY),), [])
    assert read({}) == ((), [])


@pytest.mark.parametrize(
    "changed",
    [
        {"opens": "17:30"},
        {"closes": "08:00"},
        {"closes": "24:01"},
        {"closes": "25:00"},
        {"opens": "9:00"},
        {"opens": "09:60"},
        {"opens": 9},
        {"opens": None},
        {"closes": "٠٩:٠٠"},
    ],
)
def test_times_that_no_day_has_are_complained_of(changed: dict[str, object]) -> None:
    found, problems = read(opening(**changed))
    assert found == ()
    assert set(problems) == {"file.json: phones[0].opening[0]: must open before it closes, from 00:00 to 24:00"}


@pytest.mark.parametrize("days", [["Monday"], ["MO", "MO"], "MO", [1], [[]]])
def test_days_are_codes_each_once(days: object) -> None:
    found, problems = read(opening(days=days))
    assert found == ()
    assert "phones[0].opening[0].days: must be" in problems[0]


def test_hours_that_overlap_or_have_other_names_are_complained_of() -> None:
    twice = opening()["opening"] + opening(opens="17:00", closes="18:00")["opening"]
    assert "two hours of one day overlap" in read({"opening": twice})[1][0]
    assert "opening[0].until: is not known here" in read(opening(until="May"))[1][0]
    assert "must be a list" in read({"opening": "always"})[1][0]
