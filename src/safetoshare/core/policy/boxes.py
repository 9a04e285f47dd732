"""Box algebra: exact sets of requests as unions of disjoint boxes.

A box is a tuple of bitmasks, one for each attribute of the vocabulary in its order; bit j of mask
i says that value j of attribute i is inside. A request with one value for each attribute is a
point, and a box holds the product of its masks' bit counts. No mask of a `Box` is zero: the empty
set is no box at all (None, or an empty list).

Nothing here knows what an attribute means, so the same algebra decides over the whole space and
over a reduced one.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable

from safetoshare.core.errors import PolicyError

Box = tuple[int, ...]

# Policies of the shape that forces write take some thousand cuts. Rules that overlap at random can take more than
# anyone waits for, and a proof that does not end is a failure. A count, not a time: the same on every machine.
MOST_CUTS = 3_000_000


class Budget:
    """How many cuts of one box by another a proof may still take; it is shared by all steps of the proof."""

    def __init__(self, cuts: int = MOST_CUTS) -> None:
        self._left = cuts
        self._given = cuts

    def spend(self, cuts: int) -> None:
        """Take that many; PolicyError if they are not left."""
        self._left -= cuts
        if self._left < 0:
            raise PolicyError(
                f"the rules overlap so much that {self._given:,} cuts do not settle it: no proof is given; "
                "write fewer rules, or rules that overlap less"
            )


def intersect(left: Box, right: Box) -> Box | None:
    """Return the requests in both boxes, or None if there are none."""
    common = tuple(map(operator.and_, left, right))
    return common if all(common) else None


def contains(outer: Box, inner: Box) -> bool:
    """Whether every request of `inner` is in `outer`."""
    return all(not b & ~a for a, b in zip(outer, inner, strict=True))


def size(box: Box) -> int:
    """Return the exact number of requests in the box."""
    return math.prod(mask.bit_count() for mask in box)


def total(boxes: Iterable[Box]) -> int:
    """Return the exact number of requests in disjoint boxes."""
    return sum(map(size, boxes))


def subtract(box: Box, cutter: Box) -> list[Box]:
    """Return `box` without `cutter` as disjoint boxes, at most one for each attribute."""
    if intersect(box, cutter) is None:
        return [box]
    pieces = []
    rest = list(box)
    for index, mask in enumerate(cutter):
        outside = rest[index] & ~mask
        if outside:
            pieces.append((*rest[:index], outside, *rest[index + 1 :]))
            rest[index] &= mask
    return pieces


def subtract_all(boxes: Iterable[Box], cutters: Iterable[Box], budget: Budget | None = None) -> list[Box]:
    """Return the disjoint `boxes` without any of the `cutters`, as disjoint boxes; PolicyError beyond the budget."""
    budget = budget or Budget()
    remaining = list(boxes)
    for cutter in cutters:
        budget.spend(len(remaining))
        remaining = [piece for box in remaining for piece in subtract(box, cutter)]
    return remaining


def disjoint(boxes: Iterable[Box], budget: Budget | None = None) -> list[Box]:
    """Return the union of any boxes as disjoint boxes; PolicyError beyond the budget.

    Each is cut by the ones before it as they were given, not by their many pieces.
    """
    budget = budget or Budget()
    given = list(boxes)
    pieces: list[Box] = []
    for number, box in enumerate(given):
        budget.spend(number)
        pieces += subtract_all([box], [other for other in given[:number] if intersect(box, other)], budget)
    return pieces


def merge(boxes: Iterable[Box]) -> list[Box]:
    """Return the same set in fewer boxes, uniting disjoint ones that differ in one attribute only.

    The result is sorted, so that the same set met in the same boxes reads the same each time.
    """
    merged = list(boxes)
    before = len(merged) + 1
    while len(merged) < before:
        before = len(merged)
        for index in range(len(merged[0]) if merged else 0):
            merged = _merge_along(index, merged)
    return sorted(merged)


def first_point(box: Box) -> tuple[int, ...]:
    """Return one request of the box: the position of the first value inside, for each attribute."""
    return tuple((mask & -mask).bit_length() - 1 for mask in box)


def _merge_along(index: int, boxes: Iterable[Box]) -> list[Box]:
    masks: dict[tuple[Box, Box], int] = {}
    for box in boxes:
        rest = (box[:index], box[index + 1 :])
        masks[rest] = masks.get(rest, 0) | box[index]
    return [(*before, mask, *after) for (before, after), mask in masks.items()]
