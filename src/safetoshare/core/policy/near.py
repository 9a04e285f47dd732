"""What is missing for a yes: the smallest changes that would turn a refusal into a yes or a human's decision.

Found over the policy's whole shared region, not by trying: each of its boxes differs from the question in some
attributes, and the boxes that differ in the fewest are the nearest. Towards those who act against the person (the
group `no_coaching`) nothing is said unless it is asked for outright: it would teach what to claim.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from safetoshare.core.policy.boxes import Box
from safetoshare.core.policy.prove import Regions, regions
from safetoshare.core.policy.rules import Policy
from safetoshare.core.policy.vocabulary import Vocabulary

# What is so about the person and the case is never to be called something else to get a yes.
FACTS = frozenset({"recipient", "subject", "pathway", "status_basis", "age", "danger", "shares_home_or_visa"})
MOST_CHANGES = 2


@dataclass(frozen=True)
class NearMiss:
    """One way to another answer: each attribute, with the values any of which would do; `answer` is yes or human."""

    changes: tuple[tuple[str, tuple[str, ...]], ...]
    answer: str


def near_misses(
    policy: Policy,
    known: Mapping[str, Sequence[str]],
    *,
    facts: Collection[str] = FACTS,
    coaching: bool = False,
    most: int = 5,
) -> tuple[NearMiss, ...]:
    """Return the nearest changes, the smallest first, () if the question is not refused whatever the rest.

    `known` gives attributes with one or more values, what it does not name may be anything; `facts` are attributes
    that no change is to touch. PolicyError: an attribute or value is not in the vocabulary.
    """
    vocabulary = policy.vocabulary
    question = vocabulary.box({name: list(values) for name, values in known.items()})
    if not coaching and _acts_against_the_person(question, vocabulary):
        return ()
    kept = {place for name, place in vocabulary.positions.items() if name in facts}
    misses: list[NearMiss] = []
    found = _regions(policy)
    for answer, boxes in (("yes", found.yes), ("human", found.human)):
        for box in boxes:
            differs = [
                place for place, (asked, shared) in enumerate(zip(question, box, strict=True)) if not asked & shared
            ]
            if not differs:
                return ()
            if len(differs) <= MOST_CHANGES and not kept.intersection(differs):
                misses.append(_miss(differs, answer, box, vocabulary))
    nearest = dict.fromkeys(sorted(misses, key=lambda miss: len(miss.changes)))
    smallest = [miss for miss in nearest if not any(_says_as_much(other, miss) for other in nearest)]
    return tuple(smallest[:most])


@lru_cache(maxsize=16)
def _regions(policy: Policy) -> Regions:
    return regions(policy)


def _acts_against_the_person(question: Box, vocabulary: Vocabulary) -> bool:
    """Whether any recipient in question is one of those whom nobody is to be coached about."""
    group = vocabulary.attribute("recipient").groups.get("no_coaching", 0)
    return bool(question[vocabulary.positions["recipient"]] & group)


def _miss(places: Sequence[int], answer: str, box: Box, vocabulary: Vocabulary) -> NearMiss:
    attributes = [vocabulary.attributes[place] for place in places]
    changes = tuple(
        (attribute.id, tuple(value.id for value in attribute.inside(box[place])))
        for attribute, place in zip(attributes, places, strict=True)
    )
    return NearMiss(changes, answer)


def _says_as_much(other: NearMiss, miss: NearMiss) -> bool:
    """Whether the other asks for no more: what is enough by itself is not told again with something else beside it."""
    if other == miss or (other.answer, miss.answer) == ("human", "yes"):
        return False
    accepted = dict(miss.changes)
    return all(name in accepted and set(accepted[name]) <= set(values) for name, values in other.changes)
