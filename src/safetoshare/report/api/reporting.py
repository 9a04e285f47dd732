"""What the pages of a reporter who writes need: the receipt, the sealed ticket between pages, and storing."""

from __future__ import annotations

from datetime import date

from safetoshare.core.errors import ReceiptError
from safetoshare.core.receipt import GROUP_DIGITS, Receipt, draw_receipt, read_receipt
from safetoshare.report.selectors.tickets import (
    Ticket,
    TicketKind,
    new_ticket,
    read_promise_day,
    read_ticket,
    sealed_promise_day,
    sealed_ticket,
)
from safetoshare.report.services.recording import NotStoredError, RecordedReport, record_report

__all__ = [
    "NotStoredError",
    "RecordedReport",
    "Ticket",
    "TicketKind",
    "are_last_groups",
    "draw_ticket",
    "read_promise_day",
    "read_ticket",
    "record_report",
    "sealed_promise_day",
    "sealed_ticket",
]

_LAST_GROUPS = 2


def draw_ticket(promise_shown_on: date) -> Ticket:
    """Draw a receipt, and the nonce with which its report is sent, for whoever was shown the promise of that day."""
    return new_ticket(draw_receipt(), promise_shown_on)


def are_last_groups(typed: str, receipt: Receipt) -> bool:
    """Whether these are the receipt's last two groups, in any script's digits: she has it in front of her."""
    before = receipt.digits[: -_LAST_GROUPS * GROUP_DIGITS]
    try:
        return read_receipt(before + typed) == receipt
    except ReceiptError:
        return False
