"""The closed vocabulary: attributes, values, groups and obligations, each with its source.

A vocabulary is always a parameter: rules, decisions and proofs hold for the one they are given,
so a reduced one can be searched exhaustively. `vocabulary_file.published()` is the one that
policies use.
"""

from __future__ import annotations

import dataclasses
import functools
import math
import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.boxes import Box
from safetoshare.core.policy.spelling import suggestion

Several = Literal["no", "strictest", "most_helpful", "each"]


@dataclass(frozen=True, slots=True)
class Term:
    """A value of an attribute, or an obligation: its name, and what people read about it."""

    id: str
    label: str
    definition: str
    source: str
    mark: str


@dataclass(frozen=True, eq=False)
class Attribute:
    """One attribute of a request; `several` says what a list of its values means.

    `phrase` holds "{}" where a value's label belongs in a sentence; `groups` gives the mask of
    each named group.
    """

    id: str
    label: str
    phrase: str
    several: Several
    values: tuple[Term, ...]
    groups: Mapping[str, int]

    @cached_property
    def bits(self) -> Mapping[str, int]:
        """Each value's name -> its bit."""
        return {value.id: 1 << position for position, value in enumerate(self.values)}

    @cached_property
    def masks(self) -> Mapping[str, int]:
        """Each value's and each group's name -> its bits: all that a rule may write."""
        return {**self.bits, **self.groups}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Each value's name -> its label."""
        return {value.id: value.label for value in self.values}

    @property
    def everything(self) -> int:
        """The mask of all values."""
        return (1 << len(self.values)) - 1

    def inside(self, mask: int) -> Iterator[Term]:
        """The values in a mask, in the vocabulary's order."""
        return (value for position, value in enumerate(self.values) if mask >> position & 1)

    def mask(self, names: object) -> int:
        """Return the mask of a list of value and group names; PolicyError holds every problem."""
        if not isinstance(names, list | tuple):
            raise PolicyError(f'{self.id} must be a list of values, such as ["{self.values[0].id}"]')
        if not names:
            raise PolicyError(f"{self.id} is an empty list, which nothing can meet: name a value")
        unknown = [name for name in names if not isinstance(name, str) or name not in self.masks]
        if unknown:
            raise PolicyError(*(self.unknown(name) for name in unknown))
        return functools.reduce(operator.or_, (self.masks[name] for name in names))

    def unknown(self, name: object) -> str:
        """Return what is wrong with a value that the attribute does not have."""
        if not isinstance(name, str):
            return f"{self.id} has a value that is not text: write it in quotes"
        return f"{self.id} has no value {suggestion(name, self.masks)}"


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The attributes in order, the obligations, and where several values are read helpfully."""

    attributes: tuple[Attribute, ...]
    obligations: Mapping[str, Term]
    most_helpful_when: Box | None

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Each attribute's name -> its place in a box."""
        return {attribute.id: place for place, attribute in enumerate(self.attributes)}

    @cached_property
    def everything(self) -> Box:
        """The box of all requests."""
        return tuple(attribute.everything for attribute in self.attributes)

    @cached_property
    def each(self) -> int:
        """The place of the attribute whose values are decided one by one (the kinds of data)."""
        return next(i for i, attribute in enumerate(self.attributes) if attribute.several == "each")

    @cached_property
    def most_helpful(self) -> int | None:
        """The place of the attribute whose lists are read helpfully inside `most_helpful_when`, None if none is."""
        places = (place for place, attribute in enumerate(self.attributes) if attribute.several == "most_helpful")
        return next(places, None)

    @cached_property
    def states(self) -> int:
        """How many requests there are with one value for each attribute."""
        return math.prod(len(attribute.values) for attribute in self.attributes)

    @cached_property
    def deciders(self) -> tuple[str, ...]:
        """The actors who may decide what is left to a human: the group `deciders`."""
        for attribute in self.attributes:
            if "deciders" in attribute.groups:
                return tuple(v.id for v in attribute.inside(attribute.groups["deciders"]))
        return ()

    def attribute(self, name: str) -> Attribute:
        """Return the attribute of that name; PolicyError gives the nearest one."""
        if name not in self.positions:
            raise PolicyError(self.unknown(name))
        return self.attributes[self.positions[name]]

    def members(self, name: str, group: str) -> frozenset[str]:
        """Return the values in a named group of an attribute, which the vocabulary must have."""
        attribute = self.attribute(name)
        return frozenset(value.id for value in attribute.inside(attribute.groups[group]))

    def unknown(self, name: str) -> str:
        """Return what is wrong with an attribute that the vocabulary does not have."""
        return f"there is no attribute {suggestion(name, self.positions)}"

    def box(self, conditions: Mapping[str, object]) -> Box:
        """Return the box of attribute -> values and groups; what is not named is unrestricted.

        PolicyError holds every problem: unknown attributes and values with the nearest, empty
        lists, wrong types.
        """
        masks = list(self.everything)
        problems: list[str] = []
        for name, values in conditions.items():
            try:
                attribute = self.attribute(name)
                masks[self.positions[name]] = attribute.mask(values)
            except PolicyError as error:
                problems.extend(error.problems)
        if problems:
            raise PolicyError(*problems)
        return tuple(masks)

    def with_groups(self, groups: Mapping[str, Mapping[str, int]]) -> Vocabulary:
        """Return the same vocabulary with more named groups: attribute -> group -> mask."""
        attributes = tuple(dataclasses.replace(a, groups={**a.groups, **groups.get(a.id, {})}) for a in self.attributes)
        return dataclasses.replace(self, attributes=attributes)

    def conditions(self, box: Box) -> dict[str, list[str]]:
        """Return what restricts a box: attribute -> names of its values; the inverse of `box`."""
        return {
            attribute.id: [value.id for value in attribute.inside(mask)]
            for attribute, mask in zip(self.attributes, box, strict=True)
            if mask != attribute.everything
        }
