"""Which reasons for enhanced rights the facts of a report propose, and which pathway its case follows.

Any one reason suffices (Victims' Code 2020, enhanced rights). More facts never propose fewer reasons, and there is no
fact about immigration: none could lower a right, because none can be said here ("Safe to share?", Rec 4). What is
proposed is a proposal: the officer decides. The reasons, their sources and days are data, `enhanced_rights.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

from safetoshare.core.errors import BadInputError

PATHWAYS: Final = (
    "forced_marriage_or_fgm",
    "honour_based_abuse",
    "modern_slavery",
    "domestic_abuse",
    "sexual_violence",
    "child_abuse",
    "stalking",
    "hate_crime",
    "other_crime",
)
"""The pathways of the policy's vocabulary; where several fit, the one with the narrowest chance to help comes first
("one chance", Karma Nirvana; modern slavery and domestic abuse are told apart, Rec 4(h))."""

FACTS: Final = (*PATHWAYS, "danger_now", "repeated", "person_is_child", "bereaved", "impairment", "fear")
"""Everything that triage can be told. A word outside this list is an error."""


@dataclass(frozen=True, slots=True)
class RightsReason:
    """One reason for enhanced rights, with its citation and the days on which it holds."""

    code: str
    says: str
    category: str
    proposed_by: frozenset[str]
    source: str
    mark: str
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the reason is part of the Code on that day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class TriageProposal:
    """What is proposed to the officer: codes of reasons, in the order of the list, and one pathway."""

    reasons: tuple[str, ...]
    pathway: str


def read_reasons(text: str) -> tuple[RightsReason, ...]:
    """Return the reasons of a TOML text. BadInputError names a fact that triage is never told."""
    tables: dict[str, dict[str, Any]] = tomllib.loads(text)["reasons"]
    return tuple(
        RightsReason(code=code, **{**table, "proposed_by": _known(table["proposed_by"])})
        for code, table in tables.items()
    )


@cache
def all_reasons() -> tuple[RightsReason, ...]:
    """Return every reason that was ever in the list, those that no longer hold too."""
    return read_reasons(resources.files(__package__).joinpath("enhanced_rights.toml").read_text("utf-8"))


def reasons_on(day: date) -> tuple[RightsReason, ...]:
    """Return the reasons that hold on a day."""
    return tuple(reason for reason in all_reasons() if reason.holds_on(day))


def propose(facts: Collection[str], day: date) -> TriageProposal:
    """Return the reasons and the pathway that follow from the facts. BadInputError for a fact that is not known."""
    known = _known(facts)
    reasons = tuple(reason.code for reason in reasons_on(day) if reason.proposed_by & known)
    return TriageProposal(reasons, next((pathway for pathway in PATHWAYS if pathway in known), PATHWAYS[-1]))


def _known(facts: Collection[str]) -> frozenset[str]:
    unknown = sorted(set(facts) - set(FACTS))
    if unknown:
        raise BadInputError(f"Triage knows no fact {', '.join(unknown)}.")
    return frozenset(facts)
