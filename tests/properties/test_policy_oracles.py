"""The engine and the prover against oracles that share no code with them: a reference evaluator and brute force."""

import itertools
import random
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from safetoshare.core.policy.boxes import Box
from safetoshare.core.policy.claims import Claim, Form, Part
from safetoshare.core.policy.decide import Decision, ForHuman, Refused, decide, decider_of
from safetoshare.core.policy.prove import prove, regions
from safetoshare.core.policy.requests import parse_request
from safetoshare.core.policy.rules import Policy
from safetoshare.core.policy.soundness import undecidable
from safetoshare.core.policy.vocabulary import Vocabulary
from safetoshare.core.policy.vocabulary_file import published
from tests.core.policy.examples import HEADER, MODEL, REDUCED, model, reduced, rule, small
from tests.core.policy.reference import Expected, Reference

WORDS = {attribute.id: list(attribute.bits) for attribute in reduced().attributes}
OBLIGATIONS = list(reduced().obligations)
LISTS = ("actor", "subject", "pathway", "data")


def _some(values: list[str], least: int = 1) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=least, unique=True)


BOXES = st.fixed_dictionaries({}, optional={name: _some(values) for name, values in WORDS.items()})


@st.composite
def exceptions(draw: st.DrawFn, when: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Some requests of the box, never all: at least one attribute is cut to fewer values than it had."""
    allowed = {name: when.get(name, values) for name, values in WORDS.items()}
    cut = draw(st.sampled_from([name for name, values in allowed.items() if len(values) > 1]))
    exception = {cut: draw(st.lists(st.sampled_from(allowed[cut]), min_size=1, max_size=len(allowed[cut]) - 1))}
    for name in draw(st.sets(st.sampled_from(list(allowed)), max_size=2)) - {cut}:
        exception[name] = draw(_some(allowed[name]))
    return exception


@st.composite
def rules(draw: st.DrawFn, number: int) -> str:
    """One rule of any effect, with what rules may have beside it."""
    when = draw(BOXES)
    effect = draw(st.sampled_from(["never", "human", "may", "may"]))
    fields: dict[str, object] = {}
    if draw(st.booleans()) and any(len(when.get(name, WORDS[name])) > 1 for name in WORDS):
        fields["except"] = draw(exceptions(when))
    for key in ("duty", "instead"):
        if draw(st.booleans()):
            fields[key] = draw(_some(OBLIGATIONS, least=0))
    if effect == "human" and draw(st.booleans()):
        fields["by"] = draw(_some(["detective", "chief_officer"]))
    return rule(f"R{number}", effect, when, **fields)


@st.composite
def policies(draw: st.DrawFn) -> bytes:
    """A policy of up to eight rules that overlap in any way, within the reduced vocabulary."""
    count = draw(st.integers(1, 8))
    default = '[default]\nduty = ["record_necessity"]\ninstead = ["link_to_third_party"]\n'
    written = [draw(rules(number)) for number in range(count)]
    return "\n".join([HEADER, default if draw(st.booleans()) else "", *written]).encode()


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    """A request within the reduced vocabulary, with lists wherever they are allowed."""
    return {
        name: draw(_some(values)) if name in LISTS else draw(st.sampled_from(values)) for name, values in WORDS.items()
    }


def _policy(content: bytes) -> Policy:
    return small(content.decode(), header="")


def _facts(decision: Decision) -> Expected:
    return Expected(
        answer=decision.answer,
        rules=frozenset(decision.rules),
        cites=frozenset(decision.cites),
        duties=frozenset(decision.duties),
        instead=frozenset(decision.instead if isinstance(decision, Refused) else ()),
        by=frozenset(decision.by if isinstance(decision, ForHuman) else ()),
    )


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
    assert result.violations == len(broken)
    assert result.holds == (not broken)
    if result.request is not None:
        assert tuple(result.request.values()) in broken
        (decision,) = decide(policy, parse_request(result.request, vocabulary)).values()
        assert decision.answer in {"yes", "human"}
        assert all(name in str(result.counterexample) for name in decision.rules)
    else:
        assert not broken


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
