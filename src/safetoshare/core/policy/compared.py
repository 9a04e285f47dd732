"""Two policies decided side by side: for every request at once what the old and what the new one answers.

Both policies' rules are followed through the attributes in one fixed order. What a rule that certainly hits does is
taken into an outcome; rules that no longer hit, or could add nothing to the outcome, are dropped; and where the same
outcomes and the same rules remain on both sides there is no difference below. So only what differs is ever split.

The attribute whose lists are read helpfully comes last, where all its values stand side by side: a list of them is
shared if one of them is and no `never` hits any, so a `never` against mere silence, both a no alone, can tell lists
apart. That is found there, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from safetoshare.core.policy.boxes import Box, Budget
from safetoshare.core.policy.diagrams import NOTHING, Diagrams
from safetoshare.core.policy.rules import Effect, Policy, Rule
from safetoshare.core.policy.vocabulary import Vocabulary

RECIPIENT = "recipient"
LENIENCE = ("no", "human", "yes")


class Outcome(NamedTuple):
    """What one policy decides; the last four as bits of the obligations and the deciders.

    `never` tells a no by a rule from a no by silence.
    """

    answer: str
    duties: int
    instead: int
    by: int
    never: bool

    @property
    def decision(self) -> tuple[str, int, int, int]:
        """All of it that a request with one value for each attribute can show."""
        return self[:4]


class Pair(NamedTuple):
    """Both outcomes; `listed` are the answers to a list with others, old and new, if only such a list differs."""

    old: Outcome
    new: Outcome
    listed: tuple[str, str] | None


class _Cell(NamedTuple):
    """One box of a rule, split in the diagrams' order, and what the rule does."""

    masks: tuple[int, ...]
    effect: Effect
    duties: int
    instead: int
    by: int


class _State(NamedTuple):
    """What the rules of one policy that certainly hit amount to so far."""

    effect: Effect | None
    duties: int
    instead: int
    by: int


class _Side(NamedTuple):
    """One policy: what has been hit, and the cells (as bits) that still may be."""

    state: _State
    live: int


def compare(old: Policy | None, new: Policy, budget: Budget) -> tuple[Diagrams, int]:
    """Return diagrams and the number of the one whose leaves are a `Pair` wherever the policies differ.

    Without an old policy nothing was in force: every answer was a no, with nothing to do. PolicyError beyond the
    budget.
    """
    comparison = _Comparison(old, new, budget)
    return comparison.diagrams, comparison.run()


def _order(vocabulary: Vocabulary) -> tuple[int, ...]:
    """Return the recipient first, so that each has a part of its own, and what lists tell apart last."""
    first, last = vocabulary.positions[RECIPIENT], vocabulary.most_helpful
    between = (place for place in range(len(vocabulary.attributes)) if place not in {first, last})
    return (first, *between, *(() if last is None else (last,)))


