"""Hand-written requests about the Home Office: the model policy answers each as a reader of its promise expects.

The letters are those of the list of claims that the model has to keep; nothing here reads `claims.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from safetoshare.core.policy.decide import Decision, ForHuman, Permitted, Refused
from safetoshare.core.policy.vocabulary_file import published
from tests.sharing.test_model_firewall import PERSONAL, answers, decided, values

HOME_OFFICE = (
    "immigration_enforcement",
    "home_office_nrm",
    "home_office_other",
    "forced_marriage_unit",
    "asylum_accommodation_or_detention",
)
NOT_AN_OFFENCE = ("none", "self_disclosed", "third_party_claim", "doubt", "documented", "evidence_of_status_offence")
# The only way to Immigration Enforcement that no court opens.
LANE: Mapping[str, Any] = {
    "actor": "police_inspector",
    "recipient": "immigration_enforcement",
    "status_basis": "evidence_of_other_offence",
    "adviser_offered": "yes",
    "purpose": "investigation",
    "gateway": "law_enforcement_task",
    "stage": "investigation",
    "data": ["identity", "account_of_offence"],
}
ORDER: Mapping[str, Any] = {
    "actor": "chief_officer",
    "recipient": "immigration_enforcement",
    "purpose": "prosecution",
    "gateway": "court_order",
    "consent": "refused",
    "stage": "court",
    "data": list(PERSONAL),
}
REFERRAL: Mapping[str, Any] = {
    "actor": "detective",
    "recipient": "home_office_nrm",
    "pathway": "modern_slavery",
    "purpose": "safeguarding",
    "stage": "investigation",
    "data": ["identity", "account_of_offence"],
}
NOTICE: Mapping[str, Any] = {
    **REFERRAL,
    "gateway": "legal_obligation",
    "consent": "refused",
    "data": ["anonymised_account"],
}
CHILD: Mapping[str, Any] = {
    **REFERRAL,
    "age": "may_be_child",
    "gateway": "safeguarding_at_risk",
    "consent": "not_asked",
}
HELD: Mapping[str, Any] = {
    "actor": "supervisor",
    "recipient": "asylum_accommodation_or_detention",
    "purpose": "safeguarding",
    "gateway": "vital_interests",
    "consent": "unsafe_to_ask",
    "danger": "likely_harm",
    "data": ["identity", "needs", "health", "contact_and_location"],
}
MARRIAGE: Mapping[str, Any] = {
    "actor": "supervisor",
    "recipient": "forced_marriage_unit",
    "pathway": "forced_marriage_or_fgm",
    "data": ["identity", "contact_and_location", "account_of_offence", "needs", "children", "existence_of_report"],
}


def departures(base: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The request with every other value of each named attribute, one at a time; `data` one kind at a time."""
    for name in names:
        kept = base[name] if isinstance(base[name], list) else [base[name]]
        for value in values(name):
            if value not in kept and value != "aggregate":
                yield {**base, name: value}


def only(decisions: Mapping[str, Decision]) -> Decision:
    (decision,) = decisions.values()
    return decision


@pytest.mark.parametrize("basis", NOT_AN_OFFENCE)
def test_a_no_belief_about_status_opens_a_way_to_immigration_enforcement(basis: str) -> None:
    for gateway in values("gateway"):
        for purpose in values("purpose"):
            found = answers({**LANE, "status_basis": basis, "gateway": gateway, "purpose": purpose})
            assert found == {"no"} or gateway == "court_order", (gateway, purpose)
    assert answers({**ORDER, "status_basis": basis}) == {"human"}


@pytest.mark.parametrize("recipient", HOME_OFFICE)
@pytest.mark.parametrize("purpose", ["immigration_control", "status_check"])
def test_b_nothing_goes_to_the_home_office_to_enforce_or_to_learn_a_status(recipient: str, purpose: str) -> None:
    for base in (LANE, REFERRAL, NOTICE, CHILD, HELD, MARRIAGE):
        assert answers({**base, "recipient": recipient, "purpose": purpose, "data": list(PERSONAL)}) == {"no"}


def test_b_safeguarding_is_no_reason_to_tell_immigration_enforcement() -> None:
    for danger in values("danger"):
        assert answers({**LANE, "purpose": "safeguarding", "danger": danger}) == {"no"}


