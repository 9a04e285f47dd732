"""Reports that say danger now and that nobody has opened: an alarm within 15 minutes.

No row has an hour, so the worker's process keeps in its memory alone since when it has seen one waiting; started anew,
it counts anew. Whether somebody opened it, the looks say that the person too is told of.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from safetoshare.report.models import Look, Report, ReportState, Team

# The worker looks twice a minute: within 15 minutes whoever keeps the machine knows.
PATIENCE_SECONDS: Final = 14 * 60
_log = logging.getLogger("safetoshare.errors")


@dataclass
class UnopenedDanger:
    """Since when each report has been seen to wait, in seconds of a clock that only goes on."""

    first_seen: dict[UUID, float] = field(default_factory=dict)

    def look(self, now: float) -> None:
        """Raise an alarm for what has waited too long, and again after as long. Call it inside a unit of work."""
        waiting = set(Report.objects.filter(team=Team.DUTY, state=ReportState.RECEIVED).values_list("id", flat=True))
        waiting -= set(Look.objects.filter(report__in=waiting).values_list("report_id", flat=True))
        self.first_seen = {report: self.first_seen.get(report, now) for report in waiting}
        late = [report for report, since in self.first_seen.items() if now - since >= PATIENCE_SECONDS]
        if late:
            _log.critical("alarm, %d reports say danger now and nobody has opened them: call who is on duty", len(late))
            self.first_seen |= dict.fromkeys(late, now)
