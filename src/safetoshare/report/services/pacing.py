"""Which reports are read after the others: those of a flood, and those that a machine seems to have sent.

None is refused and none is lost: a person may have filled in the form fast, and a flood may be a Monday morning. No
address is looked at and none is counted: only how many reports this process took within a minute, in memory.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

# Nobody reads the rule, writes down a receipt and says what happened in so few seconds.
HASTY_SECONDS: Final = 4
WINDOW_SECONDS: Final = 60.0
MOST_IN_A_WINDOW: Final = 30


@dataclass
class Flood:
    """How many reports this process took lately, by a clock that only goes on."""

    taken: deque[float] = field(default_factory=deque)
    lock: Lock = field(default_factory=Lock)

    def is_on(self, now: float) -> bool:
        """Count one more, and say whether there were too many within the window."""
        with self.lock:
            self.taken.append(now)
            while self.taken[0] <= now - WINDOW_SECONDS:
                self.taken.popleft()
            return len(self.taken) > MOST_IN_A_WINDOW


def seems_a_machine(filled_in: str, seconds: float) -> bool:
    """Whether the box that no person sees was filled in, or the whole way went faster than a person reads."""
    return bool(filled_in) or seconds < HASTY_SECONDS
