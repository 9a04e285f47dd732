"""What a reporter's page carries to the next one: her receipt and a nonce, in one sealed hidden field.

The receipt stretched stands beside it, so that argon2id runs once a receipt; it tells nothing that the receipt does
not.

Before there is a receipt, the page that shows the promise carries the day on which it showed it, sealed alike: a
promise binds from the day on which it was read, and nobody can name another one.

No session and no cookie knows her. The field says until when it holds; altered, too old, or another page's, it is
nothing. It is never stored, so the time in it tells nobody when she was here.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from safetoshare.core.errors import ReceiptError, SealError
from safetoshare.core.receipt import Receipt, StretchedReceipt
from safetoshare.core.vault import DataKey, Place, Sealed, open_sealed, seal
from safetoshare.report.selectors.receipts import key_file

NONCE_BYTES: Final = 16
_LONGEST: Final = 2000
_NO_RECORD: Final = UUID(int=0)


class TicketKind(StrEnum):
    """Of a report being written, of a mailbox that stands open, or of a paper that a centre types in."""

    DRAFT = "draft"
    MAILBOX = "mailbox"
    CENTRE = "centre"


HOLDS_FOR: Final = {
    TicketKind.DRAFT: timedelta(hours=24),
    TicketKind.MAILBOX: timedelta(minutes=30),
    TicketKind.CENTRE: timedelta(hours=24),
}
PROMISE_HOLDS_FOR: Final = timedelta(hours=24)
_PROMISE: Final = "promise"


@dataclass(frozen=True)
class Holder:
    """A worker of a centre: the account, the organisation, and what it is called."""

    account: UUID
    organisation: UUID
    name: str


@dataclass(frozen=True)
class Ticket:
    """A receipt, and the nonce of what is sent with it: sent twice, it counts once.

    `promise_shown_on` is the day on which its holder was shown the promise, before the first question. `drawn_at`, in
    seconds, tells a form that a machine filled in from one that a person did.
    """

    receipt: Receipt
    nonce: bytes = field(repr=False)
    promise_shown_on: date | None = None
    stretched: StretchedReceipt | None = field(default=None, repr=False)
    drawn_at: int = 0
    # Of a mailbox: the second word was typed, where one is needed.
    is_second: bool = False
    # Of a centre: to whom the receipt was shown.
    holder: Holder | None = None


def new_ticket(
    receipt: Receipt,
    promise_shown_on: date | None = None,
    stretched: StretchedReceipt | None = None,
    *,
    drawn_at: datetime | None = None,
    is_second: bool = False,
) -> Ticket:
    """Return a ticket with a nonce of its own."""
    seconds = 0 if drawn_at is None else int(drawn_at.timestamp())
    return Ticket(receipt, secrets.token_bytes(NONCE_BYTES), promise_shown_on, stretched, seconds, is_second)


def sealed_ticket(ticket: Ticket, kind: TicketKind, at: datetime) -> str:
    """Return the text of the hidden field."""
    shown_on = "" if ticket.promise_shown_on is None else ticket.promise_shown_on.isoformat()
    words: dict[str, str | int] = {"receipt": ticket.receipt.digits, "nonce": ticket.nonce.hex(), "shown_on": shown_on}
    words |= {"stretched": (ticket.stretched or b"").hex(), "drawn_at": ticket.drawn_at, "second": ticket.is_second}
    words["holder"] = _holder_words(ticket.holder)
    return _sealed(words, kind, at + HOLDS_FOR[kind])


def read_ticket(text: str, kind: TicketKind, at: datetime) -> Ticket | None:
    """Return the ticket, or None for one that is altered, too old, or of another kind."""
    words = _opened(text, kind, at)
    if words is None:
        return None
    try:
        receipt = Receipt(words["receipt"])
    except ReceiptError:
        return None
    shown_on = date.fromisoformat(words["shown_on"]) if words["shown_on"] else None
    stretched = StretchedReceipt(bytes.fromhex(words["stretched"]))
    nonce, is_second = bytes.fromhex(words["nonce"]), bool(words["second"])
    holder = _holder_of(words["holder"])
    return Ticket(receipt, nonce, shown_on, stretched or None, words["drawn_at"], is_second, holder)


def _holder_words(holder: Holder | None) -> str:
    return "" if holder is None else f"{holder.account} {holder.organisation} {holder.name}"


def _holder_of(words: str) -> Holder | None:
    account, _, rest = words.partition(" ")
    organisation, _, name = rest.partition(" ")
    return Holder(UUID(account), UUID(organisation), name) if words else None


def sealed_promise_day(day: date, at: datetime) -> str:
    """Return the text of the hidden field that says on which day the promise was shown."""
    return _sealed({"shown_on": day.isoformat()}, _PROMISE, at + PROMISE_HOLDS_FOR)


def read_promise_day(text: str, at: datetime) -> date | None:
    """Return the day on which the promise was shown, or None for a text that is altered or too old."""
    words = _opened(text, _PROMISE, at)
    return None if words is None else date.fromisoformat(words["shown_on"])


def _sealed(words: Mapping[str, str | int], kind: str, until: datetime) -> str:
    text = json.dumps({**words, "until": int(until.timestamp())})
    return urlsafe_b64encode(seal(DataKey(key_file("draft")), text.encode(), _place(kind))).decode()


def _opened(text: str, kind: str, at: datetime) -> dict[str, Any] | None:
    if len(text) > _LONGEST:
        return None
    try:
        sealed = Sealed(urlsafe_b64decode(text.encode()))
        words: dict[str, Any] = json.loads(open_sealed(DataKey(key_file("draft")), sealed, _place(kind)))
    except (SealError, ValueError):  # ValueError: not base64, or a letter that is no ASCII
        return None
    return words if at.timestamp() < words["until"] else None


def _place(kind: str) -> Place:
    return Place(_NO_RECORD, "report_ticket", kind, 1)
