"""The demonstration's policy itself: sound, with its sources, and each of its rules there for something."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from safetoshare.core.policy.boxes import subtract_all
from safetoshare.core.policy.decide import Decision, Permitted, Refused, decide
from safetoshare.core.policy.differ import differ
from safetoshare.core.policy.prove import prove, regions
from safetoshare.core.policy.requests import parse_request
from safetoshare.core.policy.rules import Policy, Rule
from safetoshare.core.policy.soundness import undecidable
from safetoshare.core.policy.vocabulary_file import published
from tests.sharing.policies import the_claims, the_policy

MODEL = the_policy()
MARKED = re.compile(r" \[(R|R2|B|own)\]$")
# As many as the oracle that tries a reduced space one by one can take.
MOST_RULES = 60
SUPPORT = {
    "actor": "victim_care_officer",
    "recipient": "specialist_service",
    "subject": "victim",
    "pathway": "domestic_abuse",
    "data": ["identity", "contact_and_location", "account_of_offence", "needs", "health", "children"],
    "purpose": "support",
    "gateway": "consent",
    "consent": "given",
    "status_basis": "none",
    "age": "adult",
    "danger": "none",
    "stage": "assessment",
    "adviser_offered": "no",
    "shares_home_or_visa": "unknown",
}


def values(attribute: str) -> tuple[str, ...]:
    """Every value of an attribute."""
    return tuple(value.id for value in published().attribute(attribute).values)


PERSONAL = tuple(kind for kind in values("data") if kind != "aggregate")


def decided(**changes: object) -> dict[str, Decision]:
    """What the model decides about agreed support, changed."""
    return decide(MODEL, parse_request({**SUPPORT, **changes}, published()))


def answers(changes: Mapping[str, Any]) -> set[str]:
    """The different answers among the kinds of data of that request."""
    return {decision.answer for decision in decided(**changes).values()}


def without(policy: Policy, rule: Rule) -> Policy:
    """The policy less one of its rules."""
    return dataclasses.replace(policy, rules=tuple(other for other in policy.rules if other is not rule))


def test_the_policy_is_sound_and_says_nothing_without_effect() -> None:
    assert undecidable(MODEL) == ()
    assert MODEL.remarks == ()
    assert len(MODEL.rules) <= MOST_RULES


@pytest.mark.parametrize("rule", MODEL.rules, ids=lambda rule: rule.id)
def test_each_rule_names_its_sources_with_their_marks(rule: Rule) -> None:
    assert all(MARKED.search(cite) for cite in rule.cites)


@pytest.mark.parametrize("rule", MODEL.rules, ids=lambda rule: rule.id)
def test_each_rule_is_there_for_something_that_would_be_missed(rule: Rule) -> None:
    assert not differ(MODEL, without(MODEL, rule)).is_empty


def test_a_never_taken_away_changes_no_answer_or_a_claim_fails() -> None:
    before = regions(MODEL).shared
    mutants = {r.id: without(MODEL, r) for r in MODEL.rules if r.effect == "never"}
    needed = {name for name, mutant in mutants.items() if subtract_all(regions(mutant).shared, before)}
    assert needed == {"N9", "N15", "N16", "N17"}
    assert all(not prove(mutants[name], the_claims()).holds for name in needed)


def test_every_recipient_is_told_something_by_some_rule_or_nothing_on_purpose() -> None:
    place = published().positions["recipient"]
    personal = published().box({"data": ["personal"]})[published().positions["data"]]
    told = 0
    for box in regions(MODEL).shared:
        if box[published().positions["data"]] & personal:
            told |= box[place]
    silent = {value.id for value in published().attribute("recipient").values} - {
        value.id for value in published().attribute("recipient").inside(told)
    }
    assert silent == {
        "hmrc",
        "family_or_community",
        "alleged_perpetrator",
        "employer",
        "consulate",
        "media",
        "public",
    }


@pytest.mark.parametrize(
    ("recipient", "purpose", "subject"),
    list(
        product(
            ("specialist_service", "immigration_adviser"),
            ("support", "legal_advice"),
            (
                "victim",
                "witness",
                "bereaved_relative",
                "supporter",
                "dependant",
                "victim_and_suspect",
                "witness_and_suspect",
            ),
        )
    ),
)
def test_with_consent_those_who_help_are_told_what_was_agreed(recipient: str, purpose: str, subject: str) -> None:
    answers = decided(recipient=recipient, purpose=purpose, subject=subject)
    assert {type(answer) for answer in answers.values()} == {Permitted}


def test_immigration_facts_go_to_an_adviser_with_consent_and_to_no_other_helper() -> None:
    helpers = [*published().attribute("recipient").inside(published().attribute("recipient").groups["helpers"])]
    told = [
        helper.id
        for helper in helpers
        if not isinstance(decided(recipient=helper.id, data=["immigration"])["immigration"], Refused)
    ]
    assert told == ["immigration_adviser"]
    refused = decided(recipient="immigration_adviser", data=["immigration"], consent="refused")["immigration"]
    assert isinstance(refused, Refused)


def test_an_adult_at_risk_is_made_known_to_social_care_by_a_humans_decision() -> None:
    at_risk = {
        "recipient": "social_care",
        "danger": "likely_harm",
        "purpose": "safeguarding",
        "gateway": "safeguarding_at_risk",
        "consent": "refused",
    }
    of_the_adult = [kind for kind in SUPPORT["data"] if kind != "children"]
    assert answers({**at_risk, "data": of_the_adult}) == {"human"}
    assert answers({**at_risk, "age": "child"}) == {"yes"}
    assert answers({**at_risk, "danger": "none"}) == {"no"}
