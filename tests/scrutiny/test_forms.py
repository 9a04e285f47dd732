"""The day in the address: read, or refused in words that say what to do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.scrutiny.forms import FIRST_DAY, LAST_DAY, AsAtForm


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2021-06-18", date(2021, 6, 18)),
        (" 2021-06-18 ", date(2021, 6, 18)),
        ("18/06/2021", date(2021, 6, 18)),
        ("18 June 2021", date(2021, 6, 18)),
        ("٢٠٢١-٠٦-١٨", date(2021, 6, 18)),
        ("2018-11-01", FIRST_DAY),
        ("2099-12-31", LAST_DAY),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, day: date | None) -> None:
    form = AsAtForm({"as_at": typed})
    assert form.is_valid()
    assert form.cleaned_data["as_at"] == day


@pytest.mark.parametrize("typed", ["2021-02-30", "06/18/2021", "yesterday", "2021", "\x00", "<script>", "9" * 5000])
def test_what_is_no_day_says_how_to_write_one(typed: str) -> None:
    assert AsAtForm({"as_at": typed}).errors["as_at"] == [
        "Enter a day of the calendar as year, month and day, with a line between them"
    ]


@pytest.mark.parametrize("typed", ["2018-10-31", "2100-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_for_which_no_register_says_anything_names_the_first_and_the_last(typed: str) -> None:
    (error,) = AsAtForm({"as_at": typed}).errors["as_at"]
    assert "2018-11-01" in error
    assert "2099-12-31" in error


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_day_nothing_or_an_error(typed: str) -> None:
    form = AsAtForm({"as_at": typed})
    if form.is_valid():
        day = form.cleaned_data["as_at"]
        assert day is None or FIRST_DAY <= day <= LAST_DAY
    else:
        assert form.errors["as_at"]
