"""Decides a request: for each kind of data permitted, refused or left to a human, with the reasons.

Each box of each rule has one bit. For each value of each attribute one integer holds the bits of
all boxes that accept it, so that AND-ing the integers of a request's values leaves exactly the
boxes that hit: the hit-set. Answer, rules, citations, duties and what to do instead are all made
from that one hit-set, so a reason cannot drift from its answer.

Lists: several actors or subjects get the strictest answer, so nobody loses protection by being two
things at once; several pathways the most helpful towards those who help and the strictest
towards all others; a `never` that any member hits always wins.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import ClassVar

from safetoshare.core.policy.requests import Request
from safetoshare.core.policy.rules import Effect, Policy, Rule

# Policies of the shape that forces write have a few hundred distinct hit-sets; the bound keeps a
# hostile stream of requests from filling the memory.
MOST_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Permitted:
    """Share, and do what `duties` says."""

    answer: ClassVar[str] = "yes"
    rules: tuple[str, ...]
    cites: tuple[str, ...]
    says: tuple[str, ...]
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForHuman:
    """One of `by` decides in person; `duties` go with a yes. If `by` is empty nobody may, alone."""

    answer: ClassVar[str] = "human"
    rules: tuple[str, ...]
    cites: tuple[str, ...]
    says: tuple[str, ...]
    duties: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Do not share; do `instead`. Where no rule hits, both lists are the version's default."""

    answer: ClassVar[str] = "no"
    rules: tuple[str, ...]
    cites: tuple[str, ...]
    says: tuple[str, ...]
    duties: tuple[str, ...]
    instead: tuple[str, ...]


Decision = Permitted | ForHuman | Refused


def decide(policy: Policy, request: Request) -> dict[str, Decision]:
    """Return kind of data -> decision for all kinds that the request names."""
    return decider_of(policy).decide(request)


@lru_cache(maxsize=64)
def decider_of(policy: Policy) -> Decider:
    """Return the policy's decider, built once."""
    return Decider(policy)


class Decider:
    """The bitmask table of one policy, and the decisions that its hit-sets lead to."""

    def __init__(self, policy: Policy) -> None:
        vocabulary = policy.vocabulary
        boxes = [(rule, box) for rule in policy.rules for box in rule.boxes]
        self._tables = tuple(
            {
                value: sum(1 << i for i, (_, box) in enumerate(boxes) if box[place] & bit)
                for value, bit in attribute.bits.items()
            }
            for place, attribute in enumerate(vocabulary.attributes)
        )
        self._everything = (1 << len(boxes)) - 1
        self._never, self._human = (
            sum(1 << i for i, (rule, _) in enumerate(boxes) if rule.effect is effect)
            for effect in (Effect.NEVER, Effect.HUMAN)
        )
        self._each = vocabulary.each
        self._single = [place for place in range(len(self._tables)) if place != self._each]
        self._helpful: set[int] = set()
        self._helpful_when: list[tuple[int, set[str]]] = []
        if vocabulary.most_helpful_when is not None and vocabulary.most_helpful is not None:
            self._helpful = {vocabulary.most_helpful}
            conditions = vocabulary.conditions(vocabulary.most_helpful_when)
            self._helpful_when = [(vocabulary.positions[name], set(values)) for name, values in conditions.items()]
        self._decisions = _Decisions(policy, [rule for rule, _ in boxes])

    def point(self, values: Sequence[str]) -> Decision:
        """Return the decision for one value of each attribute, in the vocabulary's order."""
        hits = self._everything
        for table, value in zip(self._tables, values, strict=True):
            hits &= table[value]
        return self._decisions[hits]

    def decide(self, request: Request) -> dict[str, Decision]:
        """Return kind of data -> decision."""
        hits = self._everything
        lists = []
        for place in self._single:
            values = request.values[place]
            if len(values) == 1:
                hits &= self._tables[place][values[0]]
            else:
                lists.append(place)
        kinds = self._tables[self._each]
        named = request.values[self._each]
        if not lists:
            return {kind: self._decisions[hits & kinds[kind]] for kind in named}
        groups = self._members(request, hits, lists)
        return {kind: self._together(groups, kinds[kind]) for kind in named}

    def _members(self, request: Request, hits: int, lists: list[int]) -> list[list[int]]:
        """Return the hit-sets of all members, in groups of which the most helpful one counts."""
        helpful: set[int] = set()
        if all(set(request.values[place]) <= names for place, names in self._helpful_when):
            helpful = self._helpful

        def members(start: int, places: Iterable[int]) -> list[int]:
            masks = [[self._tables[p][value] for value in request.values[p]] for p in places]
            return [reduce(operator.and_, member, start) for member in itertools.product(*masks)]

        strict = [place for place in lists if place not in helpful]
        outer = members(hits, (place for place in lists if place in helpful))
        return [members(group, strict) for group in outer]

    def _together(self, groups: Iterable[Iterable[int]], kind: int) -> Decision:
        """Return the one decision for all members."""
        united = [_strictest(hits & kind for hits in group) for group in groups]
        all_hits = reduce(operator.or_, (hits for hits, _ in united))
        if all_hits & self._never:
            return self._decisions[all_hits]
        # 0 hit by nothing (no), 1 left to a human, 2 yes
        ranked = [(0 if silent else 1 if hits & self._human else 2, hits) for hits, silent in united]
        best = max(rank for rank, _ in ranked)
        if not best:
            return self._decisions[0]
        deciding = reduce(operator.or_, (hits for rank, hits in ranked if rank == best))
        return self._decisions.with_duties_of(deciding, all_hits)


