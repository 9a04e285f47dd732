"""The difference of two policies against brute force over every request of the reduced vocabulary, lists included."""

import dataclasses
import itertools
import random
from collections import defaultdict
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from safetoshare.core.policy.boxes import Box
from safetoshare.core.policy.decide import Decision, ForHuman, Refused, decide, decider_of
from safetoshare.core.policy.differ import ChangeKind, Difference, Region, differ
from safetoshare.core.policy.requests import Request
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.vocabulary import Vocabulary
from tests.core.policy.drawn import policies
from tests.core.policy.examples import reduced

Point = tuple[str, ...]
GROUPS = {
    "recipient": {"home_office_bodies": reduced().attribute("recipient").mask(["immigration_enforcement"])},
    "subject": {"protected": reduced().attribute("subject").mask(["victim"])},
}
PLAIN = reduced().with_groups(GROUPS)
# Read helpfully towards one recipient; and only for some values of attributes that have lists themselves.
HELPFUL = [
    PLAIN,
    dataclasses.replace(
        PLAIN,
        most_helpful_when=reduced().box(
            {
                "recipient": ["nhs", "public"],
                "actor": ["detective", "system"],
                "pathway": ["modern_slavery", "other_crime"],
                "data": ["identity", "health"],
            }
        ),
    ),
]
LENIENCE = ("no", "human", "yes")
ANSWERS = {"yes": ChangeKind.NEWLY_PERMITTED, "no": ChangeKind.NEWLY_REFUSED, "human": ChangeKind.NEWLY_HUMAN}
MIRRORED = {
    ChangeKind.DUTY_ADDED: ChangeKind.DUTY_DROPPED,
    ChangeKind.INSTEAD_ADDED: ChangeKind.INSTEAD_DROPPED,
    ChangeKind.DECIDERS_CHANGED: ChangeKind.DECIDERS_CHANGED,
}
POINTS: list[Point] = list(itertools.product(*(attribute.bits for attribute in reduced().attributes)))


def within(vocabulary: Vocabulary, content: bytes) -> Policy:
    return parse_policy(content, "p.toml", vocabulary)


def box_points(box: Box) -> Iterator[Point]:
    pairs = zip(reduced().attributes, box, strict=True)
    return itertools.product(*([value.id for value in attribute.inside(mask)] for attribute, mask in pairs))


def points(regions: Iterator[Region]) -> dict[Point, int]:
    """Return each point of the regions' boxes, and how often it stands in them."""
    found: dict[Point, int] = defaultdict(int)
    for region in regions:
        for box in region.boxes:
            for point in box_points(box):
                found[point] += 1
    return dict(found)


def is_of_lists(region: Region) -> bool:
    return "beside others in a list" in region.says


def facts(decision: Decision) -> tuple[object, ...]:
    """Return what a decision asks to be done, without the reasons."""
    instead = decision.instead if isinstance(decision, Refused) else ()
    return decision.answer, decision.duties, instead, decision.by if isinstance(decision, ForHuman) else ()


def changes(old: Decision, new: Decision) -> Iterator[ChangeKind]:
    """Yield each kind of change between two decisions."""
    if old.answer != new.answer:
        yield ANSWERS[new.answer]
    if (old.answer == "no") != (new.answer == "no"):
        return
    instead_was, instead_now = (set(d.instead) if isinstance(d, Refused) else set() for d in (old, new))
    added_and_dropped = {
        ChangeKind.DUTY_ADDED: set(new.duties) - set(old.duties),
        ChangeKind.DUTY_DROPPED: set(old.duties) - set(new.duties),
        ChangeKind.INSTEAD_ADDED: instead_now - instead_was,
        ChangeKind.INSTEAD_DROPPED: instead_was - instead_now,
    }
    yield from (kind for kind, names in added_and_dropped.items() if names)
    if isinstance(old, ForHuman) and isinstance(new, ForHuman) and old.by != new.by:
        yield ChangeKind.DECIDERS_CHANGED


def requests(vocabulary: Vocabulary) -> Iterator[Request]:
    """Every request about one kind of data, with every list."""
    lists = [
        [
            chosen
            for size in range(1, len(attribute.bits) + 1)
            if size == 1 or attribute.several in {"strictest", "most_helpful"}
            for chosen in itertools.combinations(attribute.bits, size)
        ]
        for attribute in vocabulary.attributes
    ]
    return (Request(values) for values in itertools.product(*lists))


@given(policies(), policies())
@settings(max_examples=40)
def test_every_request_stands_in_exactly_the_regions_of_what_changed_for_it(was: bytes, now: bytes) -> None:
    old, new = within(PLAIN, was), within(PLAIN, now)
    difference = differ(old, new)
    expected: dict[ChangeKind, set[Point]] = defaultdict(set)
    for point in POINTS:
        for kind in changes(decider_of(old).point(point), decider_of(new).point(point)):
            expected[kind].add(point)
    plain = [region for region in difference.regions if not is_of_lists(region)]
    for kind in ChangeKind:
        found = points(region for region in plain if region.kind is kind)
        assert found.keys() == expected[kind]
        if kind in ANSWERS.values():
            assert set(found.values()) <= {1}
    assert difference.newly_permitted == len(expected[ChangeKind.NEWLY_PERMITTED])
    assert difference.newly_refused == len(expected[ChangeKind.NEWLY_REFUSED])
    assert difference.newly_human == len(expected[ChangeKind.NEWLY_HUMAN])
    assert all(region.states == len(points(iter([region]))) for region in difference.regions)


