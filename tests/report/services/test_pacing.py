from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from safetoshare.report.services.pacing import (
    HASTY_SECONDS,
    MOST_IN_A_WINDOW,
    WINDOW_SECONDS,
    Flood,
    seems_a_machine,
)


def test_the_first_reports_of_a_minute_are_no_flood_and_the_next_one_is() -> None:
    flood = Flood()
    assert [flood.is_on(float(second)) for second in range(MOST_IN_A_WINDOW)] == [False] * MOST_IN_A_WINDOW
    assert flood.is_on(float(MOST_IN_A_WINDOW))


def test_when_it_is_quiet_again_nothing_of_the_flood_is_left() -> None:
    flood = Flood()
    assert any(flood.is_on(0.0) for _ in range(2 * MOST_IN_A_WINDOW))
    assert not flood.is_on(WINDOW_SECONDS)
    assert len(flood.taken) == 1


@given(st.lists(st.floats(0, 10, allow_nan=False), max_size=200))
def test_no_more_than_the_window_is_ever_remembered(waits: list[float]) -> None:
    flood, now = Flood(), 0.0
    for wait in waits:
        now += wait
        was_on = flood.is_on(now)
        assert all(now - WINDOW_SECONDS < then <= now for then in flood.taken)
        assert was_on == (len(flood.taken) > MOST_IN_A_WINDOW)


def test_a_box_that_nobody_sees_or_a_way_that_nobody_goes_so_fast_tells_a_machine() -> None:
    assert seems_a_machine("x", 600)
    assert seems_a_machine("", HASTY_SECONDS - 1)
    assert not seems_a_machine("", HASTY_SECONDS)
