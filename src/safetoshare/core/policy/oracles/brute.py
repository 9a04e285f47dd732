"""Brute force: tries every request of a small part of the space, one after the other.

The part is chosen around one request: the one with which the proof says that the claim fails, or one that a search
among requests aimed at the claim and the rules finds breaking it, or any of those. Values are added, attribute by
attribute, first those at which the claim or a rule divides, as long as all requests of these values can be tried;
with each goes every list of two pathways. Which rules hit is read off the names each time.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safetoshare.core.policy.claims import Form
from safetoshare.core.policy.oracles.plain import STRICTEST_FIRST, PlainPart, PlainRule, Question, Sets
from safetoshare.core.policy.rules import Effect

MOST_REQUESTS = 20_000
SEARCHED = 2_000
Values = tuple[str, ...]
# Attributes by their places, and the values that lie in a box.
Tests = list[tuple[int, frozenset[str]]]
Boxes = Sequence[Tests | None]


@dataclass(frozen=True, slots=True)
class Tried:
    """How many requests were tried, and how many broke the claim: alone, or only inside lists of two."""

    requests: int
    alone: int
    in_lists: int


@dataclass(frozen=True, slots=True)
class _Result:
    answer: str
    never: bool
    obligations: frozenset[str]


def reduced_space(asked: Question, given: Sequence[Values] | None, seed: str, most: int = MOST_REQUESTS) -> Sets:
    """Return some values of each attribute, so that their requests are at most so many and the given are among them."""
    chance = random.Random(seed)  # noqa: S311 - the same space each time
    space = [list(values) for values in given or zip(_search(asked, chance))]
    start = [values[0] for values in space]
    # Whether an attribute moves an answer is seen only where all its values are.
    for place in {part.attribute for part in asked.parts if part.form is Form.UNMOVED}:
        space[place] = list(asked.values[place])
    divided = [_divided(asked, place, value) for place, value in enumerate(start)]
    for in_order in itertools.count():
        more = [place for place, values in enumerate(divided) if in_order < len(values)]
        if not more:
            break
        chance.shuffle(more)
        for place in (place for place in more if divided[place][in_order] not in space[place]):
            size = math.prod(map(len, space))
            if size // len(space[place]) * (len(space[place]) + 1) <= most:
                space[place].append(divided[place][in_order])
    return tuple(map(frozenset, space))


def within(asked: Question, space: Sets) -> Question:
    """Return the question about the requests of a space alone, with the rules that can hit them.

    What they are compared with, and what stands beside them in a list, may lie outside it.
    """
    parts = (
        dataclasses.replace(part, boxes=tuple(_common(box, space) for box in part.boxes if all(_common(box, space))))
        for part in asked.parts
    )
    apart = {part.attribute for part in asked.parts} | {asked.paired}
    reach = tuple(frozenset(asked.values[place]) if place in apart else names for place, names in enumerate(space))
    return dataclasses.replace(
        asked,
        parts=tuple(part for part in parts if part.boxes),
        rules=tuple(rule for rule in asked.rules if all(_common(rule.when, reach))),
    )


def try_all(asked: Question, space: Sets) -> Tried:
    """Try each request of the space, alone and in each list of two."""
    trial = _Trial(within(asked, space))
    tried = alone = in_lists = 0
    for request in itertools.product(*map(sorted, space)):
        tried += 1
        if trial.broken([request]):
            alone += 1
        elif any(trial.broken([request, other]) for other in trial.beside(request)):
            in_lists += 1
    return Tried(tried, alone, in_lists)


def _common(left: Sets, right: Sets) -> Sets:
    return tuple(a & b for a, b in zip(left, right, strict=True))


def _search(asked: Question, chance: random.Random) -> Values:
    """Return a request that breaks the claim if one of those searched does, else the last of them."""
    trial = _Trial(asked)
    for request in _aimed(asked, chance):
        if trial.broken([request]) or any(trial.broken([request, other]) for other in trial.beside(request)):
            break
    return request


def _aimed(asked: Question, chance: random.Random) -> Iterator[Values]:
    """Yield requests in a box of the claim; most also in some rule's box, just outside it in one attribute, or both."""
    boxes = [box for part in asked.parts for box in part.boxes]
    for _ in range(SEARCHED):
        aim = chance.choice(boxes)
        for rule in chance.sample(asked.rules, min(len(asked.rules), chance.choice((0, 1, 1, 2)))):
            aim = tuple(both or mine for both, mine in zip(_common(aim, rule.when), aim, strict=True))
        request = [chance.choice(sorted(inside)) for inside in aim]
        if chance.random() < 0.5:
            place = chance.randrange(len(request))
            request[place] = chance.choice(asked.values[place])
        yield tuple(request)


