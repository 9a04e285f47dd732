"""Every single careless step from the model policy is seen: by the exact difference, and by a claim where it matters.

A step drops a rule or changes its effect, adds or takes away one value of one attribute in `when` or `except`, or drops
one duty, one thing to do instead, or one of those who may decide. What a step changes is worked out here from the
yes and human regions alone; the difference and the claims, which are on trial, come by other ways.
"""

from __future__ import annotations

import dataclasses
import random
import sys
from collections.abc import Iterator, Sequence
from functools import cache

import pytest

from safetoshare.core.policy.boxes import Box, intersect, subtract_all, total
from safetoshare.core.policy.decide import decider_of
from safetoshare.core.policy.differ import differ
from safetoshare.core.policy.prove import Regions, prove, regions
from safetoshare.core.policy.rules import Effect, Policy, Rule
from safetoshare.core.policy.vocabulary_file import published
from tests.sharing.policies import the_claims, the_policy

pytestmark = pytest.mark.long

MODEL = the_policy()
HOME_OFFICE = published().box({"recipient": ["home_office_bodies"], "subject": ["protected"], "data": ["personal"]})
# As many as there were when this was written. Fewer would be a weaker test, or a policy that shares less.
AT_LEAST_TOWARDS_HOME_OFFICE = 497


@dataclasses.dataclass(frozen=True)
class Mutant:
    """The model with one step taken, and the step in words."""

    step: str
    policy: Policy


def mutants() -> Iterator[Mutant]:
    """Yield the model with each single step taken."""
    for place, rule in enumerate(MODEL.rules):
        yield Mutant(f"{rule.id} dropped", with_rules((*MODEL.rules[:place], *MODEL.rules[place + 1 :])))
        for step, changed in changes(rule):
            rules = (*MODEL.rules[:place], changed, *MODEL.rules[place + 1 :])
            yield Mutant(f"{rule.id} {step}", with_rules(rules))
    for name in MODEL.default_instead:
        less = tuple(other for other in MODEL.default_instead if other != name)
        yield Mutant(f"default without {name}", dataclasses.replace(MODEL, default_instead=less))


def changes(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Yield the rule with each single step taken, and the step."""
    for effect in Effect:
        if effect is not rule.effect:
            yield f"turned to {effect}", dataclasses.replace(rule, effect=effect)
    for step, box in toggled(rule.when):
        yield f"when: {step}", dataclasses.replace(rule, when=box)
    if rule.exception is not None:
        for step, box in toggled(rule.exception):
            yield f"except: {step}", dataclasses.replace(rule, exception=box)
    for field in ("duty", "instead", "by"):
        names: tuple[str, ...] = getattr(rule, field)
        for name in names:
            less = tuple(other for other in names if other != name)
            yield f"{field} without {name}", dataclasses.replace(rule, **{field: less})  # type: ignore[arg-type]


def toggled(box: Box) -> Iterator[tuple[str, Box]]:
    """Yield the box with one value of one attribute more or less, wherever something is left."""
    for place, attribute in enumerate(published().attributes):
        for value, bit in attribute.bits.items():
            if mask := box[place] ^ bit:
                sign = "-" if box[place] & bit else "+"
                yield f"{sign}{attribute.id}={value}", (*box[:place], mask, *box[place + 1 :])


def with_rules(rules: Sequence[Rule]) -> Policy:
    return dataclasses.replace(MODEL, rules=tuple(rules))


@cache
def before() -> Regions:
    return regions(MODEL)


def towards_home_office(boxes: Sequence[Box]) -> list[Box]:
    return [both for box in boxes if (both := intersect(box, HOME_OFFICE))]


def became(now: Sequence[Box], was: Sequence[Box]) -> int:
    """How many requests are in `now` that were not in `was`."""
    return total(subtract_all(now, [box for box in was if any(intersect(box, other) for other in now)]))


def say(capsys: pytest.CaptureFixture[str], figure: str) -> None:
    """Print a figure for whoever runs the tests."""
    with capsys.disabled():
        sys.stdout.write(f"\n{figure}\n")


def test_every_step_that_changes_an_answer_is_in_the_difference_with_its_exact_count(
    capsys: pytest.CaptureFixture[str],
) -> None:
    seen = 0
    for mutant in mutants():
        now, was = regions(mutant.policy), before()
        permitted, human = became(now.yes, was.yes), became(now.human, was.human)
        refused = became(was.shared, now.shared)
        found = differ(MODEL, mutant.policy)
        counts = (found.newly_permitted, found.newly_human, found.newly_refused)
        assert counts == (permitted, human, refused), mutant.step
        if any(counts):
            seen += 1
            assert not found.is_empty, mutant.step
    say(capsys, f"{seen} single steps change an answer; 0 are missing from the difference")
    assert seen > AT_LEAST_TOWARDS_HOME_OFFICE


def test_every_step_that_drops_a_duty_or_a_decider_and_is_felt_is_in_the_difference() -> None:
    chance = random.Random(4)  # noqa: S311  # the same points each time
    seen = 0
    for mutant in mutants():
        if " without " not in mutant.step:
            continue
        rule = next((rule for rule in MODEL.rules if mutant.step.startswith(f"{rule.id} ")), None)
        boxes = rule.boxes if rule else (published().everything,)
        points = [point_in(chance.choice(boxes), chance) for _ in range(60)]
        if any(decider_of(MODEL).point(point) != decider_of(mutant.policy).point(point) for point in points):
            seen += 1
            assert not differ(MODEL, mutant.policy).is_empty, mutant.step
    assert seen > 100


def point_in(box: Box, chance: random.Random) -> list[str]:
    """One request of the box, drawn."""
    pairs = zip(published().attributes, box, strict=True)
    return [chance.choice([value.id for value in attribute.inside(mask)]) for attribute, mask in pairs]


def test_every_step_that_newly_tells_the_home_office_about_a_protected_person_fails_a_claim(
    capsys: pytest.CaptureFixture[str],
) -> None:
    claims = the_claims()
    shared = towards_home_office(before().shared)
    seen, missed = 0, []
    for mutant in mutants():
        if became(towards_home_office(regions(mutant.policy).shared), shared):
            seen += 1
            if prove(mutant.policy, claims).holds:
                missed.append(mutant.step)
    say(capsys, f"{seen} single steps newly tell the Home Office about a protected person; {len(missed)} are missed")
    assert missed == []
    assert seen >= AT_LEAST_TOWARDS_HOME_OFFICE


def test_no_two_steps_are_the_same_and_none_leaves_the_model_as_it_is() -> None:
    steps = [mutant.step for mutant in mutants()]
    assert len(steps) == len(set(steps))
    as_it_is = [(r.effect, r.when, r.exception, r.duty, r.instead, r.by) for r in MODEL.rules]
    for mutant in mutants():
        rules = [(r.effect, r.when, r.exception, r.duty, r.instead, r.by) for r in mutant.policy.rules]
        assert rules != as_it_is or mutant.policy.default_instead != MODEL.default_instead
