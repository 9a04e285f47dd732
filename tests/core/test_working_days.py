"""Bank holidays are data: each is checked against a second way of knowing it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError
from safetoshare.core.working_days import england_and_wales

YEARS = range(2018, 2028)
CALENDAR = england_and_wales()
DAYS = st.dates(CALENDAR.known_from, CALENDAR.known_until)
EXTRAORDINARY = {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}


def easter_sunday(year: int) -> date:
    """By the anonymous Gregorian computus, as Butcher's Ecclesiastical Calendar gives it."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


@pytest.mark.parametrize("year", YEARS)
def test_good_friday_and_easter_monday_are_those_of_the_computus(year: int) -> None:
    sunday = easter_sunday(year)
    assert CALENDAR.holidays[sunday - timedelta(days=2)] == "Good Friday"
    assert CALENDAR.holidays[sunday + timedelta(days=1)] == "Easter Monday"


@pytest.mark.parametrize("year", YEARS)
def test_each_year_has_eight_holidays_on_weekdays_and_those_that_were_proclaimed(year: int) -> None:
    on_weekdays = [day for day in CALENDAR.holidays if day.year == year and day.weekday() < 5]
    assert len(on_weekdays) == 8 + len([day for day in EXTRAORDINARY if day.year == year])


@pytest.mark.parametrize("year", [year for year in YEARS if year not in (2020, 2022)])
def test_the_holidays_of_may_and_august_are_mondays_of_their_weeks(year: int) -> None:
    mondays = {CALENDAR.holidays.get(date(year, 5, day)) for day in range(1, 8)}
    assert "Early May bank holiday" in mondays
    assert any(CALENDAR.holidays.get(date(year, 5, day)) == "Spring bank holiday" for day in range(25, 32))
    assert any(CALENDAR.holidays.get(date(year, 8, day)) == "Summer bank holiday" for day in range(25, 32))


def test_no_day_has_two_names() -> None:
    weekdays = Counter(name for name in CALENDAR.holidays.values())
    assert weekdays["Good Friday"] == len(YEARS)
    assert CALENDAR.why_not_working(date(2021, 12, 27)) == "Christmas Day"
    assert CALENDAR.why_not_working(date(2021, 12, 28)) == "Boxing Day"


@given(DAYS)
def test_a_weekend_never_works_and_another_day_only_rests_for_a_holiday(day: date) -> None:
    reason = CALENDAR.why_not_working(day)
    if day.weekday() >= 5:
        assert reason is not None
    else:
        assert reason == CALENDAR.holidays.get(day)


@pytest.mark.parametrize("day", [date(2017, 12, 31), date(2028, 1, 1), date.min, date.max])
def test_a_year_whose_holidays_are_not_known_is_an_error_that_says_so(day: date) -> None:
    with pytest.raises(BadInputError, match="known from 2018-01-01 to 2027-12-31"):
        CALENDAR.why_not_working(day)
