"""Z3: asks a solver that knows nothing of boxes whether any request breaks a claim.

Rules and claims become one formula over a variable for each attribute, word for word as they are written. The claim
fails if, and only if, the formula can be satisfied: by a request of one value each, or by one with a list of two
of the values that may be read helpfully.

Z3 (MIT licence) is needed for this alone and is not installed with the program.
"""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.claims import Form
from safetoshare.core.policy.oracles.plain import PlainPart, PlainRule, Question, Sets
from safetoshare.core.policy.rules import Effect

# Formulas and variables have no types of their own outside Z3.
Formula = Any
Point = tuple[Formula, ...]
MOST_MILLISECONDS = 60_000


def solver_module() -> ModuleType:
    """Return Z3; PolicyError says how to get it."""
    try:
        return importlib.import_module("z3")
    except ImportError:
        raise PolicyError("the oracles need Z3: install it with `pip install z3-solver`") from None


def can_be_broken(asked: Question) -> bool:
    """Whether some request breaks some part of the claim; PolicyError if Z3 does not settle it."""
    z3 = solver_module()
    formulas = _Formulas(z3, asked)
    solver = z3.SolverFor("QF_FD")
    solver.set("timeout", MOST_MILLISECONDS)
    solver.add(z3.Or(formulas.broken_alone(), formulas.broken_by_a_list()))
    result = solver.check()
    if result == z3.unknown:
        raise PolicyError(f"Z3 does not settle it within {MOST_MILLISECONDS // 1000} seconds: use fewer rules")
    return bool(result == z3.sat)


# Z3 wants the names of all sorts in one process to differ.
_NUMBERS = itertools.count()


@lru_cache(maxsize=16)
def _constants(attributes: tuple[tuple[str, ...], ...]) -> tuple[dict[str, Formula], ...]:
    """Return, for each attribute, its values' names -> the constants of a sort that has these and no other."""
    found = []
    for values in attributes:
        number = next(_NUMBERS)
        _, constants = solver_module().EnumSort(f"sort{number}", [f"value{number}_{value}" for value in values])
        found.append(dict(zip(values, constants, strict=True)))
    return tuple(found)


@dataclass(frozen=True)
class _Answer:
    """The formulas of one request's or one list's answer."""

    yes: Formula
    human: Formula
    never: Formula
    hit: Mapping[int, Formula]
    """Rule by rule: does it hit a member?"""


