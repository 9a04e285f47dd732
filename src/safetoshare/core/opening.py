"""Whether a telephone is answered now, by its weekly hours (HSDS `schedule`, freq WEEKLY).

Hours are those of a wall clock: whoever asks gives the moment in local time. No hours mean that nobody knows them,
never that it is closed. Bank holidays are not looked at: no source says what a line does then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from safetoshare.core.errors import BadInputError

# As RFC 5545 writes them; Monday is 0, as for `datetime.weekday`.
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MINUTES_A_DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """Hours on one day of the week, in minutes since midnight; `closes` is not open any more.

    What goes past midnight is two of them. BadInputError for anything that is not within one day.
    """

    day: int
    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.day < len(DAYS) or not 0 <= self.opens < self.closes <= MINUTES_A_DAY:
            raise BadInputError(
                "An opening is on a day from 0 to 6 and closes after it opens, by midnight at the latest."
            )


@dataclass(frozen=True, slots=True)
class OpenNow:
    """It is open; `always` at every minute of the week."""

    always: bool


@dataclass(frozen=True, slots=True)
class ClosedNow:
    """It is closed and opens next on this day, so many minutes after midnight."""

    opens_on: date
    opens: int


@dataclass(frozen=True, slots=True)
class HoursNotKnown:
    """Nobody knows its hours."""


OpeningState = OpenNow | ClosedNow | HoursNotKnown


def opening_state(openings: Iterable[Opening], moment: datetime) -> OpeningState:
    """Return whether it is open at a moment of local time, and else when it opens next."""
    week = sorted(openings)
    if not week:
        return HoursNotKnown()
    minute = moment.hour * 60 + moment.minute
    if any(one.day == moment.weekday() and one.opens <= minute < one.closes for one in week):
        return OpenNow(_is_always(week))
    # The eighth day is this one again: its hours may lie before this minute.
    for days in range(len(DAYS) + 1):
        on = moment.date() + timedelta(days=days)
        ahead = [one.opens for one in week if one.day == on.weekday() and (days or one.opens > minute)]
        if ahead:
            return ClosedNow(on, ahead[0])
    raise AssertionError("a week with hours in it has a next opening")


def _is_always(week: Iterable[Opening]) -> bool:
    return {one.day for one in week if (one.opens, one.closes) == (0, MINUTES_A_DAY)} == set(range(len(DAYS)))