@given(policies())
@settings(max_examples=25)
def test_where_nothing_was_in_force_everything_that_is_told_is_new(now: bytes) -> None:
    new = within(PLAIN, now)
    difference = differ(None, new)
    answers = [decider_of(new).point(point).answer for point in POINTS]
    assert (difference.newly_permitted, difference.newly_human) == (answers.count("yes"), answers.count("human"))
    assert difference.newly_refused == 0


@given(policies(), policies())
@settings(max_examples=25)
def test_back_again_is_the_same_difference_turned_round(was: bytes, now: bytes) -> None:
    old, new = within(PLAIN, was), within(PLAIN, now)
    there, back = differ(old, new), differ(new, old)
    for kind, mirrored in MIRRORED.items():
        assert points(r for r in there.regions if r.kind is kind) == points(
            r for r in back.regions if r.kind is mirrored
        )
    answers = set(ANSWERS.values())
    assert points(r for r in there.regions if r.kind in answers) == points(r for r in back.regions if r.kind in answers)


@given(st.sampled_from(HELPFUL), policies(), policies())
@settings(max_examples=30, deadline=None)
def test_every_list_that_is_answered_otherwise_has_a_member_in_a_region_of_answers(
    vocabulary: Vocabulary, was: bytes, now: bytes
) -> None:
    old, new = within(vocabulary, was), within(vocabulary, now)
    difference = differ(old, new)
    inside = points(region for region in difference.regions if region.kind in ANSWERS.values())
    of_lists = set(points(region for region in difference.regions if is_of_lists(region)))
    shown: set[Point] = set()
    for request in requests(vocabulary):
        (before,), (after,) = (decide(policy, request).values() for policy in (old, new))
        members = set(itertools.product(*request.values))
        if before.answer != after.answer:
            assert inside.keys() & members
            shown |= members
        if difference.is_empty:
            assert facts(before)[:2] + facts(before)[3:] == facts(after)[:2] + facts(after)[3:]
    assert of_lists <= shown
    for point in of_lists:
        assert decider_of(old).point(point).answer == decider_of(new).point(point).answer == "no"


@given(policies(), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_the_rules_makes_no_difference(content: bytes, chance: random.Random) -> None:
    head, *rules = content.decode().split("[[rule]]")
    chance.shuffle(rules)
    shuffled = "[[rule]]".join([head, *rules]).encode()
    policy, other = within(PLAIN, content), within(PLAIN, shuffled)
    assert differ(policy, policy).is_empty
    assert differ(policy, other).is_empty
    assert differ(None, policy).regions == differ(None, other).regions
    assert differ(None, policy).home_office_sha256 == differ(None, other).home_office_sha256


@given(policies(), policies(), policies())
@settings(max_examples=25)
def test_the_home_offices_hash_is_the_same_exactly_if_the_same_widens_towards_it(
    was: bytes, one: bytes, two: bytes
) -> None:
    def wider(new: Policy) -> set[tuple[object, ...]]:
        found: set[tuple[object, ...]] = set()
        for p in (p for p in POINTS if p[1] == "immigration_enforcement" and p[2] == "victim"):
            before, now = decider_of(old).point(p), decider_of(new).point(p)
            if LENIENCE.index(now.answer) > LENIENCE.index(before.answer):
                found.add((p, before.answer, now.answer))
            if "no" not in (before.answer, now.answer):
                found |= {(p, "without", duty) for duty in set(before.duties) - set(now.duties)}
            if isinstance(before, ForHuman) and isinstance(now, ForHuman) and not set(now.by) <= set(before.by):
                found.add((p, before.by, now.by))
        return found

    old, first, second = (within(PLAIN, content) for content in (was, one, two))
    hashes = [differ(old, new).home_office_sha256 for new in (first, second)]
    assert [bool(text) for text in hashes] == [bool(wider(new)) for new in (first, second)]
    assert (hashes[0] == hashes[1]) == (wider(first) == wider(second))


@given(policies(), policies())
@settings(max_examples=25)
def test_a_region_widens_exactly_if_more_is_told_or_by_more_or_with_less_care(was: bytes, now: bytes) -> None:
    old, new = within(PLAIN, was), within(PLAIN, now)
    difference: Difference = differ(old, new)
    widened = set(points(region for region in difference.regions if region.widens and not is_of_lists(region)))
    for point in POINTS:
        before, after = decider_of(old).point(point), decider_of(new).point(point)
        more = LENIENCE.index(after.answer) > LENIENCE.index(before.answer)
        shared = "no" not in {before.answer, after.answer}
        careless = shared and not set(before.duties) <= set(after.duties)
        both_human = isinstance(before, ForHuman) and isinstance(after, ForHuman)
        others = both_human and not set(_by(after)) <= set(_by(before))
        assert (point in widened) == (more or careless or others)


def _by(decision: Decision) -> tuple[str, ...]:
    return decision.by if isinstance(decision, ForHuman) else ()