@pytest.mark.parametrize(
    "kind", ["contact_and_location", "messages", "needs", "health", "children", "evidence_files", "immigration"]
)
def test_c_what_finds_a_person_is_not_told_nor_of_a_suspect_who_may_share_a_home(kind: str) -> None:
    assert answers({**LANE, "data": kind}) == {"no"}
    suspect = {**LANE, "subject": "suspect", "data": kind}
    assert answers({**suspect, "shares_home_or_visa": "yes"}) == {"no"}
    assert answers({**suspect, "shares_home_or_visa": "unknown"}) == {"no"}


def test_c_a_suspect_who_leads_to_nobody_is_for_an_inspector_and_a_victim_among_them_shuts_the_way() -> None:
    suspect = {**LANE, "subject": "suspect", "data": "contact_and_location", "shares_home_or_visa": "no"}
    assert answers(suspect) == {"human"}
    assert answers({**suspect, "subject": ["suspect", "victim"]}) == {"no"}


def test_d_the_lane_is_for_an_inspector_or_a_chief_officer() -> None:
    for kind, decision in decided(**LANE).items():
        assert isinstance(decision, ForHuman), kind
        assert decision.by == ("police_inspector", "chief_officer")


def test_d_whatever_one_thing_is_missing_from_the_lane_shuts_it() -> None:
    everything_of_the_lane = ("status_basis", "consent", "adviser_offered", "actor", "purpose", "gateway", "data")
    tried = 0
    for request in departures({**LANE, "consent": "given"}, everything_of_the_lane):
        if request["actor"] != "chief_officer":
            assert answers(request) == {"no"}, request
            tried += 1
    assert tried == 6 + 4 + 1 + 10 + 8 + 8 + 10
    assert {stage for stage in values("stage") if answers({**LANE, "stage": stage}) == {"human"}} == {
        "investigation",
        "court",
    }


def test_d_a_courts_order_is_carried_out_by_a_chief_officer_after_a_lawyer_has_read_it() -> None:
    for decision in decided(**ORDER).values():
        assert isinstance(decision, ForHuman)
        assert decision.by == ("chief_officer",)
        assert {"lawyer_reads_the_order", "only_what_the_order_names"} <= {*decision.duties}
    for actor in values("actor"):
        assert answers({**ORDER, "actor": actor}) == ({"human"} if actor == "chief_officer" else {"no"})


def test_e_whoever_is_told_of_is_told_first_and_every_no_links_to_somebody_who_can_help() -> None:
    for base in (LANE, ORDER):
        assert all("tell_the_subject_before" in decision.duties for decision in decided(**base).values())
    requests = [*departures({**LANE, "consent": "given"}, ("status_basis", "consent", "purpose", "gateway", "data"))]
    requests += [{**LANE, "stage": stage} for stage in ("enquiry", "report", "closed")]
    requests += [{**LANE, "subject": ["suspect", "victim"]}, {**ORDER, "stage": "enquiry"}]
    refused = [d for request in requests for d in decided(**request).values() if isinstance(d, Refused)]
    assert len(refused) > 40
    assert all("link_to_third_party" in decision.instead for decision in refused)


@pytest.mark.parametrize(
    "base", [REFERRAL, NOTICE, CHILD, HELD, MARRIAGE], ids=["adult", "notice", "child", "held", "m"]
)
def test_f_what_is_believed_about_status_moves_no_other_part_of_the_home_office(base: Mapping[str, Any]) -> None:
    found = [decided(**{**base, "status_basis": basis}) for basis in values("status_basis")]
    assert all(one == found[0] for one in found)
    assert not any(isinstance(decision, Refused) for decision in found[0].values())


def test_h_from_an_enquiry_no_part_of_the_home_office_learns_who_asked() -> None:
    for base in (LANE, ORDER, REFERRAL, CHILD, HELD, MARRIAGE):
        for danger in values("danger"):
            kinds = [kind for kind in PERSONAL if kind != "anonymised_account"]
            assert answers({**base, "stage": "enquiry", "danger": danger, "data": kinds}) == {"no"}


