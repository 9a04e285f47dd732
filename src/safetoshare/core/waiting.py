"""Waiting for somebody else: how it stands on a day, derived from what came, what followed and the review day.

A wait ends by an answer that follows what came, and by nothing else: neither a review day nor the passing of time
makes it look settled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class WaitState(StrEnum):
    """How a wait stands."""

    WAITING = "waiting"
    REVIEW_DUE = "review_due"
    ARRIVED = "arrived"
    OVER = "over"


# Who waits is nudged: something is to be done now.
NUDGED = frozenset({WaitState.REVIEW_DUE, WaitState.ARRIVED})


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came that was waited for, and on which day."""

    on: date
    what: str
    is_policy: bool = False


@dataclass(frozen=True, slots=True)
class WaitStanding:
    """A wait on a day, and the first of what had come by then."""

    state: WaitState
    arrival: Arrival | None = None


def wait_on(
    since: date, review_on: date, arrivals: Iterable[Arrival], answered: Iterable[date], day: date
) -> WaitStanding | None:
    """Return how a wait stands on a day; None before it began. What came earlier was not what was waited for.

    `answered` are the days of the answers of whoever waits: one on or after the arrival ends the wait.
    """
    if day < since:
        return None
    came = sorted((one for one in arrivals if since < one.on <= day), key=lambda one: (one.on, one.what))
    if not came:
        return WaitStanding(WaitState.REVIEW_DUE if day >= review_on else WaitState.WAITING)
    first = came[0]
    is_over = any(first.on <= answer <= day for answer in answered)
    return WaitStanding(WaitState.OVER if is_over else WaitState.ARRIVED, first)
