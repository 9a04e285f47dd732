"""Clocks that run after something was done or found: to review it, to tell the person, to report a breach.

How long each runs, by which source, from and until when is data: `clocks.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any, Final

from safetoshare.core.errors import BadInputError

_MARKS: Final = frozenset({"R", "B", "own"})


@dataclass(frozen=True)
class Clock:
    """How many whole days there are, what it says in English, its source and how sure that is."""

    id: str
    days: int
    says: str
    source: str
    mark: str
    valid_from: date
    valid_until: date | None = None

    def __post_init__(self) -> None:
        if self.days < 1 or self.mark not in _MARKS or not (self.says and self.source):
            raise BadInputError(f"the clock {self.id} needs a day or more, what it says, a source and its mark")

    def end(self, day: date) -> date:
        """Return the last day, when it starts on a day. BadInputError where the clock does not hold on that day."""
        if day < self.valid_from or (self.valid_until is not None and day > self.valid_until):
            raise BadInputError(f"the clock {self.id} does not hold on {day.isoformat()}")
        return day + timedelta(days=self.days)


def read_clocks(text: str) -> Mapping[str, Clock]:
    """Return the clocks of a TOML text by their names. BadInputError names the one that is wrong."""
    try:
        content: dict[str, dict[str, Any]] = tomllib.loads(text)["clocks"]
        return {name: Clock(id=name, **facts) for name, facts in content.items()}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise BadInputError(f"clocks cannot be read: {error}") from None


@cache
def clocks() -> Mapping[str, Clock]:
    """Return the clocks of this version."""
    return read_clocks(resources.files(__package__).joinpath("clocks.toml").read_text("utf-8"))
