"""The figures that other parts offer as evidence, gathered as they give them: this part computes none (Rec 8).

Small numbers were suppressed where they were counted (`core.measures`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from safetoshare.core.measures import Measure
from safetoshare.hub import api as hub
from safetoshare.network import api as network
from safetoshare.practice import api as practice
from safetoshare.sharing.api import figures as sharing

# A year that ends with the day that is asked about, both days included.
PERIOD: Final = timedelta(days=364)
_SOURCES: dict[str, Callable[[date, date], Iterable[Measure]]] = {
    "sharing": sharing.measures,
    "practice": practice.measures,
    "hub": hub.measures,
    "network": network.measures,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure and the part of the house that says so."""

    part: str
    measure: Measure

    def bears_on(self, number: str) -> bool:
        """Whether it is evidence for a recommendation, or for a part of it: "4(j)" bears on "4"."""
        return any(code == number or code.startswith(f"{number}(") for code in self.measure.bears_on)


def evidence_until(day: date) -> tuple[Evidence, ...]:
    """Return all figures for the year that ends with `day`. Called outside a unit of work: each part begins its own."""
    return tuple(
        Evidence(part, measure) for part, measures in _SOURCES.items() for measure in measures(day - PERIOD, day)
    )
