"""The person asks, from her mailbox, that all be erased (UK GDPR article 17).

Whoever found the receipt, or stands behind her, could press that button too. So where no second word of hers was typed,
nothing is erased on her wish before some days are over, which the force's folder names: until then she can take it
back, and the unit, which sees it at once, can hold it. Two people of the unit decide; what must be kept they tell her.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.base.force import current_force
from safetoshare.report.models import Report, ReportState
from safetoshare.report.selectors.erasure_wishes import ErasureWish


def wish_for_erasure(report: UUID, day: date, *, is_sure: bool) -> ErasureWish | None:
    """Note that she asks for it; `is_sure`: her second word was typed, and nothing has to wait.

    Asked again, the first day stands, and the sooner of the days from which it may be done. None where the report was
    erased meanwhile. Call it outside of a unit of work.
    """
    not_before = day if is_sure else day + timedelta(days=current_force().erasure_wait_days)
    standing = Report.objects.filter(pk=report).exclude(state=ReportState.ERASED)
    with unit_of_work(write=True):
        standing.filter(erasure_asked_on=None).update(erasure_asked_on=day, erasure_not_before=not_before)
        standing.filter(erasure_not_before__gt=not_before).update(erasure_not_before=not_before)
        row = standing.values_list("id", "erasure_asked_on", "erasure_not_before").first()
    return None if row is None else ErasureWish.of_columns(*row)


def end_wish(report: UUID) -> None:
    """Note that she asks for it no more, or was answered: nothing is erased on her wish. Outside a unit of work."""
    with unit_of_work(write=True):
        Report.objects.filter(pk=report).update(erasure_asked_on=None, erasure_not_before=None)
