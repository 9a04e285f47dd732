"""Proves claims over every request that there can be, exactly, by box algebra.

The requests that a policy answers with yes, and those that it leaves to a human, are computed as
disjoint boxes from the same rules that decide. A claim holds if no box of them reaches where it
says that nothing is shared; if it fails, the violations are counted exactly and one of them is
given as a request, which `decide` answers as the sentence says.

Requests with lists are covered, exactly: a list breaks a claim if it is shared and one of its
members, one value of each list, lies where the claim says that nothing is. Where the strictest answer
counts, a list is shared only if each of its members is, so single values say all. Where the most
helpful one counts (pathways, towards those who help), a list is shared if one of its values is and no
`never` hits any. A pair of values breaks whatever a longer list does, so the shared requests, widened
to all values of that attribute, less every `never`, are exactly the members of lists that are shared.
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
from safetoshare.core.policy.decide import Refused, decider_of
from safetoshare.core.policy.requests import parse_request
from safetoshare.core.policy.rules import Effect, Policy
from safetoshare.core.policy.vocabulary import Vocabulary
from safetoshare.core.policy.wording import alone, counterexample


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


def regions(policy: Policy, budget: Budget | None = None) -> Regions:
    """Return where the policy answers yes and human, exactly; PolicyError beyond the budget."""
    budget = budget or Budget()
    boxes = {effect: [box for rule in policy.rules if rule.effect is effect for box in rule.boxes] for effect in Effect}
    human = _without(boxes[Effect.HUMAN], boxes[Effect.NEVER], budget)
    yes = _without(boxes[Effect.MAY], boxes[Effect.NEVER] + boxes[Effect.HUMAN], budget)
    return Regions(tuple(yes), tuple(human))


def opened_by_lists(policy: Policy, shared: Sequence[Box], budget: Budget | None = None) -> list[Box]:
    """Return every member of a shared request whose list is read helpfully, as disjoint boxes; also those shared alone.

    `shared` is all that the policy shares; PolicyError beyond the budget.
    """
    when, place = policy.vocabulary.most_helpful_when, policy.vocabulary.most_helpful
    if when is None or place is None:
        return []
    budget = budget or Budget()
    budget.spend(len(shared))
    helped = (intersect(box, when) for box in shared)
    widened = dict.fromkeys((*box[:place], when[place], *box[place + 1 :]) for box in helped if box is not None)
    never = [box for rule in policy.rules if rule.effect is Effect.NEVER for box in rule.boxes]
    return _without(list(widened), never, budget)


def prove(policy: Policy, claims: Iterable[Claim], budget: Budget | None = None) -> Proof:
    """Return the result of every claim, in order; PolicyError if the budget does not suffice for all of them."""
    budget = budget or Budget()
    claims = tuple(claims)
    shared = regions(policy, budget).shared
    apart = any(_tells_lists_apart(part, policy.vocabulary) for claim in claims for part in claim.parts)
    opened = opened_by_lists(policy, shared, budget) if apart else []
    return Proof(
        policy=policy.id,
        sha256=policy.sha256,
        states=policy.vocabulary.states,
        properties=tuple(_property(policy, claim, shared, opened, budget) for claim in claims),
    )


def violations(shared: Sequence[Box], part: Part, budget: Budget | None = None) -> list[Box]:
    """Return what is shared against one part of a claim, as disjoint boxes."""
    budget = budget or Budget()
    budget.spend(len(part.boxes) * len(shared))
    inside = (intersect(box, claimed) for claimed in part.boxes for box in shared)
    return subtract_all((box for box in inside if box is not None), part.conditions, budget)


def _property(policy: Policy, claim: Claim, shared: Sequence[Box], opened: Sequence[Box], budget: Budget) -> Property:
    broken = _broken(shared, claim.parts, budget)
    if not broken:
        broken = _broken(opened, (p for p in claim.parts if _tells_lists_apart(p, policy.vocabulary)), budget)
    form = " and ".join(dict.fromkeys(part.form for part in claim.parts))
    if not broken:
        return Property(claim.id, claim.says["en"], form, True, 0, None, None)
    # The largest box says most about how far the breach goes.
    request, sentence = _example(policy, first_point(max(broken, key=size)))
    return Property(
        id=claim.id,
        says=claim.says["en"],
        form=form,
        holds=False,
        violations=total(broken),
        counterexample=sentence,
        request=request,
    )


def _broken(shared: Sequence[Box], parts: Iterable[Part], budget: Budget) -> list[Box]:
    return merge(disjoint([box for part in parts for box in violations(shared, part, budget)], budget))


def _tells_lists_apart(part: Part, vocabulary: Vocabulary) -> bool:
    """Whether the part may hold for one value of a list that is read helpfully and not for another.

    If not, a request that a list opens breaks it only together with one that is shared alone.
    """
    when, place = vocabulary.most_helpful_when, vocabulary.most_helpful
    return when is not None and place is not None and any(when[place] & ~b[place] for b in part.boxes + part.conditions)


def _example(policy: Policy, point: Sequence[int]) -> tuple[dict[str, str | list[str]], str]:
    """Return a request that is shared and holds the point, and the sentence about it: alone, or in a list of two."""
    vocabulary, decider = policy.vocabulary, decider_of(policy)
    names = [attribute.values[i].id for attribute, i in zip(vocabulary.attributes, point, strict=True)]
    values: list[str | list[str]] = [*names]
    more, when, place = "", vocabulary.most_helpful_when, vocabulary.most_helpful
    if isinstance(decider.point(names), Refused) and when is not None and place is not None:
        attribute = vocabulary.attributes[place]
        others = ([*names[:place], value.id, *names[place + 1 :]] for value in attribute.inside(when[place]))
        opener = next(other[place] for other in others if not isinstance(decider.point(other), Refused))
        values[place] = [value for value in attribute.bits if value in {names[place], opener}]
        more = f" {alone(attribute, names[place])}"
    request = {attribute.id: value for attribute, value in zip(vocabulary.attributes, values, strict=True)}
    (decision,) = decider.decide(parse_request(request, vocabulary)).values()
    return request, counterexample(values, decision, vocabulary) + more


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
