"""What the oracles are asked: a policy's rules and one claim as sets of names, and nothing else of the engine.

They share no algebra with the prover. A rule is here what its file says, `when` and `except` beside each other, not the
boxes that the engine cuts from them.
"""

from __future__ import annotations

from dataclasses import dataclass

from safetoshare.core.policy.boxes import Box
from safetoshare.core.policy.claims import Claim, Form, Part
from safetoshare.core.policy.parts import REFUSED, YES
from safetoshare.core.policy.rules import Effect, Policy
from safetoshare.core.policy.vocabulary import Vocabulary

# For each attribute, in order, the values that are inside.
Sets = tuple[frozenset[str], ...]
STRICTEST_FIRST = ("no", "human", "yes")
NOWHERE = -1


@dataclass(frozen=True)
class PlainRule:
    """One rule: it hits what is in `when` and not in `exception`."""

    effect: Effect
    when: Sets
    exception: Sets | None
    duty: frozenset[str]
    instead: frozenset[str]


@dataclass(frozen=True)
class PlainPart:
    """One part of a claim; the fields of other forms are empty. `attribute` is a place, or NOWHERE."""

    form: Form
    boxes: tuple[Sets, ...]
    conditions: tuple[Sets, ...]
    obligation: str
    on_refused: bool
    exactly_yes: bool
    attribute: int
    lower: frozenset[str]
    upper: str

    @property
    def is_of_every_member(self) -> bool:
        """Whether the part speaks of a list only if every member lies in its box; others speak of it if one does."""
        return self.on_refused or self.form in {Form.ASSURED, Form.MONOTONE, Form.UNMOVED}

    def about(self, place: int) -> frozenset[str]:
        """The values of one attribute that the part speaks of, the one that it compares with included."""
        inside = frozenset[str]().union(*(box[place] for box in self.boxes))
        return inside | {self.upper} if self.upper and place == self.attribute else inside


@dataclass(frozen=True)
class Question:
    """Does any request break one of the parts? `values` holds each attribute's, in order.

    A list of the attribute at `paired` gets the most helpful answer of its values inside `helpful_when`, and the
    strictest outside it.
    """

    values: tuple[tuple[str, ...], ...]
    rules: tuple[PlainRule, ...]
    default_instead: frozenset[str]
    parts: tuple[PlainPart, ...]
    paired: int | None
    helpful_when: Sets | None


def question(policy: Policy, claim: Claim) -> Question:
    """Return what is asked about one claim."""
    vocabulary = policy.vocabulary
    when = vocabulary.most_helpful_when
    return Question(
        values=tuple(tuple(attribute.bits) for attribute in vocabulary.attributes),
        rules=tuple(
            PlainRule(
                rule.effect,
                _sets(rule.when, vocabulary),
                None if rule.exception is None else _sets(rule.exception, vocabulary),
                frozenset(rule.duty),
                frozenset(rule.instead),
            )
            for rule in policy.rules
        ),
        default_instead=frozenset(policy.default_instead),
        parts=tuple(_part(part, vocabulary) for part in claim.parts),
        paired=None if when is None else vocabulary.most_helpful,
        helpful_when=None if when is None else _sets(when, vocabulary),
    )


def _sets(box: Box, vocabulary: Vocabulary) -> Sets:
    return tuple(
        frozenset(value.id for value in attribute.inside(mask))
        for attribute, mask in zip(vocabulary.attributes, box, strict=True)
    )


def _part(part: Part, vocabulary: Vocabulary) -> PlainPart:
    return PlainPart(
        form=part.form,
        boxes=tuple(_sets(box, vocabulary) for box in part.boxes),
        conditions=tuple(_sets(box, vocabulary) for box in part.conditions),
        obligation=part.obligation,
        on_refused=part.on == REFUSED,
        exactly_yes=part.answer == YES,
        attribute=vocabulary.positions[part.attribute] if part.attribute else NOWHERE,
        lower=frozenset(part.lower),
        upper=part.upper,
    )
