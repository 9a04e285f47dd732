"""What the law asks of people who meet this in their work: read from `duties.toml`, each with its source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Duty:
    """A duty of a profession, as it stands between its days."""

    name: str
    source: str
    mark: str
    valid_from: date
    valid_until: date | None = None

    def stands_on(self, day: date) -> bool:
        """Whether the duty binds on this day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def duties_on(day: date) -> list[Duty]:
    """Return the duties that bind on this day, in the order of the file."""
    return [duty for duty in _all_duties() if duty.stands_on(day)]


@cache
def _all_duties() -> tuple[Duty, ...]:
    text = files("safetoshare.report").joinpath("duties.toml").read_text("utf-8")
    return tuple(Duty(**entry) for entry in tomllib.loads(text)["duty"])
