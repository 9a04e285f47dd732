"""What members do and what happens to them, and the plaintext that they open."""

from __future__ import annotations

from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account
from safetoshare.base.unwrapper.client import KeysUnlocked, unlock
from tests.base.people import PASSPHRASE

CANARY = b"canary plaintext of a report"


def handle_of(account: Account) -> str:
    outcome = unlock(account.id, PASSPHRASE)
    assert isinstance(outcome, KeysUnlocked)
    return outcome.handle


def change(account: Account, **values: object) -> None:
    with unit_of_work(write=True):
        Account.objects.filter(pk=account.pk).update(**values)
