"""Erasing takes two people: one asks, another confirms (Rec 4; UK GDPR article 17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from safetoshare.base import erasing
from safetoshare.base.database import unit_of_work
from safetoshare.base.erasing import Erased
from safetoshare.base.permissions import Action, Subject, fits
from safetoshare.core.cases import ErasureReason
from safetoshare.hub.models import Case, ErasureRequest
from safetoshare.report import api as reports
from safetoshare.sharing.api.decisions import forget_asked
from safetoshare.sharing.api.reviews import forget_reviews


@dataclass(frozen=True)
class NotErased:
    """Nothing was erased: nobody asks for it any more, or the one who asked may not confirm."""

    is_own: bool = False
    # The person asked with the receipt alone: from this day on.
    not_before: date | None = None


def ask_for_erasure(report: UUID, reason: ErasureReason, by: UUID, day: date) -> bool:
    """Note that somebody asks for a report's erasure; False when somebody did before."""
    with unit_of_work(write=True):
        _, is_new = ErasureRequest.objects.get_or_create(
            report=report, defaults={"reason": reason, "asked_by": by, "asked_on": day}
        )
    return is_new


def confirm_erasure(report: UUID, by: UUID, day: date) -> Erased | NotErased:
    """Erase a report that somebody else asked to erase; on the person's wish, not before her days are over."""
    with unit_of_work():
        asked = ErasureRequest.objects.filter(pk=report).first()
    if asked is None or not fits(Action.ERASURE_CONFIRM, Subject(proposed_by=asked.asked_by), by):
        return NotErased(is_own=asked is not None)
    wish = reports.erasure_wish_of(report) if asked.reason == ErasureReason.PERSON_ASKED else None
    if wish is not None and wish.not_before > day:
        return NotErased(not_before=wish.not_before)
    return erasing.erase(report, day)


def keep_report(report: UUID) -> bool:
    """Take back that a report is to be erased; False when nobody asks for it."""
    with unit_of_work(write=True):
        deleted, _ = ErasureRequest.objects.filter(pk=report).delete()
    return bool(deleted)


def erase_case(report: UUID) -> None:
    """Destroy the case that was made of a report, and what asked for it, inside the unit of work of the erasure.

    What organisations were sent stays theirs, and the way from a referral to its case leads nowhere any more.
    """
    for case in Case.objects.filter(report=report).values_list("id", flat=True):
        forget_asked(case)
        forget_reviews(case)
    Case.objects.filter(report=report).delete()
    ErasureRequest.objects.filter(pk=report).delete()
