"""Proves claims over every request that there can be, exactly, by box algebra.

The requests that a policy answers with yes, and those that it leaves to a human, are computed as
disjoint boxes from the same rules that decide. A claim holds if no box of them reaches where it
says that nothing is shared; if it fails, the violations are counted exactly and one of them is
given as a request, which `decide` answers as the sentence says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safetoshare.core.policy.boxes import (
    Box,
    Budget,
    disjoint,
    first_point,
    intersect,
    merge,
    size,
    subtract_all,
    total,
)
from safetoshare.core.policy.claims import Claim, Part
from safetoshare.core.policy.decide import decider_of
from safetoshare.core.policy.rules import Effect, Policy
from safetoshare.core.policy.wording import counterexample


@dataclass(frozen=True, slots=True)
class Regions:
    """All requests with the answers yes and human, each as disjoint boxes; all others are a no."""

    yes: tuple[Box, ...]
    human: tuple[Box, ...]

    @property
    def shared(self) -> tuple[Box, ...]:
        """All that is or may be shared: what is left to a human counts."""
        return self.yes + self.human


@dataclass(frozen=True, slots=True)
class Property:
    """One claim's result; `violations` counts requests, the last two are None if it holds."""

    id: str
    says: str
    form: str
    holds: bool
    violations: int
    counterexample: str | None
    request: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Proof:
    """The results of all claims for one policy file; `states` is the number of requests decided."""

    policy: str
    sha256: str
    states: int
    properties: tuple[Property, ...]

    @property
    def holds(self) -> bool:
        """Whether every claim holds."""
        return all(result.holds for result in self.properties)


def regions(policy: Policy, budget: Budget | None = None) -> Regions:
    """Return where the policy answers yes and human, exactly; PolicyError beyond the budget."""
    budget = budget or Budget()
    boxes = {effect: [box for rule in policy.rules if rule.effect is effect for box in rule.boxes] for effect in Effect}
    human = _without(boxes[Effect.HUMAN], boxes[Effect.NEVER], budget)
    yes = _without(boxes[Effect.MAY], boxes[Effect.NEVER] + boxes[Effect.HUMAN], budget)
    return Regions(tuple(yes), tuple(human))


def prove(policy: Policy, claims: Iterable[Claim], budget: Budget | None = None) -> Proof:
    """Return the result of every claim, in order; PolicyError if the budget does not suffice for all of them."""
    budget = budget or Budget()
    shared = regions(policy, budget).shared
    return Proof(
        policy=policy.id,
        sha256=policy.sha256,
        states=policy.vocabulary.states,
        properties=tuple(_property(policy, claim, shared, budget) for claim in claims),
    )


def violations(shared: Sequence[Box], part: Part, budget: Budget | None = None) -> list[Box]:
    """Return what is shared against one part of a claim, as disjoint boxes."""
    budget = budget or Budget()
    budget.spend(len(part.boxes) * len(shared))
    inside = (intersect(box, claimed) for claimed in part.boxes for box in shared)
    return subtract_all((box for box in inside if box is not None), part.conditions, budget)


def _property(policy: Policy, claim: Claim, shared: Sequence[Box], budget: Budget) -> Property:
    found = [box for part in claim.parts for box in violations(shared, part, budget)]
    broken = merge(disjoint(found, budget))
    form = " and ".join(dict.fromkeys(part.form for part in claim.parts))
    if not broken:
        return Property(claim.id, claim.says["en"], form, True, 0, None, None)
    attributes = policy.vocabulary.attributes
    # The largest box says most about how far the breach goes.
    point = first_point(max(broken, key=size))
    values = [attribute.values[i].id for attribute, i in zip(attributes, point, strict=True)]
    return Property(
        id=claim.id,
        says=claim.says["en"],
        form=form,
        holds=False,
        violations=total(broken),
        counterexample=counterexample(values, decider_of(policy).point(values), policy.vocabulary),
        request={attribute.id: v for attribute, v in zip(attributes, values, strict=True)},
    )


def _without(boxes: Sequence[Box], cutters: Sequence[Box], budget: Budget) -> list[Box]:
    """Return the union of boxes without the cutters, as few disjoint boxes.

    Each box is cut by those alone that meet it: most rules are about different recipients.
    """
    kept: list[Box] = []
    for number, box in enumerate(boxes):
        others = (*cutters, *boxes[:number])
        budget.spend(len(others))
        kept += subtract_all([box], [other for other in others if intersect(box, other)], budget)
    return merge(kept)
