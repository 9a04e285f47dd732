"""Reading which erasures wait for a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from safetoshare.hub.models import ErasureRequest


@dataclass(frozen=True)
class AskedErasure:
    """One erasure that was asked for."""

    report: UUID
    reason: str
    asked_by: UUID
    asked_on: date


def erasures_asked() -> list[AskedErasure]:
    """Return the erasures that wait, the oldest first. Call it inside a unit of work."""
    rows = ErasureRequest.objects.order_by("asked_on", "report").values_list("report", "reason", "asked_by", "asked_on")
    return [AskedErasure(*row) for row in rows]
