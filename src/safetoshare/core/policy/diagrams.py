"""Decision diagrams: sets and functions of requests, each in one form only, whatever it was made from.

A set can be written as boxes in many ways. Split instead by the attributes in one fixed order, with equal remainders
held once and an attribute that makes no difference left out, it has exactly one form; so two sets are equal if their
numbers are, and a hash of the form is a hash of the set. (The reduced ordered form of Bryant, "Graph-based algorithms
for Boolean function manipulation", 1986, with attributes of several values.)
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from safetoshare.core.policy.boxes import Box, Budget, merge
from safetoshare.core.policy.vocabulary import Attribute, Vocabulary

# The number of the diagram that holds nothing.
NOTHING = 0
Edges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A split by the attribute at `level`: masks of values, each with what remains; all other values hold nothing."""

    level: int
    edges: Edges


class Diagrams:
    """Holds each diagram once, under a number; the attributes are split in the order given.

    Whatever takes long is spent from the budget: PolicyError beyond it.
    """

    def __init__(self, vocabulary: Vocabulary, order: tuple[int, ...], budget: Budget | None = None) -> None:
        self.vocabulary = vocabulary
        self.order = order
        self._budget = budget or Budget()
        self.attributes: tuple[Attribute, ...] = tuple(vocabulary.attributes[place] for place in order)
        self._everything = tuple(attribute.everything for attribute in self.attributes)
        self._sizes = tuple(len(attribute.values) for attribute in self.attributes)
        self._held: list[Node | Hashable] = [None]
        self._numbers: dict[Hashable, int] = {None: NOTHING}
        self._counts: dict[int, int] = {}
        self._digests: dict[int, str] = {}

    def leaf(self, value: Hashable) -> int:
        """Return the diagram that has this value everywhere; None is NOTHING."""
        return self._number(value)

    def split(self, level: int, masks: Mapping[int, int]) -> int:
        """Return the diagram that is another diagram (the key) for each disjoint mask of values."""
        edges = tuple(sorted((mask, below) for below, mask in masks.items() if mask and below != NOTHING))
        if not edges:
            return NOTHING
        if edges[0][0] == self._everything[level]:
            return edges[0][1]
        return self._number(Node(level, edges))

    def leaves(self, number: int) -> list[Hashable]:
        """Return each value that stands in a leaf of the diagram, once."""
        found: dict[Hashable, None] = {}
        self.map(number, found.setdefault)
        return list(found)

    def first_split(self, number: int) -> Edges:
        """Return the edges by the first attribute of all, also where it makes no difference."""
        held = self._held[number]
        if isinstance(held, Node) and held.level == 0:
            return held.edges
        return () if number == NOTHING else ((self._everything[0], number),)

    def map(self, number: int, value_of: Callable[[Hashable], Hashable]) -> int:
        """Return the diagram with other values in its leaves; what becomes None is left out."""
        made: dict[int, int] = {NOTHING: NOTHING}

        def mapped(one: int) -> int:
            if one not in made:
                held = self._held[one]
                if isinstance(held, Node):
                    self._budget.spend(len(held.edges))
                    below: dict[int, int] = {}
                    for mask, child in held.edges:
                        child_made = mapped(child)
                        below[child_made] = below.get(child_made, 0) | mask
                    made[one] = self.split(held.level, below)
                else:
                    made[one] = self.leaf(value_of(held))
            return made[one]

        return mapped(number)

    def only(self, number: int, place: int, mask: int) -> int:
        """Return the part of the diagram whose attribute at a place of the vocabulary has a value in the mask."""
        level = self.order.index(place)
        made: dict[int, int] = {NOTHING: NOTHING}

        def cut(one: int) -> int:
            if one not in made:
                held = self._held[one]
                if not isinstance(held, Node) or held.level > level:
                    made[one] = self.split(level, {one: mask & self._everything[level]})
                elif held.level == level:
                    made[one] = self.split(level, {below: m & mask for m, below in held.edges if m & mask})
                else:
                    masks: dict[int, int] = {}
                    for m, below in held.edges:
                        below_cut = cut(below)
                        masks[below_cut] = masks.get(below_cut, 0) | m
                    made[one] = self.split(held.level, masks)
            return made[one]

        return cut(number)

    def count(self, number: int) -> int:
        """Return how many requests the diagram holds anything for."""
        return self._count(number) * math.prod(self._sizes[: self._level(number)])

    def boxes(self, number: int) -> tuple[Box, ...]:
        """Return what the diagram holds anything for as disjoint boxes, in the vocabulary's order and sorted."""
        found: list[Box] = []
        masks = list(self._everything)

        def walk(one: int) -> None:
            if one == NOTHING:
                return
            held = self._held[one]
            if isinstance(held, Node):
                for mask, below in held.edges:
                    masks[held.level] = mask
                    walk(below)
                masks[held.level] = self._everything[held.level]
                return
            self._budget.spend(3 * len(masks))
            by_place = dict(zip(self.order, masks, strict=True))
            found.append(tuple(by_place[place] for place in range(len(masks))))

        walk(number)
        return tuple(merge(found))

    def digest(self, number: int) -> str:
        """Return a hash (hex) of the diagram by the names of its values: equal for equal functions alone."""
        if number not in self._digests:
            held = self._held[number]
            content: object = ["leaf", held]
            if isinstance(held, Node):
                attribute = self.attributes[held.level]
                content = [
                    attribute.id,
                    [[[v.id for v in attribute.inside(mask)], self.digest(below)] for mask, below in held.edges],
                ]
            self._digests[number] = sha256(json.dumps(content).encode()).hexdigest()
        return self._digests[number]

    def _count(self, number: int) -> int:
        """Count over the attributes from the diagram's own level on."""
        if number == NOTHING:
            return 0
        held = self._held[number]
        if not isinstance(held, Node):
            return 1
        if number not in self._counts:
            self._counts[number] = sum(
                mask.bit_count() * self._count(below) * math.prod(self._sizes[held.level + 1 : self._level(below)])
                for mask, below in held.edges
            )
        return self._counts[number]

    def _level(self, number: int) -> int:
        held = self._held[number]
        return held.level if isinstance(held, Node) else len(self.order)

    def _number(self, held: Node | Hashable) -> int:
        number = self._numbers.setdefault(held, len(self._held))
        if number == len(self._held):
            self._held.append(held)
        return number
