"""The person takes her agreement back herself, from her mailbox: from that moment nothing more is sent under it.

Her report says so in the clear, and nothing else: which services she had agreed to stands sealed in her case. Whoever
of the unit opens the case next carries it out there, so that organisations are told to stop and each withdrawal is
recorded; until then, and after, nothing is sent (Victims' Code Right 4; consent can be taken back at any hour).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.report.models import Report


def ask_to_stop(report: UUID, day: date) -> None:
    """Note that she takes every agreement back; the first day stands until that is done. Outside a unit of work."""
    with unit_of_work(write=True):
        Report.objects.filter(pk=report, is_stop_due=False).update(stop_asked_on=day, is_stop_due=True)


def is_stopped(report: UUID, agreed_on: date | None = None) -> bool:
    """Whether an agreement may not be acted on: she took all back and it is not carried out, or gave it before that.

    She cannot take one back meanwhile: call it inside the writing unit of work that would send something.
    """
    row = Report.objects.select_for_update().filter(pk=report).values_list("is_stop_due", "stop_asked_on").first()
    if row is None:
        return True
    is_due, stopped_on = row
    return is_due or (agreed_on is not None and stopped_on is not None and agreed_on <= stopped_on)


def note_stopped(report: UUID) -> None:
    """Note that it was carried out in her case: she may agree anew. Call it inside a writing unit of work."""
    Report.objects.filter(pk=report).update(is_stop_due=False)
