"""The engine and the prover against oracles that share no code with them: a reference evaluator and brute force."""

import dataclasses
import itertools
import random
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from safetoshare.core.policy.boxes import Box
from safetoshare.core.policy.claims import Claim, Form, Part
from safetoshare.core.policy.decide import Decision, ForHuman, Refused, decide, decider_of
from safetoshare.core.policy.prove import prove, regions
from safetoshare.core.policy.requests import Request, parse_request
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.soundness import undecidable
from safetoshare.core.policy.vocabulary import Vocabulary
from safetoshare.core.policy.vocabulary_file import published
from tests.core.policy.drawn import BOXES, LISTS, WORDS, Conditions, asked_of_lists, policies, requests
from tests.core.policy.examples import MODEL, REDUCED, model, reduced, small
from tests.core.policy.reference import Expected, Reference

# Read helpfully towards one recipient; and only for some values of attributes that have lists themselves.
HELPFUL = [
    reduced(),
    dataclasses.replace(
        reduced(),
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


def _policy(content: bytes) -> Policy:
    return small(content.decode(), header="")


def _within(vocabulary: Vocabulary, content: bytes) -> Policy:
    return parse_policy(content, "p.toml", vocabulary)


def _facts(decision: Decision) -> Expected:
    return Expected(
        answer=decision.answer,
        rules=frozenset(decision.rules),
        cites=frozenset(decision.cites),
        duties=frozenset(decision.duties),
        instead=frozenset(decision.instead if isinstance(decision, Refused) else ()),
        by=frozenset(decision.by if isinstance(decision, ForHuman) else ()),
    )


def _all_requests(vocabulary: Vocabulary) -> Iterator[Request]:
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


def _points(vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    return list(itertools.product(*(attribute.bits for attribute in vocabulary.attributes)))


def _inside(point: tuple[str, ...], box: Box, vocabulary: Vocabulary) -> bool:
    return all(
        attribute.bits[value] & mask for attribute, value, mask in zip(vocabulary.attributes, point, box, strict=True)
    )


@given(policies(), st.lists(requests(), min_size=1, max_size=5))
@settings(max_examples=300)
def test_decide_equals_the_reference_evaluator_on_random_policies_and_requests(
    content: bytes, asked: list[dict[str, Any]]
) -> None:
    policy, reference = _policy(content), Reference(content, REDUCED.read_text("utf-8"))
    for request in asked:
        decisions = decide(policy, parse_request(request, reduced()))
        assert {kind: _facts(decision) for kind, decision in decisions.items()} == reference.decide(request)


def test_decide_equals_the_reference_evaluator_on_requests_aimed_at_the_models_rules() -> None:
    vocabulary, policy = published(), model()
    source = MODEL.parents[3] / "src/safetoshare/core/policy/vocabulary.toml"
    reference = Reference(MODEL.read_bytes(), source.read_text("utf-8"))
    chance = random.Random(4)  # noqa: S311 - the same requests each time
    answers = set()
    for number in range(400):
        aimed = policy.rules[number % len(policy.rules)].when
        request: dict[str, Any] = {}
        for attribute, mask in zip(vocabulary.attributes, aimed, strict=True):
            inside = [value.id for value in attribute.inside(mask)]
            picked = chance.sample(inside, min(len(inside), chance.choice((1, 1, 1, 2))))
            request[attribute.id] = picked if attribute.id in LISTS else picked[0]
        decisions = decide(policy, parse_request(request, vocabulary))
        answers |= {decision.answer for decision in decisions.values()}
        assert {kind: _facts(decision) for kind, decision in decisions.items()} == reference.decide(request)
    assert answers == {"yes", "no", "human"}


@given(policies())
@settings(max_examples=100)
def test_the_regions_hold_exactly_the_requests_that_brute_force_finds_shared(content: bytes) -> None:
    policy = _policy(content)
    found = regions(policy)
    decider = decider_of(policy)
    for point in _points(reduced()):
        answer = decider.point(point).answer
        assert sum(_inside(point, box, reduced()) for box in found.yes) == (answer == "yes")
        assert sum(_inside(point, box, reduced()) for box in found.human) == (answer == "human")


@given(policies(), BOXES, st.lists(BOXES, max_size=3))
@settings(max_examples=150)
def test_violations_equal_brute_force_and_the_counterexample_is_reproduced(
    content: bytes, box: dict[str, list[str]], conditions: list[dict[str, list[str]]]
) -> None:
    vocabulary, policy = reduced(), _policy(content)
    form = Form.ONLY_WHEN if conditions else Form.NEVER
    part = Part(form, (vocabulary.box(box),), tuple(map(vocabulary.box, conditions)))
    also = Part(Form.NEVER, (vocabulary.box({"data": ["health"]}),), ())
    (result,) = prove(policy, [Claim("c", {"en": "It."}, (part, also))]).properties

    broken = [
        point
        for point in _points(vocabulary)
        if decider_of(policy).point(point).answer != "no"
        and (
            _inside(point, also.boxes[0], vocabulary)
            or (
                _inside(point, part.boxes[0], vocabulary)
                and not any(_inside(point, condition, vocabulary) for condition in part.conditions)
            )
        )
    ]
    # Where no request of single values breaks the claim, one with lists still may: see below.
    if broken:
        assert (result.holds, result.violations) == (False, len(broken))
        assert result.request is not None
        assert tuple(result.request.values()) in broken
        (decision,) = decide(policy, parse_request(result.request, vocabulary)).values()
        assert decision.answer in {"yes", "human"}
        assert all(name in str(result.counterexample) for name in decision.rules)
    elif result.request is not None:
        assert any(isinstance(value, list) for value in result.request.values())


@given(st.sampled_from(HELPFUL), asked_of_lists())
@settings(max_examples=150)
def test_a_claim_holds_exactly_if_no_request_breaks_it_lists_among_them(
    vocabulary: Vocabulary, drawn: tuple[bytes, list[tuple[Conditions, list[Conditions]]]]
) -> None:
    content, written = drawn
    policy = _within(vocabulary, content)
    parts = tuple(
        Part(
            Form.ONLY_WHEN if conditions else Form.NEVER,
            (vocabulary.box(box),),
            tuple(map(vocabulary.box, conditions)),
        )
        for box, conditions in written
    )
    (result,) = prove(policy, [Claim("c", {"en": "It."}, parts)]).properties
    claimed = {
        point
        for point in _points(vocabulary)
        for part in parts
        if _inside(point, part.boxes[0], vocabulary) and not any(_inside(point, c, vocabulary) for c in part.conditions)
    }
    # The members of shared requests of which the claim says that they are not shared.
    alone: set[tuple[str, ...]] = set()
    listed: set[tuple[str, ...]] = set()
    for request in _all_requests(vocabulary):
        broken = claimed.intersection(itertools.product(*request.values))
        if broken and all(decision.answer != "no" for decision in decide(policy, request).values()):
            (listed if any(len(values) > 1 for values in request.values) else alone).update(broken)
    assert result.holds == (not alone and not listed)
    assert result.violations == len(alone or listed)
    if result.request is not None:
        request = parse_request(result.request, vocabulary)
        assert (alone or listed).intersection(itertools.product(*request.values))
        (decision,) = decide(policy, request).values()
        assert decision.answer in {"yes", "human"}
        assert all(name in str(result.counterexample) for name in decision.rules)


@given(policies(), requests())
@settings(max_examples=300)
def test_what_a_list_is_told_where_the_strictest_counts_each_of_its_members_is_told(
    content: bytes, asked: dict[str, Any]
) -> None:
    policy = _policy(content)
    if asked["recipient"] == "nhs":
        asked["pathway"] = asked["pathway"][0]
    request = parse_request(asked, reduced())
    for kind, decision in decide(policy, request).items():
        if decision.answer != "no":
            members = itertools.product(*({**dict(zip(WORDS, request.values, strict=True)), "data": (kind,)}.values()))
            answers = [decider_of(policy).point(member).answer for member in members]
            assert "no" not in answers
            assert decision.answer == ("human" if "human" in answers else "yes")


@given(policies())
@settings(max_examples=100)
def test_undecidable_says_so_exactly_where_brute_force_finds_a_human_without_a_name(content: bytes) -> None:
    policy = _policy(content)
    decisions = [decider_of(policy).point(point) for point in _points(reduced())]
    nobody = any(isinstance(decision, ForHuman) and not decision.by for decision in decisions)
    assert bool(undecidable(policy)) == nobody


def test_the_models_regions_agree_with_decide_where_its_rules_reach() -> None:
    vocabulary, policy, found = published(), model(), regions(model())
    chance = random.Random(7)  # noqa: S311 - the same points each time
    answers = []
    for number in range(2000):
        aimed = policy.rules[number % len(policy.rules)].when
        pairs = zip(vocabulary.attributes, aimed, strict=True)
        point = tuple(chance.choice([value.id for value in attribute.inside(mask)]) for attribute, mask in pairs)
        answers.append(decider_of(policy).point(point).answer)
        assert sum(_inside(point, box, vocabulary) for box in found.yes) == (answers[-1] == "yes")
        assert sum(_inside(point, box, vocabulary) for box in found.human) == (answers[-1] == "human")
    assert min(answers.count(answer) for answer in ("yes", "human", "no")) > 100
