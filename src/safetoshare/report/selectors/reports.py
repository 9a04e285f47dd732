"""What the safeguarding unit reads of reports: the list of those not yet taken, and the sealed groups of one.

Call them inside a unit of work. They read no more columns than they return: the unit's process has no right to what
finds a report by its receipt.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.vault import PublicKey
from safetoshare.report.models import Group, MailboxItem, Report, ReporterMessage, ReportGroup, ReportState, Team
from safetoshare.report.selectors.contact_changes import latest_contacts
from safetoshare.report.selectors.places import group_place, reporter_message_place

_IN_QUEUE = ("id", "area", "received_on", "next_step_by", "state", "team", "is_set_back")


@dataclass(frozen=True)
class ReportInQueue:
    """What the list of work shows of a report. `area` is empty when she did not say."""

    id: UUID
    area: str
    received_on: date
    next_step_by: date
    state: str
    team: str = Team.UNIT.value
    is_set_back: bool = False

    @property
    def cannot_wait(self) -> bool:
        """Whether she said that there is danger now."""
        return self.team == Team.DUTY


def reports_received() -> list[ReportInQueue]:
    """Return the reports that nobody has taken yet: those that cannot wait in front, then those due first.

    Of either, what came in a flood or seems to be a machine's comes after the others. What was set aside waits again
    once the person wrote.
    """
    wrote_since = Q(state=ReportState.SET_ASIDE, written__gt=F("set_aside_after"))
    waiting = (
        Report.objects.annotate(written=Coalesce(Max("messages__number"), 0))
        .filter(Q(state=ReportState.RECEIVED) | wrote_since)
        .order_by("next_step_by", "received_on", "id")
    )
    found = [ReportInQueue(*row) for row in waiting.values_list(*_IN_QUEUE)]
    return sorted(found, key=lambda report: (not report.cannot_wait, report.is_set_back))


def reports_set_aside() -> list[ReportInQueue]:
    """Return the reports that somebody set aside as none, the newest first."""
    aside = Report.objects.filter(state=ReportState.SET_ASIDE).order_by("-received_on", "id")
    return [ReportInQueue(*row) for row in aside.values_list(*_IN_QUEUE)]


def report_in_queue(report: UUID) -> ReportInQueue | None:
    """Return one report, taken or not; None if there is none."""
    row = _standing(report).values_list(*_IN_QUEUE).first()
    return None if row is None else ReportInQueue(*row)


def stop_asked_on(report: UUID) -> date | None:
    """Return the day on which she took her agreement back, until that is carried out in her case."""
    return Report.objects.filter(pk=report, is_stop_due=True).values_list("stop_asked_on", flat=True).first()


def stops_asked() -> list[UUID]:
    """Return the reports whose person took her agreement back, the first day in front."""
    asked = Report.objects.filter(is_stop_due=True).order_by("stop_asked_on", "id")
    return list(asked.values_list("id", flat=True))


def danger_for_duty() -> list[ReportInQueue]:
    """Return the reports that say danger now, that nobody has taken, and that the control room may read."""
    allowed = ReportGroup.objects.filter(group=Group.DUTY).values("report_id")
    waiting = Report.objects.filter(pk__in=allowed, team=Team.DUTY, state=ReportState.RECEIVED)
    return [ReportInQueue(*row) for row in waiting.order_by("received_on", "id").values_list(*_IN_QUEUE)]


def sealed_for_duty(report: UUID) -> SealedValue | None:
    """Return what of a report is sealed to the control room: account and safe contact, in one."""
    row = ReportGroup.objects.filter(report=report, group=Group.DUTY).first()
    return None if row is None else row.at(group_place(report, Group.DUTY))


def sealed_groups(report: UUID) -> dict[str, SealedValue]:
    """Return the report's sealed groups by name, "account" and "contact"; none if there is no such report."""
    groups = ReportGroup.objects.filter(report=report)
    found = {row.group: row.at(group_place(report, row.group)) for row in groups}
    later = latest_contacts([report])
    return found | ({str(Group.CONTACT): later[report]} if report in later else {})


def contact_groups(reports: Collection[UUID]) -> list[SealedValue]:
    """Return the sealed safe contact of each of these reports that has one."""
    rows = ReportGroup.objects.filter(report__in=reports, group=Group.CONTACT)
    first = {row.report_id: row.at(group_place(row.report_id, row.group)) for row in rows}
    return list((first | latest_contacts(reports)).values())


def mailbox_of(report: UUID) -> UnitPublicKey | None:
    """Return the key that seals to the reporter's mailbox; None if there is no such report."""
    public = _standing(report).values_list("mailbox_public", flat=True).first()
    return None if public is None else UnitPublicKey(report, PublicKey(bytes(public)))


def messages_from_reporter(report: UUID) -> list[SealedValue]:
    """Return what the reporter wrote later, in order, as `Message` sealed to the unit's ordinary key."""
    rows = ReporterMessage.objects.filter(report=report).order_by("number")
    return [row.at(reporter_message_place(report, row.number)) for row in rows]


def next_item_number(report: UUID) -> int:
    """Return the number of the next message to the reporter."""
    last = MailboxItem.objects.filter(report=report).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def next_message_number(report: UUID) -> int:
    """Return the number of the next message from the reporter."""
    last = ReporterMessage.objects.filter(report=report).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _standing(report: UUID) -> QuerySet[Report]:
    """Return a report unless it was erased: to the unit there is no such report then."""
    return Report.objects.filter(pk=report).exclude(state=ReportState.ERASED)
