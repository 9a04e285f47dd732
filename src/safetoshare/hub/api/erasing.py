"""Erasing a report: one asks, another confirms, and the person is told when the last backup of it is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.base.erasing import Erased
from safetoshare.core.cases import ErasureReason
from safetoshare.hub.selectors.cases import case_of_report
from safetoshare.hub.selectors.erasing import AskedErasure, erasures_asked
from safetoshare.hub.services.erasing import NotErased, ask_for_erasure, confirm_erasure, keep_report

__all__ = [
    "AskedErasure",
    "Erased",
    "ErasureReason",
    "NotErased",
    "ToConfirm",
    "ask_for_erasure",
    "confirm_erasure",
    "keep_report",
    "to_confirm",
]


@dataclass(frozen=True)
class ToConfirm:
    """An erasure that waits for a second person, and the case that was made of the report, if one was."""

    report: UUID
    case: UUID | None
    reason: ErasureReason
    asked_on: date
    is_own: bool


def to_confirm(account: UUID) -> list[ToConfirm]:
    """Return the erasures that were asked for; `is_own` marks those that this account asked for itself."""
    with unit_of_work():
        return [
            ToConfirm(
                asked.report,
                case_of_report(asked.report),
                ErasureReason(asked.reason),
                asked.asked_on,
                asked.asked_by == account,
            )
            for asked in erasures_asked()
        ]
