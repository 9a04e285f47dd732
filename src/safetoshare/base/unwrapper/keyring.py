"""The unlocked keys, in this process's memory and nowhere else."""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from safetoshare.core.errors import LockedError, RefusedError
from safetoshare.core.vault import PrivateKey

IDLE_SECONDS = 15 * 60
LONGEST_SECONDS = 8 * 60 * 60
OPENINGS_AN_HOUR = 120
SURVEYS_AN_HOUR = 3
_HOUR = 60 * 60


@dataclass
class Unlocked:
    """One member's unlocked keys. The handle is what the member's browser holds."""

    account: UUID
    # The account's stamp when it unlocked: ending all of somebody's sessions ends this too.
    session_stamp: UUID
    unit_keys: dict[UUID, PrivateKey] = field(repr=False)
    unlocked_at: float
    used_at: float


def seconds_since_boot() -> float:
    """Return the time of a clock that only goes forward, also while the machine sleeps with keys in its memory."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Keyring:
    """Unlocked keys by handle. Seconds are of a clock that only goes forward."""

    def __init__(self, clock: Callable[[], float] = seconds_since_boot) -> None:
        self._clock = clock
        self._unlocked: dict[str, Unlocked] = {}
        self._openings: dict[UUID, deque[float]] = {}
        self._surveys: dict[UUID, deque[float]] = {}
        self._lock = threading.Lock()

    def add(self, account: UUID, session_stamp: UUID, unit_keys: dict[UUID, PrivateKey]) -> str:
        """Keep a member's keys; return the handle. An earlier unlocking of the same member ends."""
        handle = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            self._drop_where(lambda kept: kept.account == account)
            self._unlocked[handle] = Unlocked(account, session_stamp, unit_keys, unlocked_at=now, used_at=now)
        return handle

    def use(self, handle: str, account: UUID) -> Unlocked:
        """Return the keys and begin their idle time anew; LockedError when there are none (any more)."""
        with self._lock:
            unlocked = self._current(handle, account)
            unlocked.used_at = self._clock()
            return unlocked

    def seconds_left(self, handle: str, account: UUID) -> int:
        """Return how long the keys stay unlocked if nothing is opened; asking does not prolong it."""
        with self._lock:
            unlocked = self._current(handle, account)
            idle = unlocked.used_at + IDLE_SECONDS - self._clock()
            longest = unlocked.unlocked_at + LONGEST_SECONDS - self._clock()
        return int(min(idle, longest))

    def count_openings(self, account: UUID, records: int) -> None:
        """Count records about to be opened; RefusedError over the quota: nobody reads a whole unit's store."""
        if not self._counted(self._openings, account, records, OPENINGS_AN_HOUR):
            raise RefusedError(f"More than {OPENINGS_AN_HOUR} records in an hour: wait, or ask the supervisor.")

    def count_survey(self, account: UUID) -> None:
        """Count a survey about to begin; RefusedError over its quota, which is apart from that of openings.

        Many surveys that differ a little would together tell what each alone does not.
        """
        if not self._counted(self._surveys, account, 1, SURVEYS_AN_HOUR):
            raise RefusedError(f"More than {SURVEYS_AN_HOUR} surveys in an hour: wait.")

    def drop(self, handle: str, account: UUID) -> None:
        """Forget the keys of a handle, if they are this account's."""
        with self._lock:
            kept = self._unlocked.get(handle)
            if kept is not None and kept.account == account:
                del self._unlocked[handle]

    def sweep(self) -> None:
        """Forget all keys whose time is over."""
        with self._lock:
            self._drop_where(self._is_over)

    def _counted(self, kept: dict[UUID, deque[float]], account: UUID, number: int, most: int) -> bool:
        """Whether so many more fit into this account's last hour; they are counted if they do."""
        now = self._clock()
        with self._lock:
            times = kept.setdefault(account, deque())
            while times and times[0] <= now - _HOUR:
                times.popleft()
            if len(times) + number > most:
                return False
            times.extend([now] * number)
            return True

    def _current(self, handle: str, account: UUID) -> Unlocked:
        unlocked = self._unlocked.get(handle)
        if unlocked is not None and self._is_over(unlocked):
            del self._unlocked[handle]
            unlocked = None
        if unlocked is None or unlocked.account != account:
            raise LockedError("The keys are locked: unlock and try again.")
        return unlocked

    def _is_over(self, unlocked: Unlocked) -> bool:
        now = self._clock()
        return now - unlocked.used_at >= IDLE_SECONDS or now - unlocked.unlocked_at >= LONGEST_SECONDS

    def _drop_where(self, condition: Callable[[Unlocked], bool]) -> None:
        for handle in [handle for handle, kept in self._unlocked.items() if condition(kept)]:
            del self._unlocked[handle]
