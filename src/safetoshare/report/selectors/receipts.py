"""From a receipt to what finds and opens its report (architecture: "Keys").

Stretching takes 19 MiB and tens of milliseconds: a bounded number run at once in a process, always outside a unit of
work. Those who report and those who come back have places of their own, so that neither crowd shuts the other out;
whoever gets no place within some seconds is asked to wait, and keeps what she typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from threading import BoundedSemaphore
from typing import Final

from django.conf import settings

from safetoshare.base.settings.secrets import read_key
from safetoshare.core import receipt as receipts
from safetoshare.core.errors import SafeToShareError
from safetoshare.core.receipt import LookUp, Receipt, StretchedReceipt
from safetoshare.core.vault import StretchedKey

WAIT_SECONDS: Final = 20.0


class Queue(StrEnum):
    """Whether somebody reports or comes back."""

    REPORTING = "reporting"
    RETURNING = "returning"


AT_ONCE: Final = {Queue.REPORTING: 2, Queue.RETURNING: 2}
_places = {queue: BoundedSemaphore(number) for queue, number in AT_ONCE.items()}


class BusyError(SafeToShareError):
    """Too many people at once: nothing was done. Whoever waits a little and presses again comes in."""


def key_file(name: str) -> bytes:
    """Return a key of this installation. SettingError if its file is missing or damaged."""
    environment = settings.ENVIRONMENT
    return read_key(environment.secrets, name, environment.mode)


def stretched(receipt: Receipt, queue: Queue = Queue.REPORTING) -> StretchedReceipt:
    """Stretch a receipt; whoever finds no place waits for one. BusyError when none came free."""
    salt = key_file("receipt-site-salt")
    with place_in(queue):
        return receipts.stretch_receipt(receipt, salt)


@contextmanager
def place_in(queue: Queue) -> Iterator[None]:
    """Hold one of a queue's places for what takes as long as stretching. BusyError when none came free."""
    if not _places[queue].acquire(timeout=WAIT_SECONDS):
        raise BusyError("Too many receipts are being looked at.")
    try:
        yield
    finally:
        _places[queue].release()


def look_up_of(stretched_receipt: StretchedReceipt) -> LookUp:
    """Return what finds the report."""
    return receipts.look_up(stretched_receipt, key_file("receipt-pepper"))


def mailbox_key_of(stretched_receipt: StretchedReceipt, report_salt: bytes) -> StretchedKey:
    """Return the key under which the report's mailbox key is sealed."""
    return receipts.receipt_key(stretched_receipt, key_file("receipt-second-pepper"), report_salt)
