"""A complaint that came with a message: the unit reads that it is one, and by when it is answered."""

from __future__ import annotations

from datetime import date

from safetoshare.hub.views.rows import message
from safetoshare.report.api import Message


def test_a_complaint_is_marked_and_names_its_last_day() -> None:
    shown = str(message(Message("Nobody called.", kind="complaint", written_on=date(2026, 11, 16))))
    assert "Complaint" in shown
    assert "by 30 November 2026 that it is being looked at" in shown
    assert "Nobody called." in shown


def test_a_message_is_shown_without_that() -> None:
    shown = str(message(Message("Thank you.")))
    assert "Thank you." in shown
    assert "being looked at" not in shown
