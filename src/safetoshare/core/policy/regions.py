"""Where a policy answers yes, where it leaves the answer to a human, and where it refuses: exactly, as boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from safetoshare.core.policy.boxes import Box, Budget, intersect, merge, subtract_all
from safetoshare.core.policy.rules import Effect, Policy


@dataclass(frozen=True)
class Regions:
    """All requests with the answers yes and human, each as disjoint boxes; all others are a no."""

    yes: tuple[Box, ...]
    human: tuple[Box, ...]

    @cached_property
    def shared(self) -> tuple[Box, ...]:
        """All that is or may be shared: what is left to a human counts."""
        return self.yes + self.human


def regions(policy: Policy, budget: Budget | None = None) -> Regions:
    """Return where the policy answers yes and human, exactly; PolicyError beyond the budget."""
    budget = budget or Budget()
    human = without(boxes_of(policy, Effect.HUMAN), boxes_of(policy, Effect.NEVER), budget)
    yes = without(boxes_of(policy, Effect.MAY), boxes_of(policy, Effect.NEVER, Effect.HUMAN), budget)
    return Regions(tuple(yes), tuple(human))


def boxes_of(policy: Policy, *effects: Effect, duty: str = "", instead: str = "") -> list[Box]:
    """Return the boxes of all rules with one of the effects, and with that duty or `instead` if one is named."""
    return [
        box
        for rule in policy.rules
        if rule.effect in effects and (not duty or duty in rule.duty) and (not instead or instead in rule.instead)
        for box in rule.boxes
    ]


def without(boxes: Sequence[Box], cutters: Iterable[Box], budget: Budget) -> list[Box]:
    """Return the union of boxes without the cutters, as few disjoint boxes.

    Each box is cut by those alone that meet it: most rules are about different recipients.
    """
    kept: list[Box] = []
    cutters = tuple(cutters)
    for number, box in enumerate(boxes):
        others = (*cutters, *boxes[:number])
        budget.spend(len(others))
        kept += subtract_all([box], [other for other in others if intersect(box, other)], budget)
    return merge(kept)
