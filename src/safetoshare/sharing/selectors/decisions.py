"""Reads of what ranks were asked, and of what they decided. Call each inside a unit of work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.sharing.models import AskedDecision, Letter, TakenDecision


@dataclass(frozen=True)
class AskedInTray:
    """A question as a list shows it: nothing about whom or what."""

    id: UUID
    case: UUID
    asked_by: UUID
    asked_on: date
    answered_on: date | None


def decisions_awaited() -> list[AskedInTray]:
    """Return what waits for a decision, the oldest first."""
    return [_in_tray(row) for row in AskedDecision.objects.filter(answered_on=None).order_by("asked_on", "id")]


def decisions_of(case: UUID) -> list[AskedInTray]:
    """Return what was asked about a case, the newest day first."""
    return [_in_tray(row) for row in AskedDecision.objects.filter(case=case).order_by("-asked_on", "id")]


def asked(identifier: UUID) -> tuple[AskedInTray, SealedValue] | None:
    """Return a question, sealed to those who decide."""
    row = AskedDecision.objects.filter(pk=identifier).first()
    return None if row is None else (_in_tray(row), row.at(AskedDecision.place(row.id)))


def taken(identifier: UUID) -> SealedValue | None:
    """Return what was decided, sealed to the safeguarding unit; None before that."""
    row = TakenDecision.objects.filter(pk=identifier).first()
    return None if row is None else row.at(TakenDecision.place(identifier))


def letters_opened(letters: list[UUID]) -> dict[UUID, date]:
    """Return on which day each of these letters was opened first; those that were not are left out."""
    rows = Letter.objects.filter(id__in=letters, opened_on__isnull=False).values_list("id", "opened_on")
    return {identifier: day for identifier, day in rows if day is not None}


def _in_tray(row: AskedDecision) -> AskedInTray:
    return AskedInTray(row.id, row.case, row.asked_by, row.asked_on, row.answered_on)