class _Comparison:
    def __init__(self, old: Policy | None, new: Policy, budget: Budget) -> None:
        self.vocabulary = new.vocabulary
        self.diagrams = Diagrams(self.vocabulary, _order(self.vocabulary), budget)
        self._budget = budget
        self._obligations = {name: 1 << i for i, name in enumerate(self.vocabulary.obligations)}
        self._deciders = {name: 1 << i for i, name in enumerate(self.vocabulary.deciders)}
        cells = [self._cells(policy) if policy else [] for policy in (old, new)]
        self._all = list(dict.fromkeys(cell for side in cells for cell in side))
        numbers = {cell: number for number, cell in enumerate(self._all)}
        self._live = [sum(1 << numbers[cell] for cell in set(side)) for side in cells]
        self._defaults = [self._default(policy) for policy in (old, new)]
        self._alike = self._alike_from_each_level()
        self._accepting = [
            [
                (bit, sum(1 << i for i, cell in enumerate(self._all) if cell.masks[level] & bit))
                for bit in attribute.bits.values()
            ]
            for level, attribute in enumerate(self.diagrams.attributes)
        ]
        when = self.vocabulary.most_helpful_when
        self._when = tuple(when[place] for place in self.diagrams.order) if when else None
        self._last = len(self.diagrams.order) - 1
        self._made: dict[tuple[int, _Side, _Side, bool], int] = {}

    def run(self) -> int:
        """Return the number of the diagram of all differences."""
        nothing = _State(None, 0, 0, self._bits(self.vocabulary.deciders, self._deciders))
        old, new = (_Side(nothing, live) for live in self._live)
        return self._build(0, old, new, self._when is not None)

    def _build(self, level: int, old: _Side, new: _Side, helped: bool) -> int:
        """Return what differs from this attribute on; `helped`: lists of the last attribute are read helpfully."""
        old, new = self._settled(level, old), self._settled(level, new)
        if old == new and self._defaults[0] == self._defaults[1]:
            return NOTHING
        if not old.live and not new.live:
            pair = Pair(self._outcome(0, old.state), self._outcome(1, new.state), None)
            return self.diagrams.leaf(pair if pair.old.decision != pair.new.decision else None)
        key = (level, old, new, helped)
        if key not in self._made:
            if helped and level == self._last:
                self._made[key] = self._last_split(old, new)
            else:
                masks: dict[int, int] = {}
                for mask, below_old, below_new, below_helped in self._parts(level, old, new, helped):
                    below = self._build(level + 1, below_old, below_new, below_helped)
                    masks[below] = masks.get(below, 0) | mask
                self._made[key] = self.diagrams.split(level, masks)
        return self._made[key]

    def _parts(self, level: int, old: _Side, new: _Side, helped: bool) -> Iterable[tuple[int, _Side, _Side, bool]]:
        """Return masks of values that let the same cells live on, with those cells."""
        self._budget.spend(2 * len(self._accepting[level]))
        when = self._when[level] if helped and self._when else 0
        masks: dict[tuple[int, int, bool], int] = {}
        for bit, accepting in self._accepting[level]:
            key = (old.live & accepting, new.live & accepting, bool(when & bit))
            masks[key] = masks.get(key, 0) | bit
        for (of_old, of_new, below_helped), mask in masks.items():
            yield mask, _Side(old.state, of_old), _Side(new.state, of_new), below_helped

    def _last_split(self, old: _Side, new: _Side) -> int:
        """Return what differs for the values of the last attribute, lists of which are read helpfully."""
        rows = []
        for mask, of_old, of_new, inside in self._parts(self._last, old, new, True):
            sides = (self._settled(self._last + 1, side).state for side in (of_old, of_new))
            rows.append((mask, inside, [self._outcome(which, state) for which, state in enumerate(sides)]))
        best = [
            max((outcomes[which].answer for _, inside, outcomes in rows if inside), key=LENIENCE.index, default="no")
            for which in (0, 1)
        ]
        masks: dict[int, int] = {}
        for mask, inside, outcomes in rows:
            was, now = outcomes
            pair = Pair(was, now, _told_apart(was, now, best) if inside else None)
            differs = pair.old.decision != pair.new.decision or pair.listed
            leaf = self.diagrams.leaf(pair if differs else None)
            masks[leaf] = masks.get(leaf, 0) | mask
        return self.diagrams.split(self._last, masks)

    def _settled(self, level: int, side: _Side) -> _Side:
        """Take in what certainly hits from this level on, and drop what could add nothing."""
        alike = self._alike[level]
        state, live = side
        self._budget.spend(2 * live.bit_count())
        may_hit = []
        while live:
            lowest = live & -live
            live ^= lowest
            number = alike[lowest.bit_length() - 1]
            if number < 0:
                state = _with(state, self._all[~number])
            else:
                may_hit.append(number)
        kept = 0
        for number in may_hit:
            if _with(state, self._all[number]) != state:
                kept |= 1 << number
        return _Side(state, kept)

    def _alike_from_each_level(self) -> list[list[int]]:
        """Return for each level and cell the first cell that is the same from there on; ~number if it surely hits."""
        everything = tuple(attribute.everything for attribute in self.diagrams.attributes)
        table = []
        for level in range(len(everything) + 1):
            first: dict[object, int] = {}
            row = []
            for number, cell in enumerate(self._all):
                rest = cell.masks[level:]
                same = first.setdefault((rest, *cell[1:]), number)
                row.append(~same if rest == everything[level:] else same)
            table.append(row)
        return table

    def _cells(self, policy: Policy) -> list[_Cell]:
        return [self._cell(rule, box) for rule in policy.rules for box in rule.boxes]

    def _cell(self, rule: Rule, box: Box) -> _Cell:
        """Return the box with those effects alone that the rule has: a `never` has no duty, a `may` no decider."""
        never, human = rule.effect is Effect.NEVER, rule.effect is Effect.HUMAN
        return _Cell(
            tuple(box[place] for place in self.diagrams.order),
            rule.effect,
            0 if never else self._bits(rule.duty, self._obligations),
            self._bits(rule.instead, self._obligations) if never else 0,
            self._bits(rule.by or self.vocabulary.deciders, self._deciders) if human else 0,
        )

    def _default(self, policy: Policy | None) -> tuple[int, int]:
        lists: tuple[Sequence[str], ...] = (policy.default_duty, policy.default_instead) if policy else ((), ())
        duties, instead = (self._bits(names, self._obligations) for names in lists)
        return duties, instead

    def _outcome(self, which: int, state: _State) -> Outcome:
        match state.effect:
            case None:
                duties, instead = self._defaults[which]
                return Outcome("no", duties, instead, 0, never=False)
            case Effect.NEVER:
                return Outcome("no", 0, state.instead, 0, never=True)
            case Effect.HUMAN:
                return Outcome("human", state.duties, 0, state.by, never=False)
            case Effect.MAY:
                return Outcome("yes", state.duties, 0, 0, never=False)

    @staticmethod
    def _bits(names: Iterable[str], bits: Mapping[str, int]) -> int:
        return sum(bits[name] for name in set(names))


def _with(state: _State, cell: _Cell) -> _State:
    """Return what rules amount to when this one hits as well."""
    if cell.effect is Effect.NEVER:
        return _State(Effect.NEVER, 0, state.instead | cell.instead, 0)
    if state.effect is Effect.NEVER:
        return state
    human = cell.effect is Effect.HUMAN
    effect = Effect.HUMAN if human or state.effect is Effect.HUMAN else Effect.MAY
    return _State(effect, state.duties | cell.duties, 0, state.by & cell.by if human else state.by)


def _told_apart(old: Outcome, new: Outcome, best: Sequence[str]) -> tuple[str, str] | None:
    """Return the answers to a list of this value and the most helpful other, if a `never` against silence changes it.

    `best` are the most helpful answers to any value of such a list, old and new.
    """
    if old.answer != "no" or new.answer != "no" or old.never == new.never:
        return None
    was, now = ("no" if outcome.never else answer for outcome, answer in zip((old, new), best, strict=True))
    return (was, now) if was != now else None
