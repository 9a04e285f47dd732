from __future__ import annotations

from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import OperationalError

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import RefusedError
from safetoshare.core.receipt import Receipt, draw_receipt
from safetoshare.report import api
from safetoshare.report.models import ReporterMessage
from safetoshare.report.selectors.content import Message, ReportContent, SafeContact
from safetoshare.report.selectors.mailbox import OpenMailbox, mailbox_of_receipt, messages_of
from safetoshare.report.services.messages import add_reporter_message, note_taken, send_message
from safetoshare.report.services.recording import NotStoredError, record_report
from tests.base.conftest import InThreads
from tests.report.conftest import SafeguardingUnit, create_unit_with_known_keys, the_report


def reported() -> Receipt:
    receipt = draw_receipt()
    content = ReportContent(account="x")
    record_report(content, SafeContact(), area="", receipt=receipt, nonce=b"n" * 16, on=clock.today())
    return receipt


def opened(receipt: Receipt) -> OpenMailbox:
    mailbox = mailbox_of_receipt(receipt)
    assert isinstance(mailbox, OpenMailbox)
    return mailbox


def test_messages_reach_whoever_holds_the_receipt_in_order(unit: SafeguardingUnit) -> None:
    receipt = reported()
    assert [send_message(the_report().id, text, "ar") for text in ("one", "two")] == [1, 2]
    messages = messages_of(opened(receipt))
    assert [(message.text, message.language) for message in messages] == [("one", "ar"), ("two", "ar")]
    assert messages[0].sent_on == clock.today()


def test_no_other_receipt_opens_a_mailbox(unit: SafeguardingUnit) -> None:
    reported()
    assert mailbox_of_receipt(draw_receipt()) is None


def test_a_mailbox_key_opens_nothing_of_the_report_itself(unit: SafeguardingUnit) -> None:
    mailbox = opened(reported())
    for value in api.sealed_groups(mailbox.report).values():
        with pytest.raises(Exception, match="does not open"):
            mailbox.open([value])
    assert repr(mailbox).count("private") == 0


def test_what_a_reporter_writes_opens_for_the_unit_once_for_each_press(unit: SafeguardingUnit) -> None:
    reported()
    report = the_report().id
    assert add_reporter_message(report, Message("please hurry", "so"), b"1" * 16, clock.today())
    assert not add_reporter_message(report, Message("please hurry", "so"), b"1" * 16, clock.today())
    assert add_reporter_message(report, Message("thank you", "so"), b"2" * 16, clock.today())
    assert unit.messages() == [Message("please hurry", "so"), Message("thank you", "so")]


@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_messages_sent_at_once_all_arrive_and_the_same_one_once(in_threads: InThreads) -> None:
    unit = create_unit_with_known_keys()
    reported()
    report = the_report().id
    nonces = [bytes([number % 3]) * 16 for number in range(6)]
    stored = in_threads(
        *[
            lambda nonce=nonce: add_reporter_message(report, Message(nonce.hex()), nonce, clock.today())
            for nonce in nonces
        ]
    )
    assert sum(stored) == 3
    assert {message.text for message in unit.messages()} == {nonce.hex() for nonce in nonces}


def test_a_message_that_cannot_be_stored_is_not_acknowledged(unit: SafeguardingUnit) -> None:
    reported()
    broken = patch.object(ReporterMessage.objects, "create", side_effect=OperationalError("quotes the row"))
    with broken, pytest.raises(NotStoredError) as error:
        add_reporter_message(the_report().id, Message("x"), b"1" * 16, clock.today())
    assert "quotes" not in str(error.value)


def test_a_report_is_taken_once(unit: SafeguardingUnit) -> None:
    reported()
    report = the_report().id
    assert [one.id for one in api.reports_received()] == [report]
    with unit_of_work(write=True):
        assert (note_taken(report), note_taken(report)) == (True, False)
    assert api.reports_received() == []
    taken = api.report(report)
    assert taken is not None
    assert taken.state == "taken"


@pytest.mark.django_db
def test_of_a_report_that_is_not_there_each_door_says_so() -> None:
    nowhere = uuid4()
    assert api.report(nowhere) is None
    assert api.sealed_groups(nowhere) == {}
    assert api.messages_from_reporter(nowhere) == []
    for ask in (lambda: note_taken(nowhere), lambda: send_message(nowhere, "x", "en"), lambda: api.mailbox_of(nowhere)):
        with pytest.raises(RefusedError):
            ask()
