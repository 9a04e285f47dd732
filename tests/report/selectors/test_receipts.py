from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock
from time import sleep

import pytest

from safetoshare.core import receipt as receipts
from safetoshare.core.receipt import Receipt, StretchedReceipt, draw_receipt
from safetoshare.report.selectors.receipts import AT_ONCE, BusyError, Queue, look_up_of, mailbox_key_of, stretched


def test_the_same_receipt_finds_the_same_report_and_another_finds_none_of_it() -> None:
    receipt = draw_receipt()
    assert look_up_of(stretched(receipt)) == look_up_of(stretched(Receipt(receipt.digits)))
    assert look_up_of(stretched(receipt)) != look_up_of(stretched(draw_receipt()))


def test_the_key_to_a_mailbox_is_another_for_each_salt_and_never_the_look_up() -> None:
    stretched_receipt = stretched(draw_receipt())
    keys = {mailbox_key_of(stretched_receipt, bytes([number]) * 16) for number in range(3)}
    assert len(keys | {look_up_of(stretched_receipt)}) == 4


def test_no_more_than_its_places_are_stretched_at_once_and_each_waits_for_its_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
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
    assert most == AT_ONCE[Queue.REPORTING]


def test_whoever_gets_no_place_is_asked_to_wait_and_the_other_queue_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    places, may_end = AT_ONCE[Queue.REPORTING], Event()
    all_taken = Barrier(places + 1)

    def stands(receipt: Receipt, site_salt: bytes) -> StretchedReceipt:
        if receipt in standing:
            all_taken.wait(30)
            may_end.wait(30)
        return StretchedReceipt(receipt.digits.encode())

    standing = [draw_receipt() for _ in range(places)]
    monkeypatch.setattr(receipts, "stretch_receipt", stands)
    monkeypatch.setattr("safetoshare.report.selectors.receipts.WAIT_SECONDS", 0.01)
    with ThreadPoolExecutor(places) as pool:
        done = [pool.submit(stretched, receipt) for receipt in standing]
        all_taken.wait(30)
        with pytest.raises(BusyError):
            stretched(draw_receipt())
        assert stretched(draw_receipt(), Queue.RETURNING)
        may_end.set()
        assert all(one.result(30) for one in done)
    assert stretched(draw_receipt())
