"""What other parts ask of reports: the safeguarding unit's list, sealed groups, and the reporter's mailbox.

Nothing here opens anything. `record_report` is called by the reporter's pages and by the demonstration.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import RefusedError
from safetoshare.core.vault import Place
from safetoshare.report.selectors import erasure_wishes, reports
from safetoshare.report.selectors.contact_changes import ChangedContact, last_change, latest_contacts
from safetoshare.report.selectors.content import COMPLAINT, Message, ReportContent, SafeContact
from safetoshare.report.selectors.erasure_wishes import ErasureWish
from safetoshare.report.selectors.places import contact_place
from safetoshare.report.selectors.reports import ReportInQueue
from safetoshare.report.selectors.rights import due_on
from safetoshare.report.services.contact_changes import hold_change
from safetoshare.report.services.erasure_wishes import end_wish
from safetoshare.report.services.looking import note_look
from safetoshare.report.services.messages import note_taken, send_message
from safetoshare.report.services.recording import NotStoredError, RecordedReport, record_report
from safetoshare.report.services.setting_aside import bring_back, set_aside
from safetoshare.report.services.stopping import is_stopped, note_stopped

__all__ = [
    "COMPLAINT",
    "ChangedContact",
    "ErasureWish",
    "Message",
    "NotStoredError",
    "RecordedReport",
    "ReportContent",
    "ReportInQueue",
    "SafeContact",
    "bring_back",
    "contact_change",
    "contact_groups",
    "contact_place",
    "contact_places",
    "due_on",
    "end_wish",
    "erasure_wish_of",
    "erasures_wished",
    "hold_change",
    "is_stopped",
    "mailbox_of",
    "messages_from_reporter",
    "note_look",
    "note_stopped",
    "note_taken",
    "record_report",
    "report",
    "reports_received",
    "reports_set_aside",
    "sealed_groups",
    "send_message",
    "set_aside",
    "stop_asked_on",
    "stops_asked",
]


def reports_received() -> list[ReportInQueue]:
    """Return the reports that nobody has taken yet, those due first in front."""
    with unit_of_work():
        return reports.reports_received()


def reports_set_aside() -> list[ReportInQueue]:
    """Return the reports that somebody set aside as none, the newest first."""
    with unit_of_work():
        return reports.reports_set_aside()


def report(identifier: UUID) -> ReportInQueue | None:
    """Return one report, taken or not; None if there is none."""
    with unit_of_work():
        return reports.report_in_queue(identifier)


def sealed_groups(identifier: UUID) -> dict[str, SealedValue]:
    """Return the sealed groups "account" (`ReportContent`) and "contact" (`SafeContact`); none without a report."""
    with unit_of_work():
        return reports.sealed_groups(identifier)


def contact_groups(identifiers: Collection[UUID]) -> list[SealedValue]:
    """Return the sealed safe contact of each of these reports that has one."""
    with unit_of_work():
        return reports.contact_groups(identifiers)


def contact_places(identifiers: Collection[UUID]) -> dict[Place, UUID]:
    """Return where the safe contact of each of these reports stands sealed now, the latest one that is used."""
    with unit_of_work():
        later = latest_contacts(identifiers)
    return {later[one].place if one in later else contact_place(one): one for one in identifiers}


def contact_change(identifier: UUID) -> ChangedContact | None:
    """Return what the person asked last of how to reach her; None if nothing."""
    with unit_of_work():
        return last_change(identifier)


def stop_asked_on(identifier: UUID) -> date | None:
    """Return the day on which the person took every agreement back, until that is carried out in her case."""
    with unit_of_work():
        return reports.stop_asked_on(identifier)


def stops_asked() -> list[UUID]:
    """Return the reports whose person took her agreement back, the first day in front."""
    with unit_of_work():
        return reports.stops_asked()


def erasure_wish_of(identifier: UUID) -> ErasureWish | None:
    """Return that the person asks for this report's erasure; None if she does not."""
    with unit_of_work():
        return erasure_wishes.erasure_wish(identifier)


def erasures_wished() -> list[ErasureWish]:
    """Return the reports whose person asks for their erasure, the first day in front."""
    with unit_of_work():
        return erasure_wishes.erasure_wishes()


def mailbox_of(identifier: UUID) -> UnitPublicKey:
    """Return the public key of the reporter's mailbox, under the report's own identifier. RefusedError: no report."""
    with unit_of_work():
        key = reports.mailbox_of(identifier)
    if key is None:
        raise RefusedError("There is no such report.")
    return key


def messages_from_reporter(identifier: UUID) -> list[SealedValue]:
    """Return what the reporter wrote later, in order: `Message` sealed to the unit's ordinary key."""
    with unit_of_work():
        return reports.messages_from_reporter(identifier)
