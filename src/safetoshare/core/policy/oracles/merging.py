"""State merging: counts, over every request there can be, those that break a claim.

The attributes are read one after the other. After each, two beginnings of a request which the same rules can still hit
have the same future: they are merged and counted together. What remains at the end is each set of rules that some
request hits, with the exact number of such requests. (A decision diagram, built from the top.)

What a claim compares, two values of one attribute or two values of a list, is read last, so that both ends of every
comparison are known together.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from safetoshare.core.policy.claims import Form
from safetoshare.core.policy.oracles.plain import NOWHERE, STRICTEST_FIRST, PlainPart, Question, Sets
from safetoshare.core.policy.rules import Effect


@dataclass(frozen=True, slots=True)
class Count:
    """How many requests of one value each break the claim, and how many are told by breaking lists alone."""

    alone: int
    in_lists: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one set of rules answers; a never binds a whole list. `carries` is what goes with the answer."""

    rank: int
    never: bool
    carries: frozenset[str]


def count(asked: Question) -> Count:
    """Return how many requests break any part, exactly, each once."""
    return _Merging(asked).count()


class _Merging:
    """The sets of names as bits: a request's bits are those of all sets that it lies in."""

    def __init__(self, asked: Question) -> None:
        self._asked = asked
        self._sets: list[Sets] = []
        self._rules = [
            (rule, self._bit(rule.when), 0 if rule.exception is None else self._bit(rule.exception))
            for rule in asked.rules
        ]
        self._inside = [sum(map(self._bit, part.boxes)) for part in asked.parts]
        self._excused = [sum(map(self._bit, part.conditions)) for part in asked.parts]
        self._helped = 0 if asked.helpful_when is None else self._bit(asked.helpful_when)
        self._tables = [
            {value: sum(1 << i for i, names in enumerate(self._sets) if value in names[place]) for value in values}
            for place, values in enumerate(asked.values)
        ]
        self._excepting = [(when, exception) for _, when, exception in self._rules if exception]
        compared = {part.attribute for part in asked.parts} - {NOWHERE}
        self._late = sorted(compared if asked.paired is None else compared | {asked.paired})
        self._outcomes: dict[int, _Outcome] = {}

    def _bit(self, names: Sets) -> int:
        self._sets.append(names)
        return 1 << (len(self._sets) - 1)

    def count(self) -> Count:
        alone = in_lists = 0
        speaks_of = [
            [value for value in values if any(value in part.about(place) for part in self._asked.parts)]
            for place, values in enumerate(self._asked.values)
        ]
        choices = itertools.product(*(speaks_of[place] for place in self._late))
        ends = [dict(zip(self._late, choice, strict=True)) for choice in choices]
        for mask, requests in self._merged(speaks_of).items():
            for values in ends:
                if self._breaks_alone(mask, values):
                    alone += requests
                elif self._breaks_in_a_list(mask, values):
                    in_lists += requests
        return Count(alone, in_lists)

    def _merged(self, speaks_of: Sequence[Sequence[str]]) -> dict[int, int]:
        """Return the bits after all attributes but the late ones -> number of such beginnings."""
        in_any = sum(self._inside)
        states = {(1 << len(self._sets)) - 1: 1}
        # Who is told parts the rules best, and leaves the fewest states on the way.
        early = [place for place in range(len(self._tables)) if place not in self._late]
        for place in sorted(early, key=lambda place: -len(self._tables[place])):
            accepted: dict[int, int] = {}
            for value in speaks_of[place]:
                bits = self._tables[place][value]
                accepted[bits] = accepted.get(bits, 0) + 1
            merged: dict[int, int] = {}
            for mask, requests in states.items():
                for bits, values in accepted.items():
                    rest = mask & bits
                    if rest & in_any:
                        merged[rest] = merged.get(rest, 0) + requests * values
            states = self._without_idle_exceptions(merged)
        return states

    def _without_idle_exceptions(self, states: dict[int, int]) -> dict[int, int]:
        """Merge what differs only in the exception of a rule that cannot hit any more."""
        merged: dict[int, int] = {}
        for mask, requests in states.items():
            kept = mask
            for when, exception in self._excepting:
                if not mask & when:
                    kept &= ~exception
            merged[kept] = merged.get(kept, 0) + requests
        return merged

    def _at(self, mask: int, values: dict[int, str]) -> int:
        for place, value in values.items():
            mask &= self._tables[place][value]
        return mask

    def _outcome(self, mask: int) -> _Outcome:
        found = self._outcomes.get(mask)
        if found is None:
            found = self._outcomes[mask] = self._answer(mask)
        return found

    def _answer(self, mask: int) -> _Outcome:
        hit = [rule for rule, when, exception in self._rules if mask & when and not mask & exception]
        never = [rule.instead for rule in hit if rule.effect is Effect.NEVER]
        if never or not hit:
            return _Outcome(0, bool(never), frozenset[str]().union(*never) if never else self._asked.default_instead)
        human = any(rule.effect is Effect.HUMAN for rule in hit)
        return _Outcome(1 if human else 2, False, frozenset[str]().union(*(rule.duty for rule in hit)))

    def _breaks_alone(self, mask: int, values: dict[int, str]) -> bool:
        here = self._at(mask, values)
        for part, inside, excused in zip(self._asked.parts, self._inside, self._excused, strict=True):
            if not here & inside or here & excused:
                continue
            compares = part.attribute != NOWHERE
            if self._moved(part, mask, inside, values) if compares else _breaks(part, self._outcome(here)):
                return True
        return False

    def _moved(self, part: PlainPart, mask: int, inside: int, values: dict[int, str]) -> bool:
        """Whether the other value of the attribute gives less (monotone), or an answer that this one does not."""
        rank = self._outcome(self._at(mask, values)).rank
        if part.form is Form.MONOTONE:
            upper = self._outcome(self._at(mask, {**values, part.attribute: part.upper}))
            return values[part.attribute] in part.lower and upper.rank < rank
        twins = (self._at(mask, {**values, part.attribute: value}) for value in self._tables[part.attribute])
        return any(self._outcome(twin).rank not in {0, rank} for twin in twins if twin & inside)

    def _breaks_in_a_list(self, mask: int, values: dict[int, str]) -> bool:
        """Whether a list of this value and one other breaks a part that this value alone does not."""
        place = self._asked.paired
        if place is None:
            return False
        here = self._at(mask, values)
        for other in self._tables[place]:
            pair = [values, {**values, place: other}]
            for part, inside, excused in zip(self._asked.parts, self._inside, self._excused, strict=True):
                if here & inside and not here & excused and self._list_breaks(part, mask, pair, inside):
                    return True
        return False

    def _list_breaks(self, part: PlainPart, mask: int, pair: list[dict[int, str]], inside: int) -> bool:
        here = self._listed(mask, pair)
        if part.is_of_every_member and not all(self._at(mask, values) & inside for values in pair):
            return False
        if part.attribute == NOWHERE:
            return _breaks(part, here)
        if part.form is Form.MONOTONE:
            upper = self._listed(mask, [{**values, part.attribute: part.upper} for values in pair])
            return pair[0][part.attribute] in part.lower and upper.rank < here.rank
        for value in self._tables[part.attribute]:
            twins = [{**values, part.attribute: value} for values in pair]
            within = all(self._at(mask, twin) & inside for twin in twins)
            if within and self._listed(mask, twins).rank not in {0, here.rank}:
                return True
        return False

    def _listed(self, mask: int, members: Sequence[dict[int, str]]) -> _Outcome:
        masks = [self._at(mask, values) for values in members]
        outcomes = [self._outcome(member) for member in masks]
        nevers = [outcome.carries for outcome in outcomes if outcome.never]
        if nevers:
            return _Outcome(0, True, frozenset[str]().union(*nevers))
        helpfully = all(member & self._helped for member in masks)
        rank = (max if helpfully else min)(outcome.rank for outcome in outcomes)
        carries = [outcome.carries for outcome in outcomes if bool(outcome.rank) == bool(rank)]
        return _Outcome(rank, False, frozenset[str]().union(*carries))


def _breaks(part: PlainPart, outcome: _Outcome) -> bool:
    """Whether one answer breaks a part of a form that looks at one answer alone."""
    answer = STRICTEST_FIRST[outcome.rank]
    match part.form:
        case Form.NEVER | Form.ONLY_WHEN:
            return answer != "no"
        case Form.BY_HUMAN:
            return answer == "yes"
        case Form.ALWAYS_WITH:
            return (answer == "no") == part.on_refused and part.obligation not in outcome.carries
        case _:
            return answer != "yes" if part.exactly_yes else answer == "no"
