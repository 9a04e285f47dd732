"""Reads of what is to be reviewed. Call each inside a unit of work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.sharing.models import Disclosure, Review


@dataclass(frozen=True)
class ReviewInTray:
    """A review as a list shows it: nothing about whom or what."""

    record: UUID
    case: UUID
    recorded_by: UUID
    due_on: date
    reviewed_on: date | None


def reviews_awaited() -> list[ReviewInTray]:
    """Return what waits for a second person, the first that falls due first."""
    return [_in_tray(row) for row in Review.objects.filter(reviewed_on=None).order_by("due_on", "record")]


def review(record: UUID) -> tuple[ReviewInTray, SealedValue] | None:
    """Return a review with its record, sealed to the unit's restricted key."""
    row, sealed = Review.objects.filter(pk=record).first(), Disclosure.objects.filter(pk=record).first()
    if row is None or sealed is None:
        return None
    return _in_tray(row), sealed.at(Disclosure.place(record))


def record_numbered(case: UUID, number: int) -> SealedValue | None:
    """Return the record of a case that has this running number, sealed to the unit's restricted key."""
    row = Disclosure.objects.filter(case=case, number=number).first()
    return None if row is None else row.at(Disclosure.place(row.id))


def is_review_late(day: date) -> bool:
    """Whether something was to be reviewed by an earlier day."""
    return Review.objects.filter(reviewed_on=None, due_on__lt=day).exists()


def _in_tray(row: Review) -> ReviewInTray:
    return ReviewInTray(row.record, row.case, row.recorded_by, row.due_on, row.reviewed_on)
