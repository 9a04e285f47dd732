"""How one recommendation stands with one body on one day: two axes and the clocks, all derived, nothing stored.

What the body says of the demand (stance) and what it has done (progress) are never one value: a body may accept and
have done nothing, or wait and be at work. "Unknown" is a state of its own and never looks in time: an undated answer
cannot be called punctual, and no answer is not the same as an answer without a statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from safetoshare.core.deadlines import Deadline
from safetoshare.core.documents.stances import Stance


class Progress(StrEnum):
    """What has been done. `COMPLETED_CLAIMED` is the body's word, `COMPLETED_VERIFIED` the commissioner's finding."""

    UNKNOWN = "unknown"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED_CLAIMED = "completed_claimed"
    COMPLETED_VERIFIED = "completed_verified"
    SUPERSEDED = "superseded"


_CLOSED = frozenset({Progress.COMPLETED_CLAIMED, Progress.COMPLETED_VERIFIED, Progress.SUPERSEDED})
# What a body says when it was not answered at all: None, which is shown as "unknown".
UNKNOWN_STANCE: Final = None


class Asked(StrEnum):
    """What a clock asks for: an answer, an action, or a report on progress."""

    RESPOND = "respond"
    ACT = "act"
    UPDATE = "update"


class Timeliness(StrEnum):
    """How a clock stands on a day."""

    NOT_YET_DUE = "not_yet_due"
    IN_TIME = "in_time"
    MET_LATE = "met_late"
    LATE = "late"
    UNKNOWN = "unknown"
    # Nothing met it, and what asked for it was replaced on or before its last day.
    NO_LONGER_ASKED = "no_longer_asked"


class Dated(Protocol):
    """Whatever has a day, or lacks it."""

    @property
    def dated_on(self) -> date | None: ...


_Dated = TypeVar("_Dated", bound=Dated)


@dataclass(frozen=True, slots=True)
class DatedAnswer:
    """One answer, by whichever body gave it. `dated_on` is None when the document gives no day."""

    dated_on: date | None
    stance: Stance
    progress: Progress


@dataclass(frozen=True, slots=True)
class Finding:
    """What the commissioner found: the body has done it, or that could not be confirmed."""

    found_on: date
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class ClockStanding:
    """One clock on one day. `days_late` counts to the day of the answer, or to the day that is asked about."""

    asked: Asked
    deadline: Deadline
    timeliness: Timeliness
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Both axes on a day; `stance` is None when no answer is on record."""

    stance: Stance | None
    progress: Progress
    clocks: tuple[ClockStanding, ...]

    @property
    def is_late(self) -> bool:
        """Whether something asked for is past its last day and not there."""
        return any(clock.timeliness is Timeliness.LATE for clock in self.clocks)


def answers_by(answers: Sequence[_Dated], day: date) -> list[_Dated]:
    """Return the answers that were there on a day, the one that holds last. An undated one never displaces another."""
    there = [one for one in answers if one.dated_on is None or one.dated_on <= day]
    return sorted(there, key=lambda one: one.dated_on or date.min)


def standing(
    answers: Sequence[DatedAnswer],
    clocks: Iterable[tuple[Asked, Deadline]],
    day: date,
    *,
    findings: Sequence[Finding] = (),
    superseded_on: date | None = None,
) -> Standing:
    """Return how it stands on `day`. Of two answers of one day the later in the sequence holds."""
    known = answers_by(answers, day)
    ended_on = superseded_on if superseded_on is not None and superseded_on <= day else None
    return Standing(
        stance=known[-1].stance if known else UNKNOWN_STANCE,
        progress=Progress.SUPERSEDED if ended_on else _progress(known, findings, day),
        clocks=tuple(_clock(asked, deadline, known, day, ended_on) for asked, deadline in clocks),
    )


def _progress(known: Sequence[DatedAnswer], findings: Sequence[Finding], day: date) -> Progress:
    """Return what the commissioner has confirmed; else what the body says. The body's own word never verifies."""
    found = sorted((one for one in findings if one.found_on <= day), key=lambda one: one.found_on)
    if found and found[-1].is_confirmed:
        return Progress.COMPLETED_VERIFIED
    return known[-1].progress if known else Progress.UNKNOWN


def _clock(
    asked: Asked, deadline: Deadline, known: Sequence[DatedAnswer], day: date, ended_on: date | None
) -> ClockStanding:
    if asked is Asked.ACT:
        # An action is met by an answer that claims it, from the day of that answer on.
        known = [one for one in known if one.progress in _CLOSED]
    days = [one.dated_on for one in known if one.dated_on is not None]
    if days:
        late = (min(days) - deadline.due_on).days
        if late > 0:
            return ClockStanding(asked, deadline, Timeliness.MET_LATE, late)
        return ClockStanding(asked, deadline, Timeliness.IN_TIME)
    if known:
        return ClockStanding(asked, deadline, Timeliness.UNKNOWN)
    if ended_on is not None and ended_on <= deadline.due_on:
        return ClockStanding(asked, deadline, Timeliness.NO_LONGER_ASKED)
    # What was late already when it was replaced stays late, by the days until then.
    late = ((ended_on or day) - deadline.due_on).days
    if late > 0:
        return ClockStanding(asked, deadline, Timeliness.LATE, late)
    return ClockStanding(asked, deadline, Timeliness.NOT_YET_DUE)
