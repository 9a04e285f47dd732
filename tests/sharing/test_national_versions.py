"""What used to be: the national positions as policies, each with what it says and what it does not promise."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest

from safetoshare.core.policy.decide import Decision, ForHuman, Permitted, Refused, decide
from safetoshare.core.policy.prove import Proof, prove, unmet
from safetoshare.core.policy.requests import parse_request
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.soundness import undecidable
from safetoshare.core.policy.vocabulary_file import published
from tests.sharing.policies import FOLDER, the_claims

DISCRETION, RECOMMENDATION, CONSENT = (
    "2018-12-national-discretion",
    "2020-12-recommendation-1",
    "2025-12-national-consent",
)
VERSIONS = (DISCRETION, RECOMMENDATION, CONSENT, "model-firewall")
DOUBT = "doubt-never-to-immigration-enforcement"
# A response officer has a doubt about the status of a victim of domestic abuse, and nobody has asked her.
REQUEST = {
    "actor": "response_officer",
    "recipient": "immigration_enforcement",
    "subject": "victim",
    "pathway": "domestic_abuse",
    "data": "identity",
    "purpose": "immigration_control",
    "gateway": "law_enforcement_task",
    "consent": "not_asked",
    "status_basis": "doubt",
    "age": "adult",
    "danger": "none",
    "stage": "report",
    "adviser_offered": "no",
    "shares_home_or_visa": "no",
}


@cache
def policy(name: str) -> Policy:
    return parse_policy((FOLDER / f"{name}.toml").read_bytes(), f"{name}.toml", published())


@cache
def proof(name: str) -> Proof:
    return prove(policy(name), the_claims())


def asked(name: str, **changed: str) -> Decision:
    (decision,) = decide(policy(name), parse_request({**REQUEST, **changed}, published())).values()
    return decision


@pytest.mark.parametrize("name", VERSIONS)
def test_each_version_is_sound_and_keeps_what_it_requires(name: str) -> None:
    assert policy(name).id == name
    assert undecidable(policy(name)) == ()
    assert policy(name).remarks == ()
    assert unmet(policy(name), proof(name)) == ()


@pytest.mark.parametrize("name", VERSIONS)
def test_each_rule_names_a_source_with_its_mark(name: str) -> None:
    cited = [cite for rule in policy(name).rules for cite in rule.cites] + list(policy(name).sources)
    assert all(cite.endswith(("[R]", "[R2]", "[B]", "[own]")) for cite in cited)


@pytest.mark.parametrize("name", VERSIONS)
def test_a_source_younger_than_its_version_says_that_it_is_later(name: str) -> None:
    cited = [cite for rule in policy(name).rules for cite in rule.cites] + list(policy(name).sources)
    year_of_version = policy(name).in_force_from.year
    younger = [cite for cite in cited if any(int(year) > year_of_version for year in re.findall(r"\b20\d\d\b", cite))]
    assert all("later" in cite for cite in younger)


def test_each_later_version_promises_more() -> None:
    held = [{result.id for result in proof(name).properties if result.holds} for name in VERSIONS]
    assert all(earlier < later for earlier, later in pairwise(held))


def test_the_versions_follow_each_other_by_their_days() -> None:
    days = [policy(name).in_force_from.isoformat() for name in VERSIONS]
    assert days == ["2018-12-07", "2020-12-17", "2025-12-18", "2026-01-01"]


def test_in_2018_a_doubt_was_reason_enough_and_the_proof_shows_a_request_that_says_so() -> None:
    assert asked(DISCRETION).rules == ("E1",)
    (result,) = (result for result in proof(DISCRETION).properties if result.id == DOUBT)
    assert not result.holds
    assert result.request is not None
    (decision,) = decide(policy(DISCRETION), parse_request(result.request, published())).values()
    assert isinstance(decision, Permitted)
    assert str(result.counterexample).startswith(f"Rule {decision.rules[0]} permits sharing")


def test_in_2018_no_database_was_to_be_checked_only_to_learn_a_status() -> None:
    assert asked(DISCRETION, purpose="status_check").rules == ("N1",)


@pytest.mark.parametrize("name", [RECOMMENDATION, CONSENT])
def test_recommendation_1_stops_a_doubt_about_a_victim_of_domestic_abuse_and_links_her_to_help(name: str) -> None:
    decision = asked(name, consent="given")
    assert isinstance(decision, Refused)
    assert decision.rules == ("R1",)
    assert decision.instead == ("link_to_third_party",)


@pytest.mark.parametrize(
    "changed",
    [{"subject": "witness"}, {"pathway": "hate_crime"}, {"status_basis": "self_disclosed"}],
    ids=["a witness", "another offence", "another ground than doubt"],
)
def test_recommendation_1_left_the_rest_as_it_was(changed: dict[str, str]) -> None:
    assert isinstance(asked(RECOMMENDATION, **changed), Permitted)


@pytest.mark.parametrize("basis", ["evidence_of_status_offence", "evidence_of_other_offence"])
def test_evidence_of_an_offence_is_for_an_inspector_also_where_it_is_one_of_status(basis: str) -> None:
    decision = asked(RECOMMENDATION, status_basis=basis)
    assert isinstance(decision, ForHuman)
    assert decision.by == ("police_inspector", "chief_officer")


@pytest.mark.parametrize("consent", ["refused", "withdrawn", "not_asked", "unsafe_to_ask"])
def test_since_2025_no_victim_is_told_on_without_consent_whatever_the_offence(consent: str) -> None:
    for pathway in ("domestic_abuse", "hate_crime"):
        refused = asked(CONSENT, pathway=pathway, status_basis="documented", consent=consent)
        assert isinstance(refused, Refused)
        assert "C1" in refused.rules


def test_since_2025_consent_is_needed_and_is_no_protection_by_itself() -> None:
    assert isinstance(asked(CONSENT, status_basis="documented", consent="given"), Permitted)
    assert isinstance(asked(CONSENT, subject="witness"), Permitted)


# One request for each area that a force has to decide about; a version that is silent there answers by no rule.
FIELD = {
    "support": {"recipient": "specialist_service", "purpose": "support", "gateway": "consent", "consent": "given"},
    "safeguarding of a child": {
        "recipient": "social_care",
        "purpose": "safeguarding",
        "gateway": "safeguarding_at_risk",
        "age": "child",
        "danger": "likely_harm",
    },
    "life in danger": {
        "recipient": "nhs",
        "purpose": "safeguarding",
        "gateway": "vital_interests",
        "danger": "immediate",
    },
    "marac": {
        "recipient": "marac",
        "purpose": "safeguarding",
        "gateway": "safeguarding_at_risk",
        "danger": "likely_harm",
    },
    "adult to the nrm": {
        "recipient": "home_office_nrm",
        "pathway": "modern_slavery",
        "purpose": "safeguarding",
        "gateway": "consent",
        "consent": "given",
    },
    "child to the nrm": {
        "recipient": "home_office_nrm",
        "pathway": "modern_slavery",
        "purpose": "safeguarding",
        "gateway": "legal_obligation",
        "age": "child",
    },
    "notice that names nobody": {
        "recipient": "home_office_nrm",
        "pathway": "modern_slavery",
        "purpose": "safeguarding",
        "gateway": "legal_obligation",
        "data": "anonymised_account",
    },
    "forced marriage unit": {
        "recipient": "forced_marriage_unit",
        "pathway": "forced_marriage_or_fgm",
        "purpose": "safeguarding",
        "gateway": "safeguarding_at_risk",
    },
    "anti-slavery partnership": {
        "recipient": "anti_slavery_partnership",
        "pathway": "modern_slavery",
        "purpose": "safeguarding",
        "gateway": "public_task",
        "data": "anonymised_account",
    },
    "prosecutor": {"recipient": "cps", "purpose": "prosecution", "stage": "court"},
    "defence": {"recipient": "defence", "purpose": "prosecution", "stage": "court"},
    "a criminal court's order": {
        "recipient": "criminal_court",
        "purpose": "prosecution",
        "gateway": "court_order",
        "stage": "court",
    },
    "safety in detention": {
        "recipient": "asylum_accommodation_or_detention",
        "purpose": "safeguarding",
        "gateway": "vital_interests",
        "danger": "immediate",
    },
    "interpreter": {"recipient": "interpreter", "purpose": "investigation"},
    "trusted person": {"recipient": "trusted_person", "purpose": "support", "gateway": "consent", "consent": "given"},
    "oversight": {
        "recipient": "inspectorate",
        "purpose": "oversight",
        "gateway": "public_task",
        "data": "anonymised_account",
    },
    "statistics": {"recipient": "public", "purpose": "statistics", "gateway": "none", "data": "aggregate"},
}


@pytest.mark.parametrize("name", VERSIONS)
@pytest.mark.parametrize("area", FIELD)
def test_no_version_is_silent_about_an_area_of_the_field(name: str, area: str) -> None:
    decision = asked(name, **FIELD[area])
    assert decision.rules
    assert not isinstance(decision, Refused)


@pytest.mark.parametrize("name", VERSIONS)
def test_no_version_tells_the_prosecution_or_the_defence_where_somebody_is(name: str) -> None:
    for recipient in ("cps", "defence"):
        decision = asked(name, recipient=recipient, purpose="prosecution", stage="court", data="contact_and_location")
        assert isinstance(decision, Refused)
        assert decision.rules
