"""A day as far as it is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError
from safetoshare.core.known_days import KnownDay, known_day


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        (date(2019, 5, 31), date(2019, 5, 31), date(2019, 5, 31)),
        ("2019-03", date(2019, 3, 1), date(2019, 3, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-12", date(2021, 12, 1), date(2021, 12, 31)),
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
    ],
)
def test_a_day_a_month_and_a_year_are_as_long_as_they_are(written: object, first: date, last: date) -> None:
    assert known_day(written) == KnownDay(first, last)


@pytest.mark.parametrize(
    "written",
    [
        "2019-13",
        "2019-00",
        "0000",
        "9999",
        "9999-12",
        "201",
        "2019-3",
        "May 2019",
        "",
        None,
        2019,
        True,
        datetime(2019, 5, 31, tzinfo=UTC),
    ],
)
def test_what_is_no_day_month_or_year_is_refused(written: object) -> None:
    with pytest.raises(BadInputError, match="is no"):
        known_day(written)


def test_within_the_month_nobody_can_tell_whether_it_had_come() -> None:
    march = known_day("2019-03")
    days = (date(2019, 2, 28), date(2019, 3, 1), date(2019, 3, 30), date(2019, 3, 31))
    assert [march.had_come_by(day) for day in days] == [False, None, None, True]


def test_the_last_day_cannot_lie_before_the_first() -> None:
    with pytest.raises(BadInputError, match="lies before"):
        KnownDay(date(2020, 1, 2), date(2020, 1, 1))


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 400), st.integers(-500, 500))
def test_it_had_come_exactly_from_its_last_day_and_not_before_its_first(first: date, length: int, away: int) -> None:
    when = KnownDay(first, first + timedelta(days=length))
    day = first + timedelta(days=away)
    assert when.had_come_by(day) is (False if away < 0 else True if away >= length else None)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_what_is_written_is_read_again(day: date) -> None:
    assert known_day(day.isoformat()[:7]).is_month
    for value in (day.isoformat()[:7], day.isoformat()[:4]):
        assert str(known_day(value)) == value
    assert str(known_day(day)) == day.isoformat()
