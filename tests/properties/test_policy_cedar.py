"""Cedar, an engine that nobody here wrote, decides the exported policies as ours does."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cedarpy
import pytest
from hypothesis import given, settings

import safetoshare.forces
from safetoshare.core.policy.cedar import BY_HUMAN, SHARE, cedar_question, cedar_schema, to_cedar
from safetoshare.core.policy.decide import Decision, ForHuman, Refused, decider_of
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.vocabulary import Vocabulary
from safetoshare.core.policy.vocabulary_file import published
from tests.core.policy.drawn import policies
from tests.core.policy.examples import MODEL, small

FORCES = Path(safetoshare.forces.__path__[0])
# What stands in a force's folder beside the versions.
VERSIONS = sorted(file for file in FORCES.glob("*/policy/*.toml") if b"[[rule]]" in file.read_bytes())
POLICIES = [MODEL, *VERSIONS]
EVERY_DAY, IN_FULL = 2_000, 20_000


class Cedar:
    """One exported policy, asked as the export's head says."""

    def __init__(self, policy: Policy) -> None:
        text = to_cedar(policy)
        self.policy = policy
        self.policies = cedarpy.PolicySet.from_str(text)
        self.entities = cedarpy.Entities.from_json_str("[]")
        result = cedarpy.validate_policies(text, cedar_schema(policy.vocabulary))
        assert result.validation_passed, [str(error) for error in result.errors]
        # What the rules oblige to is read back from the export's annotations, not from the policy.
        written = json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"].values()
        self.notes: dict[str, dict[str, str]] = {one["annotations"]["id"]: one["annotations"] for one in written}

    def ask(self, point: tuple[str, ...]) -> tuple[str, set[str], set[str], set[str]]:
        """Return the answer, the rules that gave it, what they oblige to and who may decide, from Cedar alone."""
        share, by_human = (
            cedarpy.is_authorized(cedar_question(point, action, self.policy.vocabulary), self.policies, self.entities)
            for action in (SHARE, BY_HUMAN)
        )
        assert not share.diagnostics.errors + by_human.diagnostics.errors
        ids = set(by_human.diagnostics.id_annotations_by_reason.values())
        answer = "yes" if share.allowed else "human" if by_human.allowed else "no"
        notes = [self.notes[rule] for rule in ids]
        obligations = [_names(note["instead" if answer == "no" else "duty"]) for note in notes]
        deciders = [_names(note["by"]) for note in notes if note["effect"] == "human"]
        return (
            answer,
            ids,
            set().union(*obligations) if ids else set(self.policy.default_instead),
            set.intersection(*deciders) if answer == "human" else set(),
        )


def _names(written: str) -> set[str]:
    return set(written.split(", ")) - {""}


def _ours(decision: Decision) -> tuple[str, set[str], set[str], set[str]]:
    obligations = decision.instead if isinstance(decision, Refused) else decision.duties
    by = decision.by if isinstance(decision, ForHuman) else ()
    return decision.answer, set(decision.rules), set(obligations), set(by)


def _points(policy: Policy, count: int) -> Iterator[tuple[str, ...]]:
    """Requests of one value each, every second one aimed into some rule's box; the same each time."""
    chance = random.Random(policy.id)  # noqa: S311 - not for secrets
    vocabulary: Vocabulary = policy.vocabulary
    for number in range(count):
        box = chance.choice(policy.rules).when if number % 2 else vocabulary.everything
        yield tuple(
            chance.choice([value.id for value in attribute.inside(mask)])
            for attribute, mask in zip(vocabulary.attributes, box, strict=True)
        )


@cache
def _read(file: Path) -> Policy:
    return parse_policy(file.read_bytes(), file.name, published())


def _differences(policy: Policy, count: int) -> tuple[list[tuple[str, ...]], Counter[str]]:
    cedar, ours = Cedar(policy), decider_of(policy)
    points = list(_points(policy, count))
    answers = Counter(ours.point(point).answer for point in points)
    return [point for point in points if cedar.ask(point) != _ours(ours.point(point))], answers


def test_the_forces_versions_are_among_those_that_are_tried() -> None:
    assert "model-firewall.toml" in {file.name for file in VERSIONS}


@pytest.mark.parametrize("file", POLICIES, ids=lambda file: file.stem)
def test_cedar_gives_the_same_answer_reasons_duties_and_deciders(file: Path) -> None:
    differences, answers = _differences(_read(file), EVERY_DAY)
    assert differences == []
    assert answers["no"]
    assert answers["yes"] + answers["human"] > EVERY_DAY // 50


@pytest.mark.long
@pytest.mark.parametrize("file", POLICIES, ids=lambda file: file.stem)
def test_cedar_decides_twenty_thousand_requests_with_no_difference(file: Path) -> None:
    differences, answers = _differences(_read(file), IN_FULL)
    print(f"{file.stem}: {sum(answers.values()):,} requests, {len(differences)} differences, {dict(answers)}")  # noqa: T201
    assert (len(differences), sum(answers.values())) == (0, IN_FULL)


@given(policies())
@settings(max_examples=100)
def test_cedar_decides_random_policies_as_we_do(content: bytes) -> None:
    differences, _ = _differences(small(content.decode(), header=""), 60)
    assert differences == []


def test_a_changed_rule_is_seen() -> None:
    """The comparison can fail: a policy is not decided as its export without one of its nevers."""
    policy = _read(MODEL)
    cedar = Cedar(policy)
    text = to_cedar(policy).replace("forbid (\n  principal,\n  action in", "permit (\n  principal,\n  action in", 1)
    cedar.policies = cedarpy.PolicySet.from_str(text)
    ours = decider_of(policy)
    assert any(cedar.ask(point) != _ours(ours.point(point)) for point in _points(policy, 1_000))