class _Decisions(dict[int, Decision]):
    """Hit-set -> decision; what is missing is made from the rules that the hit-set names."""

    def __init__(self, policy: Policy, rule_of_bit: Sequence[Rule]) -> None:
        super().__init__()
        self._policy = policy
        self._rule_of_bit = rule_of_bit

    def __missing__(self, hits: int) -> Decision:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        decision = decision_of(self._policy, self._rules(hits))
        self[hits] = decision
        return decision

    def with_duties_of(self, hits: int, all_hits: int) -> Decision:
        """Return what these hits lead to, with the duties of all hits; no `never` is among them."""
        decision = self[hits]
        if hits == all_hits:
            return decision
        return replace(decision, duties=_listed(self._policy, (rule.duty for rule in self._rules(all_hits))))

    def _rules(self, hits: int) -> list[Rule]:
        hit = {rule.id for bit, rule in enumerate(self._rule_of_bit) if hits >> bit & 1}
        return [rule for rule in self._policy.rules if rule.id in hit]


def decision_of(policy: Policy, hit: Sequence[Rule]) -> Decision:
    """Return the decision when exactly these rules hit, given in the policy's order."""
    never = [rule for rule in hit if rule.effect is Effect.NEVER]
    human = [rule for rule in hit if rule.effect is Effect.HUMAN]
    if not hit:
        return Refused((), (), (), policy.default_duty, policy.default_instead)
    if never:
        return Refused(*_reasons(never), (), _listed(policy, (rule.instead for rule in never)))
    duties = _listed(policy, (rule.duty for rule in hit))
    if not human:
        return Permitted(*_reasons(hit), duties)
    deciders = policy.vocabulary.deciders
    by = tuple(a for a in deciders if all(a in (rule.by or deciders) for rule in human))
    return ForHuman(*_reasons(hit), duties, by)


def _strictest(members: Iterable[int]) -> tuple[int, bool]:
    """Return all hits of the members, and whether one of them is hit by no rule."""
    hits, silent = 0, False
    for member in members:
        hits |= member
        silent = silent or not member
    return hits, silent


def _reasons(rules: Sequence[Rule]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    cites = dict.fromkeys(cite for rule in rules for cite in rule.cites)
    return tuple(r.id for r in rules), tuple(cites), tuple(rule.says for rule in rules)


def _listed(policy: Policy, lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Unite lists of obligations, in the closed list's order."""
    named = set(itertools.chain.from_iterable(lists))
    return tuple(name for name in policy.vocabulary.obligations if name in named)
