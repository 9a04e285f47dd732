"""What a person may expect and by when: read from `rights.toml`, each with its source and how sure it is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Final

from safetoshare.core.deadlines import calendar_months, last_working_day
from safetoshare.core.errors import BadInputError

_UNITS: Final = frozenset({"", "working_days", "calendar_months"})
_MARKS: Final = frozenset({"R", "R2", "B"})


@dataclass(frozen=True)
class Right:
    """A right as it stands between its days. `within` 0: the source sets no limit."""

    name: str
    source: str
    mark: str
    valid_from: date
    valid_until: date | None = None
    within: int = 0
    unit: str = ""

    def __post_init__(self) -> None:
        if self.unit not in _UNITS or self.mark not in _MARKS or bool(self.within) != bool(self.unit):
            raise BadInputError(f"the right {self.name} has an unknown unit or mark, or a limit without one")

    def stands_on(self, day: date) -> bool:
        """Whether the right holds on this day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def due_on(self, day: date) -> date:
        """Return the last day for what began on `day`, which itself is not counted. BadInputError without a limit."""
        if self.unit == "working_days":
            return last_working_day(day + timedelta(days=1), self.within, self.source)
        if self.unit == "calendar_months":
            return calendar_months(day, self.within, self.source).due_on
        raise BadInputError(f"the right {self.name} sets no limit")


def rights_on(day: date) -> list[Right]:
    """Return the rights that hold on this day, in the order of the file."""
    return [right for right in _all_rights() if right.stands_on(day)]


def due_on(name: str, day: date) -> date:
    """Return by when a right of this name is met for what began on `day`. BadInputError: none holds on that day."""
    for right in rights_on(day):
        if right.name == name:
            return right.due_on(day)
    raise BadInputError(f"no right called {name} holds on {day.isoformat()}")


@cache
def _all_rights() -> tuple[Right, ...]:
    text = files("safetoshare.report").joinpath("rights.toml").read_text("utf-8")
    return tuple(Right(**entry) for entry in tomllib.loads(text)["right"])
