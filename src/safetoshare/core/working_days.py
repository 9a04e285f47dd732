"""Working days in England and Wales, by bank holidays that are data (`bank_holidays.toml`).

"Working day" is any day but a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday in England and Wales
(SI 2018/748 reg 2). Nothing is extrapolated: a day outside the years whose holidays are known is an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

from safetoshare.core.errors import BadInputError

SATURDAY: Final = "Saturday"
SUNDAY: Final = "Sunday"
_WEEKEND = {5: SATURDAY, 6: SUNDAY}


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The holidays of one jurisdiction, each with its name, and the first and last day for which they are known."""

    known_from: date
    known_until: date
    holidays: Mapping[date, str]

    def why_not_working(self, day: date) -> str | None:
        """Return the name of the holiday or of the day of the weekend; None for a working day."""
        if not self.known_from <= day <= self.known_until:
            raise BadInputError(
                f"Bank holidays are known from {self.known_from} to {self.known_until} only, and {day} lies outside: "
                "add the missing year to bank_holidays.toml."
            )
        return self.holidays.get(day) or _WEEKEND.get(day.weekday())


@cache
def england_and_wales() -> WorkingCalendar:
    """Return the calendar of England and Wales."""
    text = resources.files(__package__).joinpath("bank_holidays.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return WorkingCalendar(
        known_from=table["known_from"],
        known_until=table["known_until"],
        holidays={day: name for name, days in table["days"].items() for day in days},
    )
