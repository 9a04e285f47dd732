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
# Of all unknown browsers together, in an hour at one door: more than a force's people mistype at strange computers.
FREE_TRIES_OF_ALL = 20
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


def tries_at(name: str, realm: Realm, key: bytes, at: datetime, browser: str = "") -> SignInTries:
    """Return the count for a name at a door, locked for this (writing) unit of work.

    `browser` names one in which somebody signed in to the name before; all others share one count.
    """
    _forget_old(at)
    return _locked(f"tries {realm} {name}" + (f"\0{browser}" if browser else ""), key, at)


def tries_of_all(realm: Realm, key: bytes, at: datetime) -> SignInTries:
    """Return this hour's count of all unknown browsers at a door, locked for this (writing) unit of work.

    Lock a name's count before this one, always: two that lock them the other way round would wait for each other.
    """
    # No name can be this one: a name's words begin otherwise.
    return _locked(f"all {realm} {int(at.timestamp()) // 3600}", key, at)


def count_failure(tries: SignInTries, at: datetime) -> None:
    """Count one more wrong try."""
    tries.failures += 1
    tries.next_try_at = at + wait_after(tries.failures)
    tries.save()


def count_failure_of_all(tries: SignInTries, at: datetime) -> None:
    """Count one more wrong try of the unknown browsers: the first of an hour cost them nothing together."""
    tries.failures += 1
    wait = wait_after(tries.failures - FREE_TRIES_OF_ALL)
    if wait:
        tries.next_try_at = at + wait
    tries.save()


def _locked(words: str, key: bytes, at: datetime) -> SignInTries:
    name_hash = hmac.digest(key, words.encode(errors="replace"), "sha256").hex()
    tries, _ = SignInTries.objects.select_for_update().get_or_create(
        name_hash=name_hash, defaults={"failures": 0, "next_try_at": at}
    )
    return tries


def _forget_old(at: datetime) -> None:
    # What another process holds just now is left to it: two that wait for each other's rows would never end.
    old = SignInTries.objects.select_for_update(skip_locked=True).filter(next_try_at__lt=at - FORGOTTEN_AFTER)
    SignInTries.objects.filter(pk__in=[tries.pk for tries in old[:_FORGOTTEN_AT_ONCE]]).delete()
