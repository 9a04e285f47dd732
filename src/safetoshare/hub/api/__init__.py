"""The only door to `hub` for other parts."""

from __future__ import annotations

from datetime import date

from safetoshare.base.database import unit_of_work
from safetoshare.core.measures import Measure, published
from safetoshare.hub.api.referrals import referral_measures
from safetoshare.hub.selectors.cases import cases_opened

__all__ = ["measures"]


def measures(since: date, until: date) -> list[Measure]:
    """Return the unit's figures of a period, small numbers suppressed: cases taken, referrals, and their answers."""
    with unit_of_work():
        opened = cases_opened(since, until)
    definition = "Reports of which the safeguarding unit made a case in the period."
    taken = Measure("cases_opened", definition, ("4(d)",), since, until, published(opened))
    return [taken, *referral_measures(since, until)]
