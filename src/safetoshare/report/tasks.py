"""What falls due in `report`: reports that were erased are forgotten when the last backup of them is gone."""

from __future__ import annotations

from datetime import date

from safetoshare.base.schedule import Job
from safetoshare.report.services.erasing import forget_erased_reports


def forget_what_is_gone(day: date) -> None:
    """Delete what was left of erased reports, so that a receipt of one is as unknown as any other."""
    forget_erased_reports(day)


JOBS = (Job("report:forget_erased", from_hour=4, do=forget_what_is_gone),)
