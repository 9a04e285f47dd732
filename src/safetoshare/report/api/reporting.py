"""What the pages of a reporter who writes need: the receipt, what travels sealed between pages, drafts and storing."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, datetime

from safetoshare.core.errors import ReceiptError
from safetoshare.core.receipt import GROUP_DIGITS, Receipt, draw_receipt, read_receipt
from safetoshare.report.selectors.drafts import Draft, read_draft, sealed_draft
from safetoshare.report.selectors.duties import duties_on
from safetoshare.report.selectors.receipts import BusyError, stretched
from safetoshare.report.selectors.tickets import (
    Ticket,
    TicketKind,
    new_ticket,
    read_promise_day,
    read_ticket,
    sealed_promise_day,
    sealed_ticket,
)
from safetoshare.report.services import drafting
from safetoshare.report.services.pacing import Flood, seems_a_machine
from safetoshare.report.services.recording import NotStoredError, RecordedReport, record_report
from safetoshare.report.services.remembering import promise_on

__all__ = [
    "BusyError",
    "Draft",
    "NotStoredError",
    "RecordedReport",
    "Ticket",
    "TicketKind",
    "are_last_groups",
    "draw_ticket",
    "duties_on",
    "keep_draft",
    "new_ticket",
    "promise_on",
    "read_draft",
    "read_promise_day",
    "read_ticket",
    "record_report",
    "sealed_draft",
    "sealed_promise_day",
    "sealed_ticket",
    "set_back",
    "wipe_draft",
    "with_stretched_receipt",
]

_LAST_GROUPS = 2
_flood = Flood()


def draw_ticket(promise_shown_on: date, at: datetime) -> Ticket:
    """Draw a receipt, and the nonce with which its report is sent, for whoever was shown the promise of that day."""
    return new_ticket(draw_receipt(), promise_shown_on, drawn_at=at)


def are_last_groups(typed: str, receipt: Receipt) -> bool:
    """Whether these are the receipt's last two groups, in any script's digits: she has it in front of her."""
    before = receipt.digits[: -_LAST_GROUPS * GROUP_DIGITS]
    try:
        return read_receipt(before + typed) == receipt
    except ReceiptError:
        return False


def with_stretched_receipt(ticket: Ticket) -> Ticket:
    """Return the ticket with its receipt stretched, once for all its pages. BusyError: no place came free."""
    return ticket if ticket.stretched else replace(ticket, stretched=stretched(ticket.receipt))


def keep_draft(ticket: Ticket, draft: Draft, on: date) -> bool:
    """Keep what she has written so far under her receipt. False while that is not possible: her page holds it."""
    return ticket.stretched is not None and drafting.keep_draft(ticket.stretched, draft, on)


def wipe_draft(ticket: Ticket) -> None:
    """Delete what she has written so far. BusyError, or a database error: it could not be done now."""
    drafting.wipe_draft(ticket.stretched or stretched(ticket.receipt))


def set_back(ticket: Ticket, filled_in: str, at: datetime) -> bool:
    """Whether what is sent now is read after the others: it came in a flood, or seems to be a machine's."""
    is_flood = _flood.is_on(time.monotonic())
    return is_flood or seems_a_machine(filled_in, at.timestamp() - ticket.drawn_at)
