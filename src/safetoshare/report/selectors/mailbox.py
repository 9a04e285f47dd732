"""A reporter's own mailbox, opened with her receipt for one request.

The private key exists in memory until the answer is made, and is never stored. Whether a receipt is right or not, it
is stretched and looked up in the same way, so that a guess costs the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from uuid import UUID, uuid4

from safetoshare.base import clock
from safetoshare.base.database import SecurityContext, act_from_now_as, unit_of_work
from safetoshare.base.erasing import erasure_of
from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.sealing import fields_of, open_with, seal_fields
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import SealError
from safetoshare.core.receipt import Receipt, StretchedReceipt
from safetoshare.core.vault import (
    PrivateKey,
    Sealed,
    StretchedKey,
    Wrapped,
    generate_key_pair,
    new_data_key,
    new_salt,
    open_private_key,
    public_of,
    seal_private_key,
)
from safetoshare.report.models import Look, MailboxItem, Report, ReportDraft
from safetoshare.report.selectors.content import Message, ReportContent
from safetoshare.report.selectors.drafts import Draft, open_draft
from safetoshare.report.selectors.erasure_wishes import ErasureWish
from safetoshare.report.selectors.places import item_place, look_place, mailbox_place, promise_place
from safetoshare.report.selectors.receipts import Queue, look_up_of, mailbox_key_of, stretched
from safetoshare.report.selectors.words import Words, open_words


@dataclass(frozen=True)
class OpenMailbox:
    """A mailbox whose holder is here: the state of the report, and the key that opens what is sealed to her.

    `promise_shown_on` is the day on which she was shown the promise, None if none is on record.
    """

    report: UUID
    state: str
    received_on: date
    next_step_by: date
    promise_shown_on: date | None
    private: PrivateKey = field(repr=False)
    stretched: StretchedReceipt = field(default=StretchedReceipt(b""), repr=False)
    salt: bytes = field(default=b"", repr=False)
    words: Words = field(default=Words(), repr=False)
    # What she asked, that all be erased; None if she did not.
    erasure: ErasureWish | None = None

    def open(self, values: Sequence[SealedValue]) -> list[bytes]:
        """Return what was sealed to this mailbox, in order. SealError if one was not."""
        return [open_with(self.private, value) for value in values]


@dataclass(frozen=True)
class ErasedReport:
    """The receipt is right, and what it opened was erased; by that day it is gone from the last backup as well."""

    on: date
    gone_from_backups_by: date


@dataclass(frozen=True)
class BegunReport:
    """What was begun under the receipt and is not sent."""

    draft: Draft
    stretched: StretchedReceipt = field(repr=False)


@dataclass(frozen=True)
class MessageToReporter:
    """A message from the safeguarding unit, on the day it was sent."""

    sent_on: date
    text: str
    language: str


@dataclass(frozen=True)
class LookedAt:
    """Somebody of this role read the report or its case in the week that began on this Monday."""

    role: str
    week: date


def mailbox_of_receipt(
    receipt: Receipt, known_stretch: StretchedReceipt | None = None
) -> OpenMailbox | ErasedReport | BegunReport | None:
    """Open the mailbox of a receipt, unless it was erased, or what was begun under it; None if nobody has it.

    Call it outside of a unit of work. From then on the request reads, on PostgreSQL, the rows of this report and no
    other's. BusyError when too many come back at once.
    """
    stretched_receipt = known_stretch or stretched(receipt, Queue.RETURNING)
    look_up = look_up_of(stretched_receipt)
    act_from_now_as(SecurityContext(look_up=look_up.hex()))
    with unit_of_work(context=SecurityContext(look_up=look_up.hex())):
        report = Report.objects.filter(look_up=look_up).first()
        erased = erasure_of(nobodys().report if report is None else report.id)
        draft = ReportDraft.objects.filter(look_up=look_up).first()
    if report is None or erased is not None:
        _open_nobodys(mailbox_key_of(stretched_receipt, nobodys_salt()))
        if erased is not None:
            return ErasedReport(erased.on, erased.gone_from_backups_by)
        return None if draft is None else BegunReport(open_draft(draft, stretched_receipt), stretched_receipt)
    key = mailbox_key_of(stretched_receipt, bytes(report.salt))
    private = open_private_key(Sealed(bytes(report.mailbox_private)), key, mailbox_place(report.id))
    shown_on = _promise_shown_on(_promise_of(report), private)
    days = (report.received_on, report.next_step_by)
    salt, words = bytes(report.salt), open_words(bytes(report.words_sealed), key, report.id)
    erasure = ErasureWish.of_columns(report.id, report.erasure_asked_on, report.erasure_not_before)
    return OpenMailbox(report.id, report.state, *days, shown_on, private, stretched_receipt, salt, words, erasure)


@cache
def nobodys() -> OpenMailbox:
    """Return a mailbox that no receipt opens, drawn once a process: a wrong receipt costs the work of a right one."""
    today = clock.today()
    return OpenMailbox(uuid4(), "received", today, today, today, generate_key_pair().private)


@cache
def nobodys_salt() -> bytes:
    """Return the salt of nobody's mailbox."""
    return new_salt()


@cache
def _nobodys_promise() -> SealedValue:
    mailbox = nobodys()
    fields = {"promise_shown_on": mailbox.received_on.isoformat()}
    key = UnitPublicKey(mailbox.report, public_of(mailbox.private))
    return seal_fields(fields, promise_place(mailbox.report), key)


@cache
def _nobodys_private() -> Sealed:
    """Return a private key that is sealed under no receipt."""
    key = StretchedKey(new_data_key())
    return seal_private_key(nobodys().private, key, mailbox_place(nobodys().report))


def _open_nobodys(key: StretchedKey) -> None:
    """Open what a right receipt would open, in vain."""
    with suppress(SealError):
        open_private_key(_nobodys_private(), key, mailbox_place(nobodys().report))
    _promise_shown_on(_nobodys_promise(), nobodys().private)


def messages_of(mailbox: OpenMailbox) -> list[MessageToReporter]:
    """Return the messages to the reporter, in order. Call it outside of a unit of work."""
    with unit_of_work():
        rows = list(MailboxItem.objects.filter(report=mailbox.report).order_by("number"))
    plaintexts = mailbox.open([row.at(item_place(mailbox.report, row.number)) for row in rows])
    contents = [Message.from_fields(fields_of(plaintext)) for plaintext in plaintexts]
    return [
        MessageToReporter(row.sent_on, content.text, content.language)
        for row, content in zip(rows, contents, strict=True)
    ]


def looks_of(mailbox: OpenMailbox) -> list[LookedAt]:
    """Return which roles looked in which weeks, the latest week first. Call it outside of a unit of work."""
    with unit_of_work():
        rows = list(Look.objects.filter(report=mailbox.report))
    plaintexts = mailbox.open([row.at(look_place(row.id)) for row in rows])
    found = [fields_of(plaintext) for plaintext in plaintexts]
    looks = [LookedAt(str(one["role"]), date.fromisoformat(one["week"])) for one in found]
    return sorted(looks, key=lambda look: (-look.week.toordinal(), look.role))


def _promise_of(report: Report) -> SealedValue:
    return SealedValue(
        promise_place(report.id),
        report.id,
        Wrapped(bytes(report.promise_wrapped)),
        Sealed(bytes(report.promise_sealed)),
    )


def _promise_shown_on(sealed: SealedValue, private: PrivateKey) -> date | None:
    return ReportContent.from_fields(fields_of(open_with(private, sealed))).promise_shown_on
