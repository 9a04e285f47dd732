"""The weekly hours of a telephone, as an entry of a directory writes them.

    "opening": [{"days": ["MO", "TU"], "opens": "09:00", "closes": "17:00"}]

Times are London's. A line that answers at any hour opens at 00:00 and closes at 24:00 on each day; what goes past
midnight is written as two. Hours that no source says are left out, and are then not known.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from safetoshare.core.errors import BadInputError
from safetoshare.core.opening import DAYS, Opening
from safetoshare.network.services.reading import Reading

_TIME = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")


def read_openings(reading: Reading, values: dict[str, Any], place: str) -> tuple[Opening, ...]:
    """Return the hours of a week in order; none where they are left out. What overlaps is complained of."""
    found: list[Opening] = []
    for each, at in reading.items(values, "opening", place):
        one = reading.mapping(each, at, {"days", "opens", "closes"})
        days = reading.codes(one, "days", at, DAYS.__contains__, f"days, of {', '.join(DAYS)}")
        opens, closes = _minutes(one.get("opens")), _minutes(one.get("closes"))
        try:
            found += [Opening(DAYS.index(day), opens, closes) for day in days]
        except BadInputError:
            reading.complain(at, "must open before it closes, from 00:00 to 24:00")
    found.sort()
    pairs = pairwise(found)
    if any(one.day == following.day and following.opens < one.closes for one, following in pairs):
        reading.complain(f"{place}.opening", "two hours of one day overlap")
    return tuple(found)


def _minutes(value: object) -> int:
    """Return a time in minutes since midnight; -1, which no opening has, for anything else."""
    time = _TIME.fullmatch(value) if isinstance(value, str) else None
    return -1 if time is None else int(time[1]) * 60 + int(time[2])
