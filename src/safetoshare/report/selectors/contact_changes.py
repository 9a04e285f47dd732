"""Another safe contact that a person left in her mailbox: from which day it is used, and which one is used now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from safetoshare.base import clock
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.report.models import ContactChange
from safetoshare.report.selectors.places import contact_change_place


@dataclass(frozen=True)
class ChangedContact:
    """When a change was asked, from which day it is used, and whether the unit holds it."""

    asked_on: date
    not_before: date
    is_held: bool = False


def latest_contacts(reports: Collection[UUID]) -> dict[UUID, SealedValue]:
    """Return the latest change that is used today, of each of these reports that has one. Inside a unit of work."""
    used = ContactChange.objects.filter(report__in=reports, is_held=False, not_before__lte=clock.today())
    # The last of a report stays.
    return {row.report_id: row.at(contact_change_place(row.report_id, row.number)) for row in used.order_by("number")}


def last_change(report: UUID) -> ChangedContact | None:
    """Return the last change that was asked, used or not; None if there is none. Inside a unit of work."""
    rows = ContactChange.objects.filter(report=report).order_by("-number")
    row = rows.values_list("asked_on", "not_before", "is_held").first()
    return None if row is None else ChangedContact(*row)
