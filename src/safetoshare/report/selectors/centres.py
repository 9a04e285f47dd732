"""What a third-party reporting centre sees of the reports that it sent: a reference, a day, and how they stand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from safetoshare.report.models import CentreReport, ReportState

_REFERENCE_DIGITS = 8


@dataclass(frozen=True)
class Centre:
    """Who sends a report for somebody else: a centre's worker. `sending` is the centre's own identifier of it."""

    organisation: UUID
    account: UUID
    sending: UUID

    @classmethod
    def sending_with(cls, nonce: bytes, organisation: UUID, account: UUID) -> Self:
        """Return who sends the form with this nonce: pressed twice, it is the same sending."""
        digest = hashlib.sha256(b"safetoshare centre report\x00" + nonce).digest()
        return cls(organisation, account, UUID(bytes=digest[:16], version=4))

    @property
    def reference(self) -> str:
        """What the centre and the unit call it when they speak of it. It opens and finds nothing."""
        return reference_of(self.sending)


@dataclass(frozen=True)
class SentByCentre:
    """A report that a centre sent: never a word of it."""

    reference: str
    sent_on: date
    is_taken: bool


def reference_of(sending: UUID) -> str:
    """Return the short form of a sending's identifier, in two groups of four."""
    digits = sending.hex[:_REFERENCE_DIGITS].upper()
    return f"{digits[:4]}-{digits[4:]}"


def sent_by_centre(organisation: UUID) -> list[SentByCentre]:
    """Return what an organisation sent, the newest first. Call it inside a unit of work."""
    found = CentreReport.objects.filter(organisation=organisation).order_by("-sent_on", "id")
    return [
        SentByCentre(reference_of(sending), sent_on, state == ReportState.TAKEN)
        for sending, sent_on, state in found.values_list("id", "sent_on", "report__state")
    ]
