"""From a month's tallies to what is published of them: three kinds of recipient, six acts, no small number.

Two rules keep readers from taking one figure off another (decision 0012):

* each exact count goes into one published figure and no other. Towards Home Office bodies that is the calendar year up
  to the month's end; towards everybody else it is the month. No group is published beside one of its members;
* a figure is published once, after its month is over, and never changes.

What is added up later (a year towards helpers) is added up from what was published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from safetoshare.core.measures import PublishedCount, published
from safetoshare.core.policy.vocabulary_file import published as vocabulary
from safetoshare.core.tally import What

HOME_OFFICE: Final = "home_office_bodies"
HELPERS: Final = "helpers"
OTHERS: Final = "others"
# In the order in which they are shown.
KINDS: Final = (HOME_OFFICE, HELPERS, OTHERS)
COUNTED: Final[tuple[What, ...]] = tuple(what for what in What if what is not What.UNCOUNTED)
# Eight and its multiples: "fewer than 8, not none".
SMALLEST_OF_HOME_OFFICE: Final = 8
# Notes of a month's last minutes may be committed after midnight.
_WAIT: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Folded:
    """What is published when a month is folded, by kind of recipient and act, and the year's totals to carry on."""

    counts: Mapping[tuple[str, What], PublishedCount]
    totals: Mapping[What, int]


def kind_of(recipient: str) -> str:
    """Return to which of the three kinds a recipient belongs. One that is unknown or empty belongs to the others."""
    return _kinds().get(recipient, OTHERS)


def fold_month(counts: Mapping[tuple[str, What], int], before: Mapping[What, int]) -> Folded:
    """Fold a month's exact counts. `before` holds what the year came to towards Home Office bodies until then."""
    exact: dict[tuple[str, What], int] = {(kind, what): 0 for kind in KINDS for what in COUNTED}
    for what in COUNTED:
        exact[HOME_OFFICE, what] = before.get(what, 0)
    for (recipient, what), count in counts.items():
        exact[kind_of(recipient), what] += count
    gated = {
        (kind, what): published(count, SMALLEST_OF_HOME_OFFICE, SMALLEST_OF_HOME_OFFICE)
        if kind == HOME_OFFICE
        else published(count)
        for (kind, what), count in exact.items()
    }
    return Folded(gated, {what: exact[HOME_OFFICE, what] for what in COUNTED})


def added_up(counts: Iterable[PublishedCount]) -> PublishedCount:
    """Add up what was published, and nothing finer: of several small numbers each is at least one."""
    each = [count for count in counts if count.at_least != 0]
    if not each:
        return PublishedCount(0, is_exact=True)
    if len(each) == 1:
        return each[0]
    return PublishedCount(sum(count.at_least or 1 for count in each), is_exact=False)


def may_be_folded(month: date, day: date) -> bool:
    """Whether a month, by its first day, is over on a day, and one day more has passed."""
    return day >= next_month(month) + _WAIT


def next_month(month: date) -> date:
    """Return the first day of the month after the one that a day lies in."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def last_of_month(month: date) -> date:
    """Return the last day of the month that a day lies in."""
    return next_month(month) - timedelta(days=1)


@cache
def _kinds() -> dict[str, str]:
    recipients = vocabulary().attribute("recipient")
    return {value.id: kind for kind in (HELPERS, HOME_OFFICE) for value in recipients.inside(recipients.masks[kind])}
