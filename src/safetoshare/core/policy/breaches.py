"""What breaks a part of a claim, as disjoint boxes: requests with single values, and members of lists.

With single values each form is a few operations on the regions of the policy. Two-request forms move a region along
one attribute and take away what stands there.

Requests with lists. Where the strictest answer counts, a list is shared only if each of its members is, and carries
the duties of each, so that single values say all. Where the most helpful one counts (pathways, towards those who help)
a list is shared if one of its values is and no `never` hits any. A pair of values breaks whatever a longer list does:
one that is shared, and one that is claimed about and would not be shared alone. So a region, widened to all values of
that attribute and less every `never`, holds exactly the members of lists that the region opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from safetoshare.core.policy.boxes import Box, Budget, disjoint, intersect, merge, subtract_all
from safetoshare.core.policy.parts import REFUSED, YES, Form, Part
from safetoshare.core.policy.regions import boxes_of, regions, without
from safetoshare.core.policy.rules import Effect, Policy


class Breaches:
    """One policy's regions, and what of them breaks parts of claims. PolicyError from any method beyond the budget."""

    def __init__(self, policy: Policy, budget: Budget) -> None:
        self._policy, self._budget, self._vocabulary = policy, budget, policy.vocabulary
        found = regions(policy, budget)
        self._yes, self._human, self._shared = found.yes, found.human, found.shared
        self._never = boxes_of(policy, Effect.NEVER)

    def alone(self, part: Part) -> list[Box]:
        """Return the requests with single values that break a part."""
        match part.form:
            case Form.BY_HUMAN:
                broken = self._common(self._yes, part.boxes)
            case Form.ALWAYS_WITH if part.on == REFUSED:
                broken = self._refused_without(part)
            case Form.ALWAYS_WITH:
                broken = self._less(self._common(self._shared, part.boxes), self._carrying(part))
            case Form.ASSURED:
                broken = self._less(part.boxes, self._yes if part.answer == YES else self._shared)
            case Form.MONOTONE:
                broken = [box for lower in part.lower for box in self._more_permitted(part, lower)]
            case Form.UNMOVED:
                moved = (self._moved(part, region) for region in (self._yes, self._human))
                broken = [box for boxes in moved for box in boxes]
            case _:
                broken = self._less(self._common(self._shared, part.boxes), part.conditions)
        return merge(disjoint(broken, self._budget))

    def in_lists(self, part: Part) -> list[Box]:
        """Return the members of lists that break a part, if no request with single values does."""
        when, place = self._vocabulary.most_helpful_when, self._vocabulary.most_helpful
        if when is None or place is None:
            return []
        match part.form:
            case Form.MONOTONE:
                broken = [box for lower in part.lower for box in self._closed_by_the_upper(part, lower)]
            case Form.UNMOVED:
                broken = self._closed_by_another(part)
            case Form.ASSURED:
                return []
            case Form.ALWAYS_WITH if part.on == REFUSED:
                return []
            case _ if not any(when[place] & ~box[place] for box in part.boxes + part.conditions):
                # It speaks of all pathways alike: what opens a list breaks it alone.
                return []
            case _:
                broken = self._less(self._common(self._opened_against(part), part.boxes), part.conditions)
        return merge(disjoint(broken, self._budget))

    def _opened_against(self, part: Part) -> list[Box]:
        """Return the members of lists that are shared in the way that the part forbids."""
        if part.form is Form.BY_HUMAN:
            return self._opened_by_yes
        if part.form is Form.ALWAYS_WITH:
            # The duties of all members go with a list: neither what opens it nor what is claimed about has this one.
            carrying = self._carrying(part)
            return self._less(self._opened(self._less(self._shared, carrying)), carrying)
        return self._opened_by_shared

    # The same for all claims.
    @cached_property
    def _opened_by_yes(self) -> list[Box]:
        return self._opened(self._yes)

    @cached_property
    def _opened_by_shared(self) -> list[Box]:
        return self._opened(self._shared)

    def _opened(self, region: Iterable[Box], within: Sequence[Box] | None = None) -> list[Box]:
        """Return all members of lists that a part of a shared region opens, those shared alone among them."""
        when, place = self._vocabulary.most_helpful_when, self._vocabulary.most_helpful
        assert when is not None  # noqa: S101  # for the types: asked by in_lists
        assert place is not None  # noqa: S101
        helped = self._common(region, [when])
        if within is not None:
            helped = self._common(helped, within)
        widened = dict.fromkeys((*box[:place], when[place], *box[place + 1 :]) for box in helped)
        return without(list(widened), self._never, self._budget)

    def _carrying(self, part: Part) -> list[Box]:
        return boxes_of(self._policy, Effect.MAY, Effect.HUMAN, duty=part.obligation)

    def _refused_without(self, part: Part) -> list[Box]:
        saying = boxes_of(self._policy, Effect.NEVER, instead=part.obligation)
        refused = self._less(self._less(part.boxes, self._shared), saying)
        if part.obligation not in self._policy.default_instead:
            return refused
        # What no rule hits says what the default says.
        return self._common(refused, disjoint(self._never, self._budget))

    def _more_permitted(self, part: Part, lower: str) -> Iterator[Box]:
        """Yield the requests with the lower value that are more permitted than with the upper one."""
        for region, at_least in ((self._yes, self._yes), (self._human, self._shared)):
            with_lower = self._common(region, self._with(part, lower))
            as_upper = self._less(self._moved_to(part, with_lower, part.upper), at_least)
            yield from self._moved_to(part, as_upper, lower)

    def _moved(self, part: Part, region: Sequence[Box]) -> list[Box]:
        """Return what has another answer than the region's, though it differs in the attribute alone."""
        inside = self._common(region, part.boxes)
        return self._less(self._common(self._along(part, inside), part.boxes), region)

    def _closed_by_the_upper(self, part: Part, lower: str) -> list[Box]:
        """Return members of lists shared with the lower value, of which a `never` hits one with the upper value."""
        with_lower = self._with(part, lower)
        opened = self._common(self._opened(self._shared, with_lower), with_lower)
        hit = self._common(self._moved_to(part, opened, part.upper), self._never)
        return self._moved_to(part, hit, lower)

    def _closed_by_another(self, part: Part) -> list[Box]:
        """Return members of lists that are shared, of which a `never` hits one with another value of the attribute."""
        opened = self._common(self._opened(self._shared, part.boxes), part.boxes)
        hit = self._along(part, self._common(self._never, part.boxes))
        return self._common(opened, disjoint(hit, self._budget))

    def _with(self, part: Part, value: str) -> list[Box]:
        place, bit = self._place_and_bit(part, value)
        return [_only_bit(box, place, bit) for box in part.boxes if box[place] & bit]

    def _moved_to(self, part: Part, boxes: Iterable[Box], value: str) -> list[Box]:
        place, bit = self._place_and_bit(part, value)
        return [_only_bit(box, place, bit) for box in boxes]

    def _along(self, part: Part, boxes: Iterable[Box]) -> list[Box]:
        place = self._vocabulary.positions[part.attribute]
        everything = self._vocabulary.attributes[place].everything
        return [_only_bit(box, place, everything) for box in boxes]

    def _place_and_bit(self, part: Part, value: str) -> tuple[int, int]:
        place = self._vocabulary.positions[part.attribute]
        return place, self._vocabulary.attributes[place].bits[value]

    def _common(self, some: Iterable[Box], others: Sequence[Box]) -> list[Box]:
        """Return what is in both, a box for each pair that meets."""
        some = list(some)
        self._budget.spend(len(some) * len(others))
        return [box for one in some for other in others if (box := intersect(one, other)) is not None]

    def _less(self, boxes: Iterable[Box], cutters: Sequence[Box]) -> list[Box]:
        """Return each box without the cutters; each is cut by those alone that meet it."""
        kept: list[Box] = []
        for box in boxes:
            self._budget.spend(len(cutters))
            kept += subtract_all([box], [cutter for cutter in cutters if intersect(box, cutter)], self._budget)
        return kept


def _only_bit(box: Box, place: int, mask: int) -> Box:
    return (*box[:place], mask, *box[place + 1 :])
