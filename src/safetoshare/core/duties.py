"""Statutory duties that have a last day: data (`duties.toml`), each with its source, its days and how sure it is.

Which duty a document is under is said by whoever enters it, and never guessed: a super-complaint's report is made
under Part 2A of the Police Reform Act 2002 and has no clock of this kind, an inspection report has section 55.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Final

from safetoshare.core.deadlines import Deadline, Rule, deadline
from safetoshare.core.errors import BadInputError
from safetoshare.core.standing import Asked
from safetoshare.core.working_days import england_and_wales

ACKNOWLEDGEMENT: Final = "super_complaint_acknowledgement"


class Mark(StrEnum):
    """How sure a fact is: read in its source, in another account of it, believed, or known to be missing."""

    READ = "R"
    READ_ELSEWHERE = "R2"
    BELIEVED = "B"
    MISSING = "?"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Duty:
    """What is asked by law, of which kinds of bodies, and how its last day is counted."""

    id: str
    asked: Asked
    rule: Rule
    count: int
    binds: tuple[str, ...]
    says: str
    source: str
    mark: Mark
    valid_from: date
    valid_until: date | None = None

    def deadline(self, base: date) -> Deadline:
        """Return the last day with its working. BadInputError where the duty does not hold on the base."""
        if base < self.valid_from or (self.valid_until is not None and base > self.valid_until):
            raise BadInputError(f"the duty {self.id} does not hold on {base}")
        return deadline(self.rule, base, self.count, self.source, england_and_wales())


def read_duties(text: str) -> Mapping[str, Duty]:
    """Return the duties of a TOML text by their names. BadInputError names what cannot be read."""
    try:
        content: dict[str, dict[str, Any]] = tomllib.loads(text)["duties"]
        return {name: _duty(name, facts) for name, facts in content.items()}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadInputError(f"duties cannot be read: {error}") from None


def _duty(name: str, facts: dict[str, Any]) -> Duty:
    words = {
        "asked": Asked(facts["asked"]),
        "rule": Rule(facts["rule"]),
        "binds": tuple(facts["binds"]),
        "mark": Mark(facts["mark"]),
    }
    duty = Duty(id=name, **{**facts, **words})
    if not (duty.says and duty.source):
        raise BadInputError(f"the duty {name} needs what it says and its source")
    duty.deadline(duty.valid_from)
    return duty


@cache
def duties() -> Mapping[str, Duty]:
    """Return the duties of this version."""
    return read_duties(resources.files(__package__).joinpath("duties.toml").read_text("utf-8"))
