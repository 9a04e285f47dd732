"""What time it is: asked in one place, and a day is a day in London."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base import clock


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year, month, day, hour, minute


def test_the_time_is_that_of_the_machine_in_utc() -> None:
    before = datetime.now(UTC)
    read = clock.now()
    assert before <= read <= datetime.now(UTC)
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        # In winter London's midnight is that of UTC, in summer it comes an hour earlier.
        (utc(2026, 1, 15, 23, 59), date(2026, 1, 15)),
        (utc(2026, 1, 16, 0, 0), date(2026, 1, 16)),
        (utc(2026, 6, 17, 22, 59), date(2026, 6, 17)),
        (utc(2026, 6, 17, 23, 0), date(2026, 6, 18)),
        # The clocks change on 29 March and 25 October 2026.
        (utc(2026, 3, 28, 23, 30), date(2026, 3, 28)),
        (utc(2026, 3, 29, 23, 30), date(2026, 3, 30)),
        (utc(2026, 10, 24, 23, 30), date(2026, 10, 25)),
        (utc(2026, 10, 25, 23, 30), date(2026, 10, 25)),
    ],
)
def test_a_day_is_a_day_in_london_summer_time_or_not(moment: datetime, day: date) -> None:
    with clock.clock_at(moment):
        assert clock.today() == day


def test_inside_the_block_the_clock_stands_and_after_it_goes_on() -> None:
    moment = utc(2030, 12, 24, 18, 0)
    with clock.clock_at(moment):
        assert clock.now() == moment == clock.now()
    assert clock.now() != moment


def test_an_inner_block_gives_the_outer_moment_back_even_after_a_failure() -> None:
    outer, inner = utc(2030, 1, 1, 0, 0), utc(2031, 1, 1, 0, 0)
    with clock.clock_at(outer):
        with suppress(ZeroDivisionError), clock.clock_at(inner):
            assert clock.now() == inner
            _ = 1 / 0
        assert clock.now() == outer


def test_a_moment_without_its_time_zone_is_refused() -> None:
    naive = utc(2026, 6, 17, 12, 0).replace(tzinfo=None)
    with pytest.raises(ValueError, match="needs its time zone"), clock.clock_at(naive):
        pytest.fail("the clock was moved")


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001
def test_a_moment_of_any_time_zone_is_the_same_moment_in_utc(local: datetime, hours: int) -> None:
    moment = local.replace(tzinfo=timezone(timedelta(hours=hours)))
    with clock.clock_at(moment):
        assert clock.now() == moment
        assert clock.now().utcoffset() == timedelta(0)


def test_moving_the_clock_in_one_thread_moves_it_in_no_other() -> None:
    with clock.clock_at(utc(2030, 1, 1, 0, 0)), ThreadPoolExecutor(1) as pool:
        elsewhere = pool.submit(clock.now).result()
    assert abs(elsewhere - datetime.now(UTC)) < timedelta(minutes=1)
