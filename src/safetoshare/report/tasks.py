"""What falls due in `report`: drafts and erased reports are forgotten; unopened danger is watched."""

from __future__ import annotations

from datetime import date

from safetoshare.base.schedule import Job, Watch
from safetoshare.report.services.drafting import forget_drafts
from safetoshare.report.services.erasing import forget_erased_reports
from safetoshare.report.services.files import forget_files
from safetoshare.report.services.watching import UnopenedDanger


def forget_what_is_gone(day: date) -> None:
    """Delete what was left of erased reports, so that a receipt of one is as unknown as any other."""
    forget_erased_reports(day)


def forget_what_was_begun(day: date) -> None:
    """Delete what somebody began to write and did not go on with."""
    forget_drafts(day)
    forget_files(day)


JOBS = (
    Job("report:forget_drafts", from_hour=4, do=forget_what_was_begun),
    Job("report:forget_erased", from_hour=4, do=forget_what_is_gone),
)
WATCHES = (Watch("report:unopened_danger", look=UnopenedDanger().look),)
