from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import sleep

import pytest

from safetoshare.core import receipt as receipts
from safetoshare.core.receipt import Receipt, StretchedReceipt, draw_receipt
from safetoshare.report.selectors.receipts import AT_ONCE, look_up_of, mailbox_key_of, stretched


def test_the_same_receipt_finds_the_same_report_and_another_finds_none_of_it() -> None:
    receipt = draw_receipt()
    assert look_up_of(stretched(receipt)) == look_up_of(stretched(Receipt(receipt.digits)))
    assert look_up_of(stretched(receipt)) != look_up_of(stretched(draw_receipt()))


def test_the_key_to_a_mailbox_is_another_for_each_salt_and_never_the_look_up() -> None:
    stretched_receipt = stretched(draw_receipt())
    keys = {mailbox_key_of(stretched_receipt, bytes([number]) * 16) for number in range(3)}
    assert len(keys | {look_up_of(stretched_receipt)}) == 4


def test_no_more_than_four_are_stretched_at_once_and_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    lock, now, most = Lock(), 0, 0

    def slow(receipt: Receipt, site_salt: bytes) -> StretchedReceipt:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        sleep(0.02)
        with lock:
            now -= 1
        return StretchedReceipt(receipt.digits.encode())

    monkeypatch.setattr(receipts, "stretch_receipt", slow)
    drawn = [draw_receipt() for _ in range(12)]
    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(stretched, drawn)) == [receipt.digits.encode() for receipt in drawn]
    assert most == AT_ONCE
