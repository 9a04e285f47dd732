"""A reporter's own mailbox, opened with her receipt for one request.

The private key exists in memory until the answer is made, and is never stored. Whether a receipt is right or not, it
is stretched and looked up in the same way, so that a guess costs the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.base.sealing import fields_of, open_with
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.receipt import Receipt
from safetoshare.core.vault import PrivateKey, Sealed, Wrapped, open_private_key
from safetoshare.report.models import MailboxItem, Report
from safetoshare.report.selectors.content import Message, ReportContent
from safetoshare.report.selectors.places import item_place, mailbox_place, promise_place
from safetoshare.report.selectors.receipts import look_up_of, mailbox_key_of, stretched


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

    def open(self, values: Sequence[SealedValue]) -> list[bytes]:
        """Return what was sealed to this mailbox, in order. SealError if one was not."""
        return [open_with(self.private, value) for value in values]


@dataclass(frozen=True)
class MessageToReporter:
    """A message from the safeguarding unit, on the day it was sent."""

    sent_on: date
    text: str
    language: str


def mailbox_of_receipt(receipt: Receipt) -> OpenMailbox | None:
    """Open the mailbox of a receipt; None if no report has it. Call it outside of a unit of work."""
    stretched_receipt = stretched(receipt)
    look_up = look_up_of(stretched_receipt)
    with unit_of_work():
        report = Report.objects.filter(look_up=look_up).first()
    if report is None:
        return None
    key = mailbox_key_of(stretched_receipt, bytes(report.salt))
    private = open_private_key(Sealed(bytes(report.mailbox_private)), key, mailbox_place(report.id))
    shown_on = _promise_shown_on(report, private)
    return OpenMailbox(report.id, report.state, report.received_on, report.next_step_by, shown_on, private)


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


def _promise_shown_on(report: Report, private: PrivateKey) -> date | None:
    sealed = SealedValue(
        promise_place(report.id),
        report.id,
        Wrapped(bytes(report.promise_wrapped)),
        Sealed(bytes(report.promise_sealed)),
    )
    return ReportContent.from_fields(fields_of(open_with(private, sealed))).promise_shown_on
