"""What a reporter's page carries to the next one: her receipt and a nonce, in one sealed hidden field.

No session and no cookie knows her. The field says until when it holds; altered, too old, or another page's, it is
nothing. It is never stored, so the time in it tells nobody when she was here.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from safetoshare.core.errors import ReceiptError, SealError
from safetoshare.core.receipt import Receipt
from safetoshare.core.vault import DataKey, Place, Sealed, open_sealed, seal
from safetoshare.report.selectors.receipts import key_file

NONCE_BYTES: Final = 16
_LONGEST: Final = 1000
_NO_RECORD: Final = UUID(int=0)


class TicketKind(StrEnum):
    """Of a report being written, or of a mailbox that stands open."""

    DRAFT = "draft"
    MAILBOX = "mailbox"


HOLDS_FOR: Final = {TicketKind.DRAFT: timedelta(hours=24), TicketKind.MAILBOX: timedelta(minutes=30)}


@dataclass(frozen=True)
class Ticket:
    """A receipt, and the nonce of what is sent with it: sent twice, it counts once."""

    receipt: Receipt
    nonce: bytes = field(repr=False)


def new_ticket(receipt: Receipt) -> Ticket:
    """Return a ticket with a nonce of its own."""
    return Ticket(receipt, secrets.token_bytes(NONCE_BYTES))


def sealed_ticket(ticket: Ticket, kind: TicketKind, at: datetime) -> str:
    """Return the text of the hidden field."""
    until = int((at + HOLDS_FOR[kind]).timestamp())
    words = json.dumps({"receipt": ticket.receipt.digits, "nonce": ticket.nonce.hex(), "until": until})
    return urlsafe_b64encode(seal(DataKey(key_file("draft")), words.encode(), _place(kind))).decode()


def read_ticket(text: str, kind: TicketKind, at: datetime) -> Ticket | None:
    """Return the ticket, or None for one that is altered, too old, or of another kind."""
    if len(text) > _LONGEST:
        return None
    try:
        words = json.loads(
            open_sealed(DataKey(key_file("draft")), Sealed(urlsafe_b64decode(text.encode())), _place(kind))
        )
        ticket = Ticket(Receipt(words["receipt"]), bytes.fromhex(words["nonce"]))
    except (SealError, ReceiptError, ValueError):  # ValueError: not base64, or a letter that is no ASCII
        return None
    return ticket if at.timestamp() < words["until"] else None


def _place(kind: TicketKind) -> Place:
    return Place(_NO_RECORD, "report_ticket", kind, 1)
