"""What a policy would have answered to requests that were decided before: which answers change, and how many.

For the difference that a proposed version makes to real work, beside the exact difference of what it says. Nothing but
ids, kinds of data, answers and rules comes out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safetoshare.core.policy.decide import decider_of
from safetoshare.core.policy.requests import Request
from safetoshare.core.policy.rules import Policy

RecordId = str | int | None


@dataclass(frozen=True)
class Recorded:
    """A request that was decided: for each of its kinds of data "yes", "no" or "human"."""

    id: RecordId
    request: Request
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Changed:
    """One kind of data of one record that is answered otherwise now, and by which rules (none: by silence)."""

    id: RecordId
    kind: str
    was: str
    now: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Replayed:
    """All that changed, in the order of the records; `decisions` counts every kind of data of every record.

    `counts` gives how often one answer (first) became another (second); what did not change is not in it.
    """

    decisions: int
    changed: tuple[Changed, ...]
    counts: Mapping[tuple[str, str], int]


def replay(policy: Policy, recorded: Iterable[Recorded]) -> Replayed:
    """Decide every record anew by the policy, whatever its dates, and compare the answers."""
    decide = decider_of(policy).decide
    decisions = 0
    changed: list[Changed] = []
    for record in recorded:
        for kind, decision in decide(record.request).items():
            decisions += 1
            was = record.answers[kind]
            if was != decision.answer:
                changed.append(Changed(record.id, kind, was, decision.answer, decision.rules))
    return Replayed(decisions, tuple(changed), Counter((one.was, one.now) for one in changed))
