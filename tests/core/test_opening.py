"""Open, closed until when, or not known: by a wall clock, at any minute of the week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError
from safetoshare.core.opening import MINUTES_A_DAY, ClosedNow, HoursNotKnown, Opening, OpenNow, opening_state

LONDON = ZoneInfo("Europe/London")
NINE, FIVE = 9 * 60, 17 * 60
WORKING_DAYS = [Opening(day, NINE, FIVE) for day in range(5)]
ALWAYS = [Opening(day, 0, MINUTES_A_DAY) for day in range(7)]
# 23 November 2026 is a Monday.
MONDAY = datetime(2026, 11, 23, tzinfo=LONDON)

moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.astimezone(LONDON)
)
openings = st.builds(
    lambda day, opens, length: Opening(day, opens, min(opens + length, MINUTES_A_DAY)),
    st.integers(0, 6),
    st.integers(0, MINUTES_A_DAY - 1),
    st.integers(1, MINUTES_A_DAY),
)


def test_no_hours_are_not_known_and_not_closed() -> None:
    assert opening_state([], MONDAY) == HoursNotKnown()


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [
        (8, 59, ClosedNow(date(2026, 11, 23), NINE)),
        (9, 0, OpenNow(always=False)),
        (16, 59, OpenNow(always=False)),
        (17, 0, ClosedNow(date(2026, 11, 24), NINE)),
    ],
)
def test_it_opens_with_its_first_minute_and_is_closed_at_its_last(hour: int, minute: int, expected: object) -> None:
    assert opening_state(WORKING_DAYS, MONDAY.replace(hour=hour, minute=minute)) == expected


def test_after_friday_comes_monday() -> None:
    friday = MONDAY + timedelta(days=4, hours=18)
    assert opening_state(WORKING_DAYS, friday) == ClosedNow(date(2026, 11, 30), NINE)


def test_what_opens_once_a_week_and_has_closed_opens_in_a_week() -> None:
    noon = MONDAY.replace(hour=12)
    assert opening_state([Opening(0, NINE, 10 * 60)], noon) == ClosedNow(date(2026, 11, 30), NINE)


def test_two_hours_of_one_day_leave_a_break_between_them() -> None:
    split = [Opening(0, 14 * 60, FIVE), Opening(0, NINE, 12 * 60)]
    assert opening_state(split, MONDAY.replace(hour=13)) == ClosedNow(date(2026, 11, 23), 14 * 60)


def test_the_hours_are_those_of_the_clock_on_the_wall_in_summer_too() -> None:
    # 8.30 UTC is 9.30 in London in July.
    july = datetime(2026, 7, 20, 8, 30, tzinfo=UTC).astimezone(LONDON)
    assert opening_state(WORKING_DAYS, july) == OpenNow(always=False)


@pytest.mark.parametrize("broken", [(7, 0, 1), (-1, 0, 1), (0, 5, 5), (0, 6, 5), (0, 0, 1441), (0, -1, 5)])
def test_hours_that_no_day_has_are_an_error(broken: tuple[int, int, int]) -> None:
    with pytest.raises(BadInputError):
        Opening(*broken)


@given(moments)
def test_what_answers_at_any_hour_is_open_at_every_minute(moment: datetime) -> None:
    assert opening_state(ALWAYS, moment) == OpenNow(always=True)


@given(st.lists(openings, min_size=1, max_size=5), moments)
def test_what_is_closed_is_open_when_it_says_and_not_before(week: list[Opening], moment: datetime) -> None:
    state = opening_state(week, moment)
    if isinstance(state, ClosedNow):
        wall = moment.replace(tzinfo=None, second=0, microsecond=0)
        then = datetime(state.opens_on.year, state.opens_on.month, state.opens_on.day) + timedelta(  # noqa: DTZ001
            minutes=state.opens
        )
        assert wall < then <= wall + timedelta(days=7)
        assert isinstance(opening_state(week, then), OpenNow)
        between = [wall + (then - wall) * part / 20 for part in range(20)]
        assert all(isinstance(opening_state(week, one), ClosedNow) for one in between)
    else:
        assert isinstance(state, OpenNow)
