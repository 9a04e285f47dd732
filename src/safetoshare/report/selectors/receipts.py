"""From a receipt to what finds and opens its report (architecture: "Keys").

Stretching takes 19 MiB and tens of milliseconds: at most four run at once in a process, always outside a unit of work.
"""

from __future__ import annotations

from threading import BoundedSemaphore

from django.conf import settings

from safetoshare.base.settings.secrets import read_key
from safetoshare.core import receipt as receipts
from safetoshare.core.receipt import LookUp, Receipt, StretchedReceipt
from safetoshare.core.vault import StretchedKey

AT_ONCE = 4
_pool = BoundedSemaphore(AT_ONCE)


def key_file(name: str) -> bytes:
    """Return a key of this installation. SettingError if its file is missing or damaged."""
    environment = settings.ENVIRONMENT
    return read_key(environment.secrets, name, environment.mode)


def stretched(receipt: Receipt) -> StretchedReceipt:
    """Stretch a receipt, once a request; the fifth at once waits for its turn."""
    salt = key_file("receipt-site-salt")
    with _pool:
        return receipts.stretch_receipt(receipt, salt)


def look_up_of(stretched_receipt: StretchedReceipt) -> LookUp:
    """Return what finds the report."""
    return receipts.look_up(stretched_receipt, key_file("receipt-pepper"))


def mailbox_key_of(stretched_receipt: StretchedReceipt, report_salt: bytes) -> StretchedKey:
    """Return the key under which the report's mailbox key is sealed."""
    return receipts.receipt_key(stretched_receipt, key_file("receipt-second-pepper"), report_salt)
