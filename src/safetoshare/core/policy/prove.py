"""Proves claims over every request that there can be, exactly, by box algebra.

The requests that a policy answers with yes, and those that it leaves to a human, are computed as disjoint boxes from
the same rules that decide. A claim holds if nothing breaks it (`core.policy.breaches` says what does, form by form,
requests with lists included); if it fails, the violations are counted exactly and one of them is given as a request,
which `decide` answers as the sentence says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safetoshare.core.policy.boxes import Box, Budget, disjoint, first_point, merge, size, total
from safetoshare.core.policy.breaches import Breaches
from safetoshare.core.policy.claims import Claim
from safetoshare.core.policy.examples import Example, example
from safetoshare.core.policy.parts import Part
from safetoshare.core.policy.regions import Regions, regions
from safetoshare.core.policy.rules import Policy

__all__ = ["Proof", "Property", "Regions", "prove", "regions", "unmet"]


@dataclass(frozen=True, slots=True)
class Property:
    """One claim's result; the last two are None if it holds.

    `violations` counts the requests with one value for each attribute that break it. Where none
    does, but lists do, it counts those that no rule shares alone and that some list opens; then
    `request` holds that list, and decides as the sentence says.
    """

    id: str
    says: str
    form: str
    holds: bool
    violations: int
    counterexample: str | None
    request: dict[str, str | list[str]] | None


@dataclass(frozen=True, slots=True)
class Proof:
    """The results of all claims for one policy file; `states` counts requests with one value of each attribute."""

    policy: str
    sha256: str
    states: int
    properties: tuple[Property, ...]

    @property
    def holds(self) -> bool:
        """Whether every claim holds."""
        return all(result.holds for result in self.properties)


def prove(policy: Policy, claims: Iterable[Claim], budget: Budget | None = None) -> Proof:
    """Return the result of every claim, in order; PolicyError if the budget does not suffice for all of them."""
    budget = budget or Budget()
    breaches = Breaches(policy, budget)
    return Proof(
        policy=policy.id,
        sha256=policy.sha256,
        states=policy.vocabulary.states,
        properties=tuple(_property(policy, claim, breaches, budget) for claim in claims),
    )


def unmet(policy: Policy, proof: Proof) -> tuple[str, ...]:
    """Return the claims that the version requires and that fail, or that were not proved at all."""
    holding = {result.id for result in proof.properties if result.holds}
    return tuple(name for name in policy.requires if name not in holding)


def _property(policy: Policy, claim: Claim, breaches: Breaches, budget: Budget) -> Property:
    form = " and ".join(dict.fromkeys(part.form for part in claim.parts))
    found = [(part, breaches.alone(part)) for part in claim.parts]
    in_lists = not any(boxes for _, boxes in found)
    if in_lists:
        found = [(part, breaches.in_lists(part)) for part in claim.parts]
    broken = merge(disjoint([box for _, boxes in found for box in boxes], budget))
    if not broken:
        return Property(claim.id, claim.says["en"], form, True, 0, None, None)
    shown = _example(policy, found, in_lists=in_lists)
    return Property(
        id=claim.id,
        says=claim.says["en"],
        form=form,
        holds=False,
        violations=total(broken),
        counterexample=shown.says,
        request=shown.request,
    )


def _example(policy: Policy, found: Sequence[tuple[Part, Sequence[Box]]], *, in_lists: bool) -> Example:
    """Return one violation, in the largest box of all, which says most about how far the breach goes."""
    part, box = max(((part, box) for part, boxes in found for box in boxes), key=lambda one: size(one[1]))
    return example(policy, part, first_point(box), in_lists=in_lists)
