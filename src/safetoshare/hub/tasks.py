"""What falls due in `hub`: a referral that nobody answered goes back to its case."""

from __future__ import annotations

from datetime import date

from safetoshare.base.schedule import Job
from safetoshare.hub.services.referrals import expire_silent_referrals


def close_silent_referrals(day: date) -> None:
    """Close what nobody answered by its day, so that the case's owner finds help elsewhere."""
    expire_silent_referrals(day)


# Early: the unit sees at the beginning of its day who must be found other help.
JOBS = (Job("hub:silent_referrals", from_hour=5, do=close_silent_referrals),)
