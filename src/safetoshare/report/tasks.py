"""What falls due in `report`: erased reports are forgotten when the last backup is gone; unopened danger is watched."""

from __future__ import annotations

from datetime import date

from safetoshare.base.schedule import Job, Watch
from safetoshare.report.services.erasing import forget_erased_reports
from safetoshare.report.services.watching import UnopenedDanger


def forget_what_is_gone(day: date) -> None:
    """Delete what was left of erased reports, so that a receipt of one is as unknown as any other."""
    forget_erased_reports(day)


JOBS = (Job("report:forget_erased", from_hour=4, do=forget_what_is_gone),)
WATCHES = (Watch("report:unopened_danger", look=UnopenedDanger().look),)