class _Formulas:
    def __init__(self, z3: ModuleType, asked: Question) -> None:
        self._z3 = z3
        self._asked = asked
        self._constants = _constants(asked.values)
        self._point: Point = tuple(
            z3.Const(f"x{place}", next(iter(constants.values())).sort())
            for place, constants in enumerate(self._constants)
        )

    def _with(self, point: Point, place: int, value: Formula) -> Point:
        return (*point[:place], value, *point[place + 1 :])

    def _any(self, formulas: Iterable[Formula]) -> Formula:
        return self._z3.Or(list(formulas))

    def _all(self, formulas: Iterable[Formula]) -> Formula:
        return self._z3.And(list(formulas))

    def _in(self, point: Point, names: Sets) -> Formula:
        return self._all(
            self._any(variable == constants[value] for value in sorted(inside))
            for variable, constants, inside in zip(point, self._constants, names, strict=True)
            if len(inside) < len(constants)
        )

    def _in_any(self, point: Point, boxes: Sequence[Sets]) -> Formula:
        return self._any(self._in(point, box) for box in boxes)

    def _hits(self, rule: PlainRule, point: Point) -> Formula:
        inside = self._in(point, rule.when)
        return inside if rule.exception is None else self._z3.And(inside, self._z3.Not(self._in(point, rule.exception)))

    def _effect(self, hits: Mapping[int, Formula], effect: Effect) -> Formula:
        return self._any(hit for number, hit in hits.items() if self._asked.rules[number].effect is effect)

    def _answer(self, *members: Point) -> _Answer:
        """One member: its answer. Two: the most helpful or the strictest of theirs, and a no if a never hits either."""
        z3, each = self._z3, [self._hit(member) for member in members]
        never = self._any(self._effect(hits, Effect.NEVER) for hits in each)
        human = [self._effect(hits, Effect.HUMAN) for hits in each]
        may = [self._effect(hits, Effect.MAY) for hits in each]
        yes = [z3.And(one, z3.Not(restrained)) for one, restrained in zip(may, human, strict=True)]
        told = [z3.Or(one, other) for one, other in zip(may, human, strict=True)]
        when = self._asked.helpful_when
        helpfully = z3.BoolVal(False) if when is None else self._all(self._in(member, when) for member in members)
        yes = z3.If(helpfully, self._any(yes), self._all(yes))
        told = z3.If(helpfully, self._any(told), self._all(told))
        return _Answer(
            yes=z3.And(yes, z3.Not(never)),
            human=z3.And(told, z3.Not(yes), z3.Not(never)),
            never=never,
            hit={number: self._any(hits[number] for hits in each) for number in range(len(self._asked.rules))},
        )

    def _hit(self, point: Point) -> dict[int, Formula]:
        return {number: self._hits(rule, point) for number, rule in enumerate(self._asked.rules)}

    def _shared(self, answer: _Answer) -> Formula:
        return self._z3.Or(answer.yes, answer.human)

    def broken_alone(self) -> Formula:
        return self._any(self._broken(part, [self._point]) for part in self._asked.parts)

    def broken_by_a_list(self) -> Formula:
        """A list of two values; the first is the one that the part speaks of."""
        place = self._asked.paired
        if place is None:
            return self._z3.BoolVal(False)
        other = self._z3.Const("other", self._point[place].sort())
        members = [self._point, self._with(self._point, place, other)]
        return self._any(self._broken(part, members) for part in self._asked.parts)

    def _broken(self, part: PlainPart, members: list[Point]) -> Formula:
        if part.form is Form.MONOTONE:
            return self._not_monotone(part, members)
        if part.form is Form.UNMOVED:
            return self._moved(part, members)
        z3, answer = self._z3, self._answer(*members)
        inside = [self._in_any(member, part.boxes) for member in members]
        match part.form:
            case Form.NEVER | Form.BY_HUMAN | Form.ONLY_WHEN:
                excused = self._in_any(members[0], part.conditions)
                given = answer.yes if part.form is Form.BY_HUMAN else self._shared(answer)
                return z3.And(inside[0], given, z3.Not(excused))
            case Form.ALWAYS_WITH:
                spoken_of = inside if part.is_of_every_member else inside[:1]
                return z3.And(*spoken_of, self._without(part, answer))
            case _:
                assured = answer.yes if part.exactly_yes else self._shared(answer)
                return z3.And(*inside, z3.Not(assured))

    def _without(self, part: PlainPart, answer: _Answer) -> Formula:
        """The answer that the part is about, given without its obligation."""
        z3, rules, shared = self._z3, self._asked.rules, self._shared(answer)
        if not part.on_refused:
            carrying = (
                hit
                for number, hit in answer.hit.items()
                if rules[number].effect is not Effect.NEVER and part.obligation in rules[number].duty
            )
            return z3.And(shared, z3.Not(self._any(carrying)))
        carrying = (
            hit
            for number, hit in answer.hit.items()
            if rules[number].effect is Effect.NEVER and part.obligation in rules[number].instead
        )
        by_silence = z3.And(z3.Not(answer.never), part.obligation in self._asked.default_instead)
        return z3.And(z3.Not(shared), z3.Not(self._any(carrying)), z3.Not(by_silence))

    def _not_monotone(self, part: PlainPart, members: list[Point]) -> Formula:
        z3, place = self._z3, part.attribute
        upper = self._constants[place][part.upper]
        here, there = self._answer(*members), self._answer(*(self._with(m, place, upper) for m in members))
        return z3.And(
            *(self._in_any(member, part.boxes) for member in members),
            self._any(self._point[place] == self._constants[place][value] for value in sorted(part.lower)),
            z3.Or(z3.And(here.yes, z3.Not(there.yes)), z3.And(here.human, z3.Not(self._shared(there)))),
        )

    def _moved(self, part: PlainPart, members: list[Point]) -> Formula:
        z3, place = self._z3, part.attribute
        other = z3.Const("moved", self._point[place].sort())
        moved = [self._with(member, place, other) for member in members]
        here, there = self._answer(*members), self._answer(*moved)
        return z3.And(
            *(self._in_any(member, part.boxes) for member in (*members, *moved)),
            z3.Or(z3.And(there.yes, z3.Not(here.yes)), z3.And(there.human, z3.Not(here.human))),
        )
