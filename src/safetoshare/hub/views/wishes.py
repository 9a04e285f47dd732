"""That a person asks for the erasure of all, as the pages of the unit show it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from safetoshare.base import clock
from safetoshare.hub.api.cases import case_of_report
from safetoshare.hub.views import rows
from safetoshare.report import api as reports
from safetoshare.report.api import ErasureWish


def wish_of(report: UUID) -> dict[str, Any] | None:
    """Return what the person asks for this report; None if she does not."""
    wish = reports.erasure_wish_of(report)
    return None if wish is None else wish_row(wish)


def wish_row(wish: ErasureWish) -> dict[str, Any]:
    """Return since when she asks, by when she is answered, and before which day nothing is erased on her wish."""
    today, case = clock.today(), case_of_report(wish.report)
    return {
        "report": wish.report,
        "reference": rows.reference(case or wish.report),
        "case": case,
        "asked_on": rows.day(wish.asked_on),
        "answer_by": rows.day(wish.answer_by),
        "is_late": wish.answer_by < today,
        "not_before": rows.day(wish.not_before) if wish.not_before > today else "",
    }
