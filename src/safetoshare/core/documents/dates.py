"""Days written in English documents: "17TH JUNE 2021", "December 3, 2021", "17/12/2020", "2020-12-17".

A date is never completed by guess: a month without a day, a two-digit year and a day that is not in the calendar are
found, but their `day` is None and `problem` says why. Figures are read in the order of the United Kingdom: day first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "(?:" + "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True)) + r")\b\.?"
_DAY = r"[0-3]?[0-9]\s?(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"(?<![0-9/.-])(?P<d1>{_DAY})\s{{0,2}}(?:day\s)?(?:of\s)?(?P<m1>{_MONTH}),?\s{{1,2}}(?P<y1>[0-9]{{4}})(?![0-9])"
    rf"|\b(?P<m2>{_MONTH})\s{{1,2}}(?P<d2>{_DAY}),?\s{{1,2}}(?P<y2>[0-9]{{4}})(?![0-9])"
    r"|(?<![0-9/.-])(?P<y3>[0-9]{4})-(?P<m3>[0-9]{2})-(?P<d3>[0-9]{2})(?![0-9])"
    r"|(?<![0-9/.-])(?P<d4>[0-9]{1,2})(?P<s>[/.-])(?P<m4>[0-9]{1,2})(?P=s)(?P<y4>[0-9]{4}|[0-9]{2})(?![0-9/-])"
    rf"|\b(?P<m5>{_MONTH}),?\s{{1,2}}(?P<y5>[0-9]{{4}})(?![0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as printed at `start` to `end` of the text; `day` is None when it names no single day, with the reason."""

    start: int
    end: int
    text: str
    day: date | None
    problem: str = ""


def find_dates(text: str) -> list[FoundDate]:
    """Return all dates of the text in the order in which they stand."""
    return [_found(match) for match in _DATE.finditer(text)]


def read_date(text: str) -> date | None:
    """Return the day that the text consists of, else None."""
    found = find_dates(text.strip())
    whole = len(found) == 1 and found[0].text == text.strip()
    return found[0].day if whole else None


def _found(match: re.Match[str]) -> FoundDate:
    parts = {name[0]: value for name, value in match.groupdict().items() if value is not None}
    day, problem = _day(parts)
    return FoundDate(match.start(), match.end(), match[0], day, problem)


def _day(parts: dict[str, str]) -> tuple[date | None, str]:
    if "d" not in parts:
        return None, "it names a month and no day"
    if len(parts["y"]) == 2:
        return None, "its year has two figures only"
    written = parts["m"].rstrip(".").lower()
    month = _MONTH_NUMBER[written] if written in _MONTH_NUMBER else int(written)
    figures = re.match(r"[0-9]+", parts["d"])
    try:
        return date(int(parts["y"]), month, int(figures[0]) if figures else 0), ""
    except ValueError:
        return None, "it is not a day of the calendar"
