from __future__ import annotations

from uuid import uuid4

import pytest

from safetoshare.base import clock
from safetoshare.core.receipt import Receipt, draw_receipt
from safetoshare.report import api
from safetoshare.report.api import ReportContent, SafeContact
from safetoshare.report.selectors.mailbox import OpenMailbox, mailbox_of_receipt
from safetoshare.report.selectors.words import MOST_TRIES, WordSays
from safetoshare.report.services.words import check_word, choose_words
from tests.base.conftest import InThreads
from tests.report.conftest import create_unit_with_known_keys

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "audit"])


def opened(receipt: Receipt) -> OpenMailbox:
    found = mailbox_of_receipt(receipt)
    assert isinstance(found, OpenMailbox)
    return found


def test_many_guesses_at_once_are_five(file_databases: None, in_threads: InThreads) -> None:
    create_unit_with_known_keys()
    receipt, today = draw_receipt(), clock.today()
    words = {"area": "", "receipt": receipt, "nonce": uuid4().bytes, "on": today}
    api.record_report(ReportContent(account="x"), SafeContact(), **words)  # type: ignore[arg-type]
    choose_words(opened(receipt), "plum", "", today)
    mailbox = opened(receipt)
    said = in_threads(*[lambda number=number: check_word(mailbox, f"guess {number}", today) for number in range(8)])
    assert sorted(said) == [WordSays.TOO_OFTEN] * (8 - MOST_TRIES) + [WordSays.WRONG] * MOST_TRIES
    assert check_word(mailbox, "plum", today) is WordSays.TOO_OFTEN
