"""Who asks from her mailbox that all be erased, and by when she is answered (UK GDPR articles 12(3) and 17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from safetoshare.report.models import Report
from safetoshare.report.selectors.rights import due_on


@dataclass(frozen=True)
class ErasureWish:
    """That a report be erased: since when it is asked, and from which day on it may be done on her wish."""

    report: UUID
    asked_on: date
    not_before: date

    @property
    def answer_by(self) -> date:
        """The last day on which she is answered."""
        return due_on("erasure", self.asked_on)

    @classmethod
    def of_columns(cls, report: UUID, asked_on: date | None, not_before: date | None) -> Self | None:
        """Return the wish that these columns hold; None where she asked for nothing."""
        return None if asked_on is None or not_before is None else cls(report, asked_on, not_before)


def erasure_wishes() -> list[ErasureWish]:
    """Return who asks for it, the first day in front. Call it inside a unit of work."""
    asked = Report.objects.filter(erasure_asked_on__isnull=False).order_by("erasure_asked_on", "id")
    rows = asked.values_list("id", "erasure_asked_on", "erasure_not_before")
    return [wish for row in rows if (wish := ErasureWish.of_columns(*row)) is not None]


def erasure_wish(report: UUID) -> ErasureWish | None:
    """Return what she asks for this report; None if nothing. Call it inside a unit of work."""
    row = Report.objects.filter(pk=report).values_list("id", "erasure_asked_on", "erasure_not_before").first()
    return None if row is None else ErasureWish.of_columns(*row)
