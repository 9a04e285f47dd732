"""What the control room asks of reports: those that say danger now and whose person allowed it, and nothing else."""

from __future__ import annotations

from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.base.sealing import fields_of
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.report.selectors import reports
from safetoshare.report.selectors.content import ReportContent, SafeContact
from safetoshare.report.selectors.reports import ReportInQueue
from safetoshare.report.services.messages import note_of_control_room

__all__ = ["danger_for_duty", "note_of_control_room", "read_for_duty", "sealed_for_duty"]


def danger_for_duty() -> list[ReportInQueue]:
    """Return the reports that say danger now, that nobody has taken, and that the control room may read."""
    with unit_of_work():
        return reports.danger_for_duty()


def sealed_for_duty(identifier: UUID) -> tuple[ReportInQueue, SealedValue] | None:
    """Return one of them with what is sealed to the control room; None if it is not, or no longer, one of them."""
    with unit_of_work():
        queue = next((one for one in reports.danger_for_duty() if one.id == identifier), None)
        sealed = reports.sealed_for_duty(identifier) if queue else None
    return None if queue is None or sealed is None else (queue, sealed)


def read_for_duty(plaintext: bytes) -> tuple[ReportContent, SafeContact]:
    """Read what the control room's key opened."""
    fields = fields_of(plaintext)
    return ReportContent.from_fields(fields["account"]), SafeContact.from_fields(fields["contact"])
