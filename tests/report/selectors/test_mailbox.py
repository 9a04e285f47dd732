from __future__ import annotations

from datetime import date

import pytest

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import SealError
from safetoshare.core.receipt import Receipt, draw_receipt
from safetoshare.core.vault import new_salt
from safetoshare.report import api
from safetoshare.report.models import MailboxItem, Report
from safetoshare.report.selectors.mailbox import OpenMailbox, mailbox_of_receipt, messages_of
from tests.report.conftest import SafeguardingUnit, the_report


def reported(nonce: bytes = b"n" * 16, shown_on: date | None = None) -> Receipt:
    receipt = draw_receipt()
    content = api.ReportContent(account="x", promise_shown_on=shown_on)
    api.record_report(content, api.SafeContact(), area="", receipt=receipt, nonce=nonce, on=clock.today())
    return receipt


def test_the_right_receipt_opens_its_own_mailbox_and_no_other(unit: SafeguardingUnit) -> None:
    first, second = reported(b"1" * 16), reported(b"2" * 16)
    mailboxes = [mailbox_of_receipt(receipt) for receipt in (first, second)]
    assert None not in mailboxes
    assert len({mailbox.report for mailbox in mailboxes if isinstance(mailbox, OpenMailbox)}) == 2
    assert mailbox_of_receipt(draw_receipt()) is None


def test_when_the_salt_is_destroyed_the_receipt_opens_nothing_any_more(unit: SafeguardingUnit) -> None:
    receipt = reported()
    with unit_of_work(write=True):
        Report.objects.update(salt=new_salt())
    with pytest.raises(SealError):
        mailbox_of_receipt(receipt)


def test_a_message_moved_to_another_number_does_not_open(unit: SafeguardingUnit) -> None:
    receipt = reported()
    api.send_message(the_report().id, "one", "en")
    with unit_of_work(write=True):
        MailboxItem.objects.update(number=2)
    mailbox = mailbox_of_receipt(receipt)
    assert isinstance(mailbox, OpenMailbox)
    with pytest.raises(SealError):
        messages_of(mailbox)


@pytest.mark.parametrize("shown_on", [date(2026, 1, 31), None])
def test_the_receipt_alone_tells_on_which_day_its_holder_was_shown_the_promise(
    unit: SafeguardingUnit, shown_on: date | None
) -> None:
    mailbox = mailbox_of_receipt(reported(shown_on=shown_on))
    assert isinstance(mailbox, OpenMailbox)
    assert mailbox.promise_shown_on == shown_on


def test_the_row_tells_nobody_which_promise_was_shown(unit: SafeguardingUnit) -> None:
    reported(b"1" * 16, date(2026, 1, 31))
    reported(b"2" * 16)
    with unit_of_work():
        first, second = Report.objects.all()
    assert len(bytes(first.promise_sealed)) == len(bytes(second.promise_sealed))
    assert b"2026-01-31" not in bytes(first.promise_sealed) + bytes(second.promise_sealed)


def test_a_promise_of_another_report_does_not_open(unit: SafeguardingUnit) -> None:
    receipt = reported(b"1" * 16, date(2026, 1, 31))
    reported(b"2" * 16)
    with unit_of_work(write=True):
        first, second = Report.objects.all()
        for column in ("promise_wrapped", "promise_sealed"):
            mine, others = getattr(first, column), getattr(second, column)
            Report.objects.filter(pk=first.pk).update(**{column: others})
            Report.objects.filter(pk=second.pk).update(**{column: mine})
    with pytest.raises(SealError):
        mailbox_of_receipt(receipt)
