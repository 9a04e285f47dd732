"""Confirming that one has read the policy in force (Rec 4(j))."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.practice.models import Reading


def confirm_reading(account: UUID, policy: str, on: date) -> None:
    """Note that somebody has read a version, named by its SHA-256. A second press changes nothing."""
    with unit_of_work(write=True):
        Reading.objects.bulk_create([Reading(account=account, policy=policy, on=on)], ignore_conflicts=True)
