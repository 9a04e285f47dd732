from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.receipt import draw_receipt
from safetoshare.report.selectors.tickets import (
    Holder,
    TicketKind,
    new_ticket,
    read_promise_day,
    read_ticket,
    sealed_promise_day,
    sealed_ticket,
)

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIFE = {
    TicketKind.DRAFT: timedelta(hours=24),
    TicketKind.MAILBOX: timedelta(minutes=30),
    TicketKind.CENTRE: timedelta(hours=24),
}


@pytest.mark.parametrize("kind", TicketKind)
def test_a_ticket_holds_for_its_time_and_no_second_longer(kind: TicketKind) -> None:
    ticket = new_ticket(draw_receipt())
    text = sealed_ticket(ticket, kind, AT)
    assert read_ticket(text, kind, AT) == ticket
    assert read_ticket(text, kind, AT + LIFE[kind] - timedelta(seconds=1)) == ticket
    assert read_ticket(text, kind, AT + LIFE[kind]) is None


def test_a_centres_ticket_says_to_whom_the_receipt_was_shown() -> None:
    ticket = replace(new_ticket(draw_receipt()), holder=Holder(uuid4(), uuid4(), "Centre of two words"))
    assert read_ticket(sealed_ticket(ticket, TicketKind.CENTRE, AT), TicketKind.CENTRE, AT) == ticket


def test_a_ticket_of_one_page_opens_no_other() -> None:
    text = sealed_ticket(new_ticket(draw_receipt()), TicketKind.DRAFT, AT)
    assert read_ticket(text, TicketKind.MAILBOX, AT) is None


@given(place=st.integers(min_value=0), letter=st.sampled_from("ABab01_-"))
def test_a_ticket_with_any_letter_changed_is_nothing(place: int, letter: str) -> None:
    text = sealed_ticket(new_ticket(draw_receipt()), TicketKind.DRAFT, AT)
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]
    # The last letters of base64 hold bits that belong to no byte.
    if changed.rstrip("=")[:-1] != text.rstrip("=")[:-1]:
        assert read_ticket(changed, TicketKind.DRAFT, AT) is None


@given(st.text())
def test_whatever_else_is_sent_as_a_ticket_is_nothing(text: str) -> None:
    assert read_ticket(text, TicketKind.DRAFT, AT) is None


@pytest.mark.parametrize("text", ["", "A" * 5_000_000, "A" * 400, "٣" * 40, "AAA"])
def test_hostile_tickets_are_nothing(text: str) -> None:
    assert read_ticket(text, TicketKind.DRAFT, AT) is None


def test_two_tickets_of_one_receipt_count_as_two_messages_and_show_neither() -> None:
    receipt = draw_receipt()
    first, second = new_ticket(receipt), new_ticket(receipt)
    assert first.nonce != second.nonce
    assert receipt.digits not in sealed_ticket(first, TicketKind.DRAFT, AT) + repr(first)


@given(st.none() | st.dates())
def test_a_ticket_carries_the_day_on_which_the_promise_was_shown(day: date | None) -> None:
    ticket = new_ticket(draw_receipt(), day)
    read = read_ticket(sealed_ticket(ticket, TicketKind.DRAFT, AT), TicketKind.DRAFT, AT)
    assert read is not None
    assert read.promise_shown_on == day


@given(st.dates())
def test_the_day_of_the_promise_is_read_back_for_a_day_and_no_second_longer(day: date) -> None:
    text = sealed_promise_day(day, AT)
    assert read_promise_day(text, AT) == day
    assert read_promise_day(text, AT + timedelta(hours=24, seconds=-1)) == day
    assert read_promise_day(text, AT + timedelta(hours=24)) is None


@pytest.mark.parametrize("text", ["", "2026-11-23", '{"shown_on": "2020-01-01"}', "A" * 400, "٣" * 40])
def test_nobody_can_name_a_day_of_her_own(text: str) -> None:
    assert read_promise_day(text, AT) is None


def test_a_ticket_is_no_day_and_a_day_is_no_ticket() -> None:
    assert read_promise_day(sealed_ticket(new_ticket(draw_receipt()), TicketKind.DRAFT, AT), AT) is None
    assert read_ticket(sealed_promise_day(AT.date(), AT), TicketKind.DRAFT, AT) is None
