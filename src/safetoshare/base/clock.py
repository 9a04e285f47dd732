"""What time it is, asked in one place only, so that a test or the demonstration can stand on another day.

Days are London days: a duty that falls due "on 17 June" falls due on that day in England, summer time or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)


def now() -> datetime:
    """Return the time, in UTC."""
    return _moved_to.get() or datetime.now(UTC)


def today() -> date:
    """Return the day it is in London."""
    return now().astimezone(LONDON).date()


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Stand at `moment` (with its time zone) inside the block. For tests and `worker --at` in the demonstration."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    token = _moved_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moved_to.reset(token)
