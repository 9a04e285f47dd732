"""Messages to and from the reporter, and that somebody has taken a report on."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from django.db import Error as AnyDatabaseError
from django.db import IntegrityError

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.faults import kind_and_places
from safetoshare.base.keys import KeysNotTrustedError, current_key
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.sealing import seal_fields
from safetoshare.core.errors import RefusedError, SettingError
from safetoshare.report.models import MailboxItem, Report, ReporterMessage, ReportFile, ReportState
from safetoshare.report.selectors.content import Message
from safetoshare.report.selectors.files import SentFile
from safetoshare.report.selectors.places import item_place, reporter_message_place
from safetoshare.report.selectors.reports import mailbox_of, next_item_number, next_message_number
from safetoshare.report.services.recording import NotStoredError

_log = logging.getLogger("safetoshare.errors")
# Two at once want the same number: the second takes the next one.
_TRIES: Final = 8
BY_CONTROL_ROOM: Final = "control_room"
Stored = TypeVar("Stored")


def note_taken(report: UUID) -> bool:
    """Note that a case was made of the report; False when that was noted before. RefusedError: no such report.

    Call it inside the writing unit of work that makes the case: a report is never taken without one.
    """
    known = Report.objects.filter(pk=report).exclude(state=ReportState.ERASED)
    waiting = known.filter(state__in=(ReportState.RECEIVED, ReportState.SET_ASIDE))
    changed = waiting.update(state=ReportState.TAKEN, set_aside_after=None)
    if not changed and not known.exists():
        raise RefusedError("There is no such report.")
    return bool(changed)


def send_message(report: UUID, text: str, language: str) -> int:
    """Seal a message to the reporter's mailbox and return its number. RefusedError: no such report."""
    content = Message(text, language).as_fields()

    def store() -> int:
        with unit_of_work():
            mailbox = mailbox_of(report)
            number = next_item_number(report)
        if mailbox is None:
            raise RefusedError("There is no such report.")
        columns = MailboxItem.columns(seal_fields(content, item_place(report, number), mailbox))
        with unit_of_work(write=True):
            MailboxItem.objects.create(report_id=report, number=number, sent_on=clock.today(), **columns)
        return number

    return _numbered(store)


def add_reporter_message(report: UUID, message: Message, nonce: bytes, on: date) -> bool:
    """Seal what a reporter wrote to the unit; False when this very page sent it before. NotStoredError."""
    try:
        return _added(report, message, nonce, on)
    except (AnyDatabaseError, SettingError, KeysNotTrustedError, OSError) as error:
        _log.error("a reporter's message was not stored: %s", kind_and_places(error))
        raise NotStoredError("The message could not be stored now: send it again as it stands.") from None


def note_of_control_room(report: UUID, text: str, nonce: bytes, on: date) -> bool:
    """Seal what the control room did to the unit, which reads it beside the report; False when it was noted before."""
    return _added(report, Message(text, kind=BY_CONTROL_ROOM), nonce, on)


def _added(report: UUID, message: Message, nonce: bytes, on: date) -> bool:
    nonce_hash = hashlib.sha256(b"safetoshare message nonce\x00" + nonce).digest()

    files = [SentFile.unpacked(packed).id for packed in message.files]

    def store() -> bool:
        with unit_of_work():
            if ReporterMessage.objects.filter(nonce_hash=nonce_hash).exists():
                return False
            key = current_key(UnitPurpose.SAFEGUARDING, KeyKind.ORDINARY)
            number = next_message_number(report)
        if key is None:
            raise SettingError("The safeguarding unit has no key: `safetoshare doctor` says more.")
        value = seal_fields(message.as_fields(), reporter_message_place(report, number), key)
        with unit_of_work(write=True):
            ReporterMessage.objects.create(
                report_id=report,
                number=number,
                nonce_hash=nonce_hash,
                written_on=on,
                **ReporterMessage.columns(value),
            )
            ReportFile.objects.filter(pk__in=files, report=None).update(report=report)
        return True

    return _numbered(store)


def _numbered(store: Callable[[], Stored]) -> Stored:
    """Run `store`, anew when somebody else took its number meanwhile."""
    for _ in range(_TRIES - 1):
        try:
            return store()
        except IntegrityError:
            continue
    return store()
