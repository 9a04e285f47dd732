"""Wrong passphrases by account, in memory: each costs a wait, see `accounts.tries`."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from uuid import UUID

from safetoshare.base.accounts.tries import wait_after


class PassphraseTries:
    """How often each account's passphrase was wrong, and since when. A restart forgets it, and all keys with it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures: dict[UUID, tuple[int, float]] = {}

    def seconds_to_wait(self, account: UUID) -> int:
        """Return how long this account waits before its next try: 0 when it may try now."""
        failures, since = self._failures.get(account, (0, 0.0))
        return max(0, ceil(since + wait_after(failures).total_seconds() - self._clock()))

    def count_failure(self, account: UUID) -> None:
        """Note a wrong passphrase."""
        failures, _ = self._failures.get(account, (0, 0.0))
        self._failures[account] = (failures + 1, self._clock())

    def forget(self, account: UUID) -> None:
        """Begin anew, after the right one."""
        self._failures.pop(account, None)
