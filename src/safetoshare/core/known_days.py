"""A day as far as it is known: the day itself, or only its month or year. What is not known is never made up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from safetoshare.core.errors import BadInputError

_PART = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2}))?")
_DECEMBER = 12


@dataclass(frozen=True, slots=True, order=True)
class KnownDay:
    """The first and the last day on which it can have been. BadInputError when the last lies before the first."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadInputError(f"{self.last} lies before {self.first}")

    @property
    def is_exact(self) -> bool:
        """Whether the day itself is known."""
        return self.first == self.last

    @property
    def is_month(self) -> bool:
        """Whether it is one whole month."""
        return not self.is_exact and (self.first.year, self.first.month) == (self.last.year, self.last.month)

    def had_come_by(self, day: date) -> bool | None:
        """Whether it lies on that day or before it; None when that cannot be told."""
        if self.last <= day:
            return True
        return False if self.first > day else None

    def __str__(self) -> str:
        return self.first.isoformat()[: 10 if self.is_exact else 7 if self.is_month else 4]


def known_day(value: object) -> KnownDay:
    """Read a day, or "2019-03", or "2019". BadInputError for anything else."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return KnownDay(value, value)
    found = _PART.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise BadInputError(f'\'{value}\' is no day, and no month or year such as "2019-03" or "2019"')
    year, month = int(found["year"]), found["month"]
    try:
        first = date(year, int(month or 1), 1)
        end = date(year, int(month or _DECEMBER), 28) + timedelta(days=4)
        return KnownDay(first, end.replace(day=1) - timedelta(days=1))
    except (ValueError, OverflowError):
        raise BadInputError(f"'{value}' is no month or year of the calendar") from None
