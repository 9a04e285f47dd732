"""The unlocked keys, in this process's memory and nowhere else."""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from safetoshare.base.unwrapper.index import SearchIndex
from safetoshare.core.errors import LockedError, OverQuotaError, RefusedError
from safetoshare.core.vault import PrivateKey

IDLE_SECONDS = 15 * 60
LONGEST_SECONDS = 8 * 60 * 60
OPENINGS_AN_HOUR = 120
SURVEYS_AN_HOUR = 3
SEARCHES_AN_HOUR = 20
_HOUR = 60 * 60


@dataclass(frozen=True)
class Member:
    """Whose keys they are, and what the member was when they were unlocked: any change of it locks them."""

    account: UUID
    role: str
    # Ending all of somebody's sessions changes it.
    session_stamp: UUID
    key: UUID


@dataclass
class Unlocked:
    """One member's unlocked keys: those of units, and the seed with which the member signs key lists."""

    member: Member
    unit_keys: dict[UUID, PrivateKey] = field(repr=False)
    signing: PrivateKey = field(repr=False)
    unlocked_at: float
    used_at: float
    # What search knows of the records that these keys open. It goes with them.
    index: SearchIndex = field(default_factory=SearchIndex, repr=False)
    is_dropped: bool = False


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
        self._searches: dict[UUID, deque[float]] = {}
        self._allowed: dict[UUID, float] = {}
        self._lock = threading.Lock()

    def add(self, member: Member, unit_keys: dict[UUID, PrivateKey], signing: PrivateKey) -> str:
        """Keep a member's keys; return the handle that its browser holds. An earlier unlocking of it ends."""
        handle = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            self._drop_where(lambda kept: kept.member.account == member.account)
            self._unlocked[handle] = Unlocked(member, unit_keys, signing, unlocked_at=now, used_at=now)
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
        """Count records about to be opened; OverQuotaError over the quota: nobody reads a whole unit's store."""
        most = OPENINGS_AN_HOUR * (2 if self._is_doubled(account) else 1)
        if not self._counted(self._openings, account, records, most):
            raise OverQuotaError(
                f"More than {OPENINGS_AN_HOUR} records in an hour: wait, or ask a colleague to allow you more."
            )

    def check_may_allow(self, account: UUID) -> None:
        """RefusedError while a member's quota is doubled: once an hour, and no more."""
        if self._is_doubled(account):
            raise RefusedError("This colleague was allowed more less than an hour ago: wait.")

    def allow_more(self, account: UUID) -> None:
        """Double a member's quota for an hour from now. RefusedError while it is doubled already."""
        with self._lock:
            self.check_may_allow(account)
            self._allowed[account] = self._clock()

    def count_survey(self, account: UUID) -> None:
        """Count a survey about to begin; RefusedError over its quota, which is apart from that of openings.

        Many surveys that differ a little would together tell what each alone does not.
        """
        if not self._counted(self._surveys, account, 1, SURVEYS_AN_HOUR):
            raise RefusedError(f"More than {SURVEYS_AN_HOUR} surveys in an hour: wait.")

    def count_search(self, account: UUID) -> None:
        """Count a search about to begin; RefusedError over its quota: nobody tries one name after another."""
        if not self._counted(self._searches, account, 1, SEARCHES_AN_HOUR):
            raise RefusedError(f"More than {SEARCHES_AN_HOUR} searches in an hour: wait.")

    def drop(self, handle: str, account: UUID) -> None:
        """Forget the keys of a handle, if they are this account's."""
        with self._lock:
            self._drop_where(lambda kept: kept is self._unlocked.get(handle) and kept.member.account == account)

    def drop_account(self, account: UUID) -> None:
        """Forget an account's keys, whatever handle they have."""
        with self._lock:
            self._drop_where(lambda kept: kept.member.account == account)

    def drop_all(self) -> int:
        """Forget all keys; return of how many members."""
        with self._lock:
            return self._drop_where(lambda _kept: True)

    def sweep(self) -> None:
        """Forget all keys whose time is over."""
        with self._lock:
            self._drop_where(self._is_over)

    def all_unlocked(self) -> list[Unlocked]:
        """Return all keys that are unlocked now."""
        with self._lock:
            return [kept for kept in self._unlocked.values() if not self._is_over(kept)]

    def _is_doubled(self, account: UUID) -> bool:
        allowed_at = self._allowed.get(account)
        return allowed_at is not None and self._clock() - allowed_at < _HOUR

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
        self._drop_where(self._is_over)
        unlocked = self._unlocked.get(handle)
        if unlocked is None or unlocked.member.account != account:
            raise LockedError("The keys are locked: unlock and try again.")
        return unlocked

    def _is_over(self, unlocked: Unlocked) -> bool:
        now = self._clock()
        return now - unlocked.used_at >= IDLE_SECONDS or now - unlocked.unlocked_at >= LONGEST_SECONDS

    def _drop_where(self, condition: Callable[[Unlocked], bool]) -> int:
        over = {handle: kept for handle, kept in self._unlocked.items() if condition(kept)}
        for handle, kept in over.items():
            del self._unlocked[handle]
            # Whoever still builds its index stops.
            kept.is_dropped = True
            kept.index.clear()
        return len(over)