def test_k_an_adult_is_named_to_the_decision_makers_on_slavery_with_consent_and_by_the_police() -> None:
    assert answers(REFERRAL) == {"yes"}
    for consent in ("refused", "withdrawn", "not_asked", "unsafe_to_ask"):
        for gateway in ("consent", "legal_obligation", "safeguarding_at_risk", "vital_interests"):
            assert answers({**REFERRAL, "consent": consent, "gateway": gateway}) == {"no"}
    assert answers({**REFERRAL, "actor": "victim_care_officer"}) == {"no"}
    assert answers({**REFERRAL, "actor": ["detective", "partner_worker"]}) == {"no"}


@pytest.mark.parametrize("age", ["child", "may_be_child"])
@pytest.mark.parametrize("gateway", ["legal_obligation", "safeguarding_at_risk"])
def test_k_a_child_is_referred_and_social_care_is_told_as_well(age: str, gateway: str) -> None:
    for stage in values("stage"):
        for decision in decided(**{**CHILD, "age": age, "gateway": gateway, "stage": stage}).values():
            assert isinstance(decision, Refused if stage == "enquiry" else Permitted)
            assert stage == "enquiry" or "refer_child_to_social_care" in decision.duties
    assert "refer_child_to_social_care" in only(decided(**{**NOTICE, "age": age})).duties
    by_order = {**ORDER, "recipient": "home_office_nrm", "age": age, "data": "identity"}
    assert "refer_child_to_social_care" in only(decided(**by_order)).duties


def test_m_the_notice_that_names_nobody_goes_from_the_police_at_any_stage() -> None:
    for stage in values("stage"):
        notice = only(decided(**{**NOTICE, "stage": stage}))
        assert isinstance(notice, Permitted)
        assert "anonymise" in notice.duties


def test_o_nothing_else_about_anybody_reaches_the_decision_makers_on_slavery() -> None:
    for base in (NOTICE, CHILD, {**REFERRAL, "consent": "given"}):
        for request in departures(base, ("pathway", "purpose")):
            assert answers(request) == {"no"}, request
        assert answers({**base, "pathway": ["modern_slavery", "domestic_abuse"]}) == {"no"}
    for kind in ("messages", "evidence_files", "health", "children", "third_party", "immigration"):
        assert answers({**REFERRAL, "data": kind}) == {"no"}
    for kind in ("contact_and_location", "needs"):
        assert answers({**CHILD, "data": kind}) == {"no"}


def test_p_no_other_part_of_the_home_office_is_told_anything_without_a_court() -> None:
    for gateway in values("gateway"):
        for base in (LANE, REFERRAL, HELD, MARRIAGE):
            request = {**base, "recipient": "home_office_other", "gateway": gateway, "data": list(PERSONAL)}
            assert answers(request) == {"no"}


@pytest.mark.parametrize("recipient", HOME_OFFICE)
def test_q_a_courts_order_to_the_home_office_is_a_chief_officers(recipient: str) -> None:
    assert answers({**ORDER, "recipient": recipient}) == {"human"}
    assert answers({**ORDER, "recipient": recipient, "actor": "system"}) == {"no"}


def test_r_where_a_person_is_held_only_danger_is_told_of_by_a_human() -> None:
    assert answers(HELD) == {"human"}
    for request in departures(HELD, ("purpose", "data")):
        assert answers(request) == {"no"}, request
    assert answers({**HELD, "danger": "none"}) == {"no"}
    assert answers({**HELD, "gateway": "consent", "consent": "given"}) == {"no"}


def test_s_the_forced_marriage_unit_is_asked_for_help_by_a_human_and_for_nothing_else() -> None:
    assert answers(MARRIAGE) == {"human"}
    assert answers({**MARRIAGE, "pathway": "honour_based_abuse", "gateway": "vital_interests"}) == {"human"}
    assert answers({**MARRIAGE, "pathway": "domestic_abuse"}) == {"no"}
    assert answers({**MARRIAGE, "pathway": ["forced_marriage_or_fgm", "domestic_abuse"]}) == {"no"}
    assert answers({**MARRIAGE, "consent": "refused"}) == {"no"}
    for request in departures(MARRIAGE, ("data",)):
        assert answers(request) == {"no"}, request
    assert answers({**MARRIAGE, "purpose": "investigation"}) == {"no"}


def test_the_home_office_bodies_named_here_are_those_of_the_vocabulary() -> None:
    recipients = published().attribute("recipient")
    assert {value.id for value in recipients.inside(recipients.groups["home_office_bodies"])} == {*HOME_OFFICE}
