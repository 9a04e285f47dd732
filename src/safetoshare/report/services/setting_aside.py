"""Setting a report aside that is none, and bringing it back. A person decides; nothing is deleted or refused."""

from __future__ import annotations

from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import RefusedError
from safetoshare.report.models import Report, ReportState
from safetoshare.report.selectors.reports import next_message_number


def set_aside(report: UUID) -> None:
    """Take a report off the list of those that wait. RefusedError: there is none, or it is taken already."""
    with unit_of_work(write=True):
        waiting = Report.objects.filter(pk=report, state__in=(ReportState.RECEIVED, ReportState.SET_ASIDE))
        written = next_message_number(report) - 1
        if not waiting.update(state=ReportState.SET_ASIDE, set_aside_after=written):
            raise RefusedError("This report does not wait.")


def bring_back(report: UUID) -> None:
    """Put a report back on the list. RefusedError: it was not set aside."""
    with unit_of_work(write=True):
        aside = Report.objects.filter(pk=report, state=ReportState.SET_ASIDE)
        if not aside.update(state=ReportState.RECEIVED, set_aside_after=None):
            raise RefusedError("This report was not set aside.")
