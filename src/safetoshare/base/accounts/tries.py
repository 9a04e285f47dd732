"""Waits after wrong tries, and the count of them at the sign-in door.

Three tries are free; each further wrong one doubles the wait, up to five minutes. Signing in counts by the name that
was typed, known or not, so that neither an answer nor its time tells which names exist.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from safetoshare.base.models import SignInTries
from safetoshare.base.permissions import Realm

FREE_TRIES = 3
LONGEST_WAIT = timedelta(minutes=5)
# Whoever waits it out gains nothing: an hour allows twelve tries at the longest wait, and nine from the start.
FORGOTTEN_AFTER = timedelta(hours=1)
_FORGOTTEN_AT_ONCE = 100


def wait_after(failures: int) -> timedelta:
    """Return the wait after so many wrong tries in a row: 0 s for the first two, then 2, 4, 8 ... 300 s."""
    if failures < FREE_TRIES:
        return timedelta(0)
    # The exponent is bounded so that the power stays a small number.
    return min(timedelta(seconds=2 ** min(failures - FREE_TRIES + 1, 16)), LONGEST_WAIT)


def tries_at(name: str, realm: Realm, key: bytes, at: datetime) -> SignInTries:
    """Return the count for a name at a door, locked for this (writing) unit of work."""
    _forget_old(at)
    name_hash = hmac.digest(key, f"tries {realm} {name}".encode(errors="replace"), "sha256").hex()
    tries, _ = SignInTries.objects.select_for_update().get_or_create(
        name_hash=name_hash, defaults={"failures": 0, "next_try_at": at}
    )
    return tries


def count_failure(tries: SignInTries, at: datetime) -> None:
    """Count one more wrong try."""
    tries.failures += 1
    tries.next_try_at = at + wait_after(tries.failures)
    tries.save()


def _forget_old(at: datetime) -> None:
    # What another process holds just now is left to it: two that wait for each other's rows would never end.
    old = SignInTries.objects.select_for_update(skip_locked=True).filter(next_try_at__lt=at - FORGOTTEN_AFTER)
    SignInTries.objects.filter(pk__in=[tries.pk for tries in old[:_FORGOTTEN_AT_ONCE]]).delete()
