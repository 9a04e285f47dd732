"""The published figures, for the public page and for other parts: nothing in them is finer than what anybody reads.

Each function opens a unit of work of its own: call none inside one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, TypeAlias

from safetoshare.base.database import unit_of_work
from safetoshare.core.measures import Measure
from safetoshare.core.tally import What
from safetoshare.core.transparency import COUNTED, HELPERS, HOME_OFFICE, KINDS, added_up
from safetoshare.sharing.selectors.figures import PublishedFigure, published_figures

__all__ = ["COUNTED", "HELPERS", "HOME_OFFICE", "KINDS", "PublishedFigure", "What", "figures", "measures"]

_OF_A_YEAR: Final = "counted from the beginning of a calendar year to the end of the last month that was folded."
_BY_MONTH: Final = "added up from the published figures of calendar months: of a small month, at least one is counted."
_TOLD: Final = (What.DISCLOSURE, What.DEPARTURE, What.SHARE_NOW, What.FOUND_OUTSIDE)
_HOW: Final = "by a decision, against the policy's answer, at once, or outside this system and found out later; "
# name, kind of recipient, acts, definition, recommendations that it bears on
_Words: TypeAlias = tuple[str, str, tuple[What, ...], str, tuple[str, ...]]
_MEASURES: Final[tuple[_Words, ...]] = (
    (
        "disclosures_to_home_office",
        HOME_OFFICE,
        _TOLD,
        "Times something about a person was given to a Home Office body, " + _HOW + _OF_A_YEAR,
        ("1", "4(e)", "4(g)"),
    ),
    (
        "refusals_to_home_office",
        HOME_OFFICE,
        (What.REFUSAL,),
        "Decisions that nothing about a person is given to a Home Office body, " + _OF_A_YEAR,
        ("1", "4(e)", "4(g)"),
    ),
    (
        "disclosures_to_services",
        HELPERS,
        _TOLD,
        "Times something about a person was given to a service that helps, " + _HOW + _BY_MONTH,
        ("4(e)", "4(g)"),
    ),
    (
        "refusals_to_services",
        HELPERS,
        (What.REFUSAL,),
        "Decisions that nothing about a person is given to a service that helps, " + _BY_MONTH,
        ("4(e)", "4(g)"),
    ),
)


def figures() -> list[PublishedFigure]:
    """Return all published figures, the newest month first. Empty before the first month is over."""
    with unit_of_work():
        return published_figures()


def measures(since: date, until: date) -> list[Measure]:
    """Return the part's figures of the months that lie in these days, as they were published.

    Nothing is said of a month that is not folded yet: while there is no figure, there is no measure. A measure names
    the days that its figures count; towards the Home Office those of the newest figure, which is of one calendar year.
    """
    inside = [one for one in figures() if one.until >= since and one.since <= until and one.until <= until]
    found = (_measure(words, inside) for words in _MEASURES)
    return [measure for measure in found if measure is not None]


def _measure(words: _Words, inside: Iterable[PublishedFigure]) -> Measure | None:
    name, recipients, acts, definition, bears_on = words
    meant = [one for one in inside if one.recipients == recipients and one.what in acts]
    if recipients == HOME_OFFICE:
        # Each counts the year up to its month: the newest are the whole.
        meant = [one for one in meant if one.until == meant[0].until]
    if not meant:
        return None
    count = added_up(one.count for one in meant)
    return Measure(name, definition, bears_on, min(one.since for one in meant), meant[0].until, count)