def _divided(asked: Question, place: int, first: str) -> list[str]:
    """Return the other values of an attribute: first those that more of the claim's and rules' boxes tell from it."""
    boxes = [box for part in asked.parts for box in (*part.boxes, *part.conditions)]
    boxes += [box for rule in asked.rules for box in (rule.when, rule.exception) if box]
    others = [value for value in asked.values[place] if value != first]
    return sorted(others, key=lambda value: -sum((value in box[place]) != (first in box[place]) for box in boxes))


class _Trial:
    """Answers requests by reading each rule, and says whether they break the claim."""

    def __init__(self, asked: Question) -> None:
        self._asked = asked
        self._results: dict[Values, _Result] = {}
        self._rules = [(rule, self._tests(rule.when), self._tests(rule.exception)) for rule in asked.rules]
        self._parts = [
            (part, [self._tests(box) for box in part.boxes], [self._tests(box) for box in part.conditions])
            for part in asked.parts
        ]
        self._helped = self._tests(asked.helpful_when)

    def _tests(self, names: Sets | None) -> Tests | None:
        """Return what of a box is to be looked at: the attributes that it restricts. None stands for nothing."""
        if names is None:
            return None
        pairs = enumerate(zip(names, self._asked.values, strict=True))
        return [(place, inside) for place, (inside, values) in pairs if len(inside) < len(values)]

    def broken(self, members: Sequence[Values]) -> bool:
        """Whether a request of one value each, or a list of two, breaks some part; the first is spoken of."""
        return any(self._breaks(part, boxes, conditions, members) for part, boxes, conditions in self._parts)

    def beside(self, request: Values) -> Iterator[Values]:
        """Every other request that may stand beside this one in a list."""
        place = self._asked.paired
        if place is not None:
            yield from (_with(request, place, value) for value in self._asked.values[place] if value != request[place])

    def _breaks(self, part: PlainPart, boxes: Boxes, conditions: Boxes, members: Sequence[Values]) -> bool:
        spoken_of = members if part.is_of_every_member else members[:1]
        if not all(_lies_in_any(member, boxes) for member in spoken_of):
            return False
        result = self._together(members)
        match part.form:
            case Form.NEVER | Form.ONLY_WHEN:
                return result.answer != "no" and not _lies_in_any(members[0], conditions)
            case Form.BY_HUMAN:
                return result.answer == "yes"
            case Form.ALWAYS_WITH:
                as_asked = (result.answer == "no") == part.on_refused
                return as_asked and part.obligation not in result.obligations
            case Form.ASSURED:
                return result.answer == "no" or (part.exactly_yes and result.answer == "human")
            case _:
                return self._differs(part, boxes, members, result.answer)

    def _differs(self, part: PlainPart, boxes: Boxes, members: Sequence[Values], answer: str) -> bool:
        place = part.attribute
        if part.form is Form.MONOTONE:
            upper = self._together([_with(member, place, part.upper) for member in members]).answer
            less = STRICTEST_FIRST.index(upper) < STRICTEST_FIRST.index(answer)
            return members[0][place] in part.lower and less
        for value in self._asked.values[place]:
            moved = [_with(member, place, value) for member in members]
            if all(_lies_in_any(member, boxes) for member in moved) and self._together(moved).answer not in {
                "no",
                answer,
            }:
                return True
        return False

    def _together(self, members: Sequence[Values]) -> _Result:
        results = [self._alone(member) for member in members]
        if len(results) == 1:
            return results[0]
        nevers = [result for result in results if result.never]
        choose = max if all(_lies_in(member, self._helped) for member in members) else min
        chosen = choose((result.answer for result in results), key=STRICTEST_FIRST.index)
        counted = nevers or [result for result in results if (result.answer == "no") == (chosen == "no")]
        obligations = frozenset[str]().union(*(result.obligations for result in counted))
        return _Result("no" if nevers else chosen, bool(nevers), obligations)

    def _alone(self, request: Values) -> _Result:
        if request not in self._results:
            self._results[request] = self._answer(
                [
                    rule
                    for rule, when, exception in self._rules
                    if _lies_in(request, when) and not _lies_in(request, exception)
                ]
            )
        return self._results[request]

    def _answer(self, hit: Sequence[PlainRule]) -> _Result:
        effects = {rule.effect for rule in hit}
        if not hit:
            return _Result("no", False, self._asked.default_instead)
        if Effect.NEVER in effects:
            nevers = (rule.instead for rule in hit if rule.effect is Effect.NEVER)
            return _Result("no", True, frozenset[str]().union(*nevers))
        duties = frozenset[str]().union(*(rule.duty for rule in hit))
        return _Result("human" if Effect.HUMAN in effects else "yes", False, duties)


def _lies_in_any(request: Values, boxes: Boxes) -> bool:
    return any(_lies_in(request, box) for box in boxes)


def _lies_in(request: Values, tests: Tests | None) -> bool:
    if tests is None:
        return False
    for place, inside in tests:  # noqa: SIM110 - by far the most frequent call, and a generator takes twice the time
        if request[place] not in inside:
            return False
    return True


def _with(request: Values, place: int, value: str) -> Values:
    return (*request[:place], value, *request[place + 1 :])
