"""Waiting for somebody else: it ends by an answer, and by nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.waiting import NUDGED, Arrival, WaitState, wait_on

SINCE = date(2021, 6, 17)
REVIEW = date(2021, 12, 17)
CAME = Arrival(date(2021, 9, 1), "guidance")


def state(day: date, *, came: tuple[Arrival, ...] = (), answered: tuple[date, ...] = (SINCE,)) -> WaitState | None:
    found = wait_on(SINCE, REVIEW, came, answered, day)
    return found.state if found else None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 6, 16), None),
        (SINCE, WaitState.WAITING),
        (date(2021, 12, 16), WaitState.WAITING),
        (REVIEW, WaitState.REVIEW_DUE),
        (date(2031, 1, 1), WaitState.REVIEW_DUE),
    ],
)
def test_it_waits_until_the_review_day_and_is_then_to_be_looked_at(day: date, expected: WaitState | None) -> None:
    assert state(day) is expected


def test_what_came_nudges_until_an_answer_follows() -> None:
    assert state(date(2021, 8, 31), came=(CAME,)) is WaitState.WAITING
    assert state(CAME.on, came=(CAME,)) is WaitState.ARRIVED
    follow = date(2022, 1, 1)
    assert state(date(2021, 12, 31), came=(CAME,), answered=(SINCE, follow)) is WaitState.ARRIVED
    assert state(follow, came=(CAME,), answered=(SINCE, follow)) is WaitState.OVER


def test_what_was_there_before_was_not_waited_for_and_the_first_that_came_counts() -> None:
    before = Arrival(SINCE, "old guidance")
    second = Arrival(date(2021, 10, 1), "a policy", is_policy=True)
    found = wait_on(SINCE, REVIEW, (second, CAME, before), (), date(2021, 11, 1))
    assert found is not None
    assert found.arrival == CAME
    assert state(date(2021, 8, 1), came=(before,)) is WaitState.WAITING


_DAYS = st.dates(min_value=date(2021, 1, 1), max_value=date(2023, 1, 1))


@given(st.lists(_DAYS, max_size=4), st.lists(_DAYS, max_size=4), _DAYS, st.integers(0, 400))
def test_without_arrival_no_time_and_no_answer_makes_it_look_settled(
    came: list[date], answered: list[date], day: date, more: int
) -> None:
    arrivals = [Arrival(one, "something") for one in came]
    found = wait_on(SINCE, REVIEW, arrivals, answered, day)
    later = wait_on(SINCE, REVIEW, arrivals, answered, day + timedelta(days=more))
    if not any(one > SINCE for one in came):
        assert found is None or found.arrival is None
        assert found is None or found.state in {WaitState.WAITING, WaitState.REVIEW_DUE}
    if found is not None and found.state is WaitState.OVER:
        assert later is not None
        assert later.state is WaitState.OVER
    if found is not None and found.state in NUDGED:
        assert found.arrival is not None or day >= REVIEW
