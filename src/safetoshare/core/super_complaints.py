"""The statutory course of a super-complaint, on any day: its stages and the clock of its acknowledgement (Rec 8).

Stages are those of SI 2018/748: receipt (reg 4), acknowledgement (reg 5), decision whether it is eligible (reg 6),
progress reports (reg 7), report (reg 8); then come the answers. Only the acknowledgement has a last day by law. A day
that is known to its month alone is never made exact, and what the register does not hold is unknown, never late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safetoshare.core.deadlines import Deadline
from safetoshare.core.duties import ACKNOWLEDGEMENT, Duty, Mark, duties
from safetoshare.core.errors import BadInputError
from safetoshare.core.known_days import KnownDay
from safetoshare.core.standing import Timeliness


class Stage(StrEnum):
    """A step of its course, in the order in which the regulations have them."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    WITHDRAWN = "withdrawn"
    PROGRESS_REPORTED = "progress_reported"
    REPORT_PUBLISHED = "report_published"
    RESPONSES_PUBLISHED = "responses_published"


_ORDER = list(Stage)
_OFTEN = frozenset({Stage.PROGRESS_REPORTED, Stage.RESPONSES_PUBLISHED})
_AFTER_ELIGIBILITY = frozenset({Stage.ELIGIBLE, Stage.PROGRESS_REPORTED, Stage.REPORT_PUBLISHED})


@dataclass(frozen=True, slots=True)
class KnownStage:
    """One step, when it was as far as that is known, how sure that is, and by which source."""

    stage: Stage
    when: KnownDay
    mark: Mark
    source: str


@dataclass(frozen=True, slots=True)
class SeenStage:
    """One step on a day. `is_certain` is False when nobody can tell whether it had come by then."""

    known: KnownStage
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The clock of reg 5. Without `deadline` it cannot be counted, since the day of receipt is not known."""

    duty: Duty
    deadline: Deadline | None
    timeliness: Timeliness
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """How far it was on a day: the steps that had come or may have, the last certain one, and the clock."""

    stages: tuple[SeenStage, ...]
    acknowledgement: Acknowledgement

    @property
    def latest(self) -> KnownStage:
        """The furthest step that had certainly come, else the receipt itself."""
        certain = [one.known for one in self.stages if one.is_certain] or [self.stages[0].known]
        return max(certain, key=_place)


def check_stages(stages: Sequence[KnownStage]) -> None:
    """Refuse a course that cannot have been: BadInputError says why."""
    names = [one.stage for one in stages]
    if Stage.RECEIVED not in names:
        raise BadInputError("a super-complaint has a stage 'received'")
    for name in names:
        if names.count(name) > 1 and name not in _OFTEN:
            raise BadInputError(f"the stage '{name}' is there more than once")
    if Stage.NOT_ELIGIBLE in names and _AFTER_ELIGIBILITY & set(names):
        raise BadInputError("what is not eligible is not investigated or reported on")
    for earlier in stages:
        for later in stages:
            if _ORDER.index(earlier.stage) < _ORDER.index(later.stage) and _cannot_precede(earlier, later):
                raise BadInputError(
                    f"'{later.stage}' ({later.when}) lies before '{earlier.stage}' ({earlier.when}), which comes first"
                )


def course_on(stages: Sequence[KnownStage], day: date) -> Course | None:
    """Return how far it was on a day; None while it had certainly not been made."""
    seen = [
        SeenStage(one, is_certain=bool(come))
        for one in sorted(stages, key=_place)
        if (come := one.when.had_come_by(day)) is not False
    ]
    if not any(one.known.stage is Stage.RECEIVED for one in seen):
        return None
    return Course(tuple(seen), _acknowledgement(stages, day))


def _place(one: KnownStage) -> tuple[int, KnownDay]:
    return _ORDER.index(one.stage), one.when


def _cannot_precede(earlier: KnownStage, later: KnownStage) -> bool:
    # Progress is reported and a complaint withdrawn at any time after receipt.
    free = {Stage.PROGRESS_REPORTED, Stage.WITHDRAWN}
    if earlier.stage is not Stage.RECEIVED and {earlier.stage, later.stage} & free:
        return False
    return later.when.last < earlier.when.first


def _acknowledgement(stages: Sequence[KnownStage], day: date) -> Acknowledgement:
    duty = duties()[ACKNOWLEDGEMENT]
    days = {one.stage: one.when for one in stages}
    received, done = days[Stage.RECEIVED], days.get(Stage.ACKNOWLEDGED)
    if not received.is_exact:
        return Acknowledgement(duty, None, Timeliness.UNKNOWN)
    last = duty.deadline(received.first)
    if done is not None and done.is_exact and done.had_come_by(day):
        late = (done.first - last.due_on).days
        if late > 0:
            return Acknowledgement(duty, last, Timeliness.MET_LATE, late)
        return Acknowledgement(duty, last, Timeliness.IN_TIME)
    return Acknowledgement(duty, last, Timeliness.NOT_YET_DUE if day <= last.due_on else Timeliness.UNKNOWN)
