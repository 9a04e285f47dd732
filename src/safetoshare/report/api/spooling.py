"""The spool, for the command that empties it: reports that wait on this machine until the database is back."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Final

from safetoshare.report.services.spooling import TakenOver, all_waiting, take_over

__all__ = ["PATIENCE_SECONDS", "TakenOver", "Watch", "take_over"]

# A report that says danger now is opened within 15 minutes, or somebody is called: from the spool too.
PATIENCE_SECONDS: Final = 10 * 60
_log = logging.getLogger("safetoshare.errors")


@dataclass
class Watch:
    """How long each report has waited, by when this process first saw it: in memory alone, for no file has an hour."""

    first_seen: dict[str, float] = field(default_factory=dict)

    def look(self, now: float) -> int:
        """Raise an alarm for what has waited too long, and again after as long; return for how many.

        `now` is in seconds of any clock that only goes on.
        """
        found = dict(all_waiting())
        self.first_seen = {name: self.first_seen.get(name, now) for name in found}
        late = [name for name, since in self.first_seen.items() if now - since >= PATIENCE_SECONDS]
        if late:
            in_danger = sum(found[name].is_danger for name in late)
            _log.critical(
                "alarm, %d reports wait in the spool and reach nobody, %d of them say danger now: bring the database "
                "back, and have whoever is on duty told",
                len(late),
                in_danger,
            )
            self.first_seen |= dict.fromkeys(late, now)
        return len(late)
