"""Hand-written requests about everybody else: who is told so that help comes, and who never is.

The letters are those of the list of claims that the model policy has to keep; nothing here reads `claims.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from safetoshare.core.policy.decide import ForHuman, Permitted, Refused
from tests.sharing.test_model_firewall import PERSONAL, SUPPORT, answers, decided, values

IDENTIFYING = [kind for kind in PERSONAL if kind != "anonymised_account"]
OF_RESCUE = ["identity", "contact_and_location", "account_of_offence", "needs", "health", "children"]
NOT_GIVEN = ("refused", "withdrawn", "not_asked", "unsafe_to_ask")
SAFETY = ("vital_interests", "safeguarding_at_risk", "legal_obligation", "public_task")
PROTECTED = tuple(subject for subject in values("subject") if subject != "suspect")
RESCUE: Mapping[str, Any] = {
    "recipient": "social_care",
    "age": "may_be_child",
    "danger": "likely_harm",
    "purpose": "safeguarding",
    "gateway": "safeguarding_at_risk",
    "consent": "unsafe_to_ask",
    "data": OF_RESCUE,
}
CONFERENCE: Mapping[str, Any] = {
    "recipient": "marac",
    "danger": "likely_harm",
    "purpose": "safeguarding",
    "gateway": "vital_interests",
    "consent": "refused",
    "data": ["identity", "contact_and_location", "account_of_offence"],
}
ORDER: Mapping[str, Any] = {
    "recipient": "criminal_court",
    "purpose": "prosecution",
    "gateway": "court_order",
    "consent": "refused",
    "stage": "court",
    "data": list(PERSONAL),
}
PROSECUTION: Mapping[str, Any] = {
    "actor": "detective",
    "recipient": "cps",
    "purpose": "prosecution",
    "gateway": "law_enforcement_task",
    "consent": "not_asked",
    "stage": "court",
    "data": ["identity", "account_of_offence"],
}
PURPOSES_OF_THE_CASE = ("support", "safeguarding", "legal_advice", "investigation", "prosecution", "oversight")
RANK = {"no": 0, "human": 1, "yes": 2}


@pytest.mark.parametrize("base", [SUPPORT, RESCUE, CONFERENCE, PROSECUTION], ids=["support", "rescue", "marac", "cps"])
def test_f_what_is_believed_about_status_moves_no_help(base: Mapping[str, Any]) -> None:
    found = [decided(**{**base, "status_basis": basis}) for basis in values("status_basis")]
    assert all(one == found[0] for one in found)
    assert not any(isinstance(decision, Refused) for decision in found[0].values())


@pytest.mark.parametrize("recipient", values("recipient"))
def test_g_saying_no_never_tells_more_and_consent_without_a_yes_opens_nothing(recipient: str) -> None:
    for gateway in values("gateway"):
        for base in (SUPPORT, RESCUE, CONFERENCE, ORDER, PROSECUTION):
            request = {**base, "recipient": recipient, "gateway": gateway, "data": list(PERSONAL)}
            given = decided(**{**request, "consent": "given"})
            for consent in NOT_GIVEN:
                without = decided(**{**request, "consent": consent})
                assert all(RANK[without[kind].answer] <= RANK[given[kind].answer] for kind in PERSONAL)
                if gateway == "consent":
                    assert {decision.answer for decision in without.values()} == {"no"}


def test_h_from_an_enquiry_only_danger_opens_the_way_to_rescuers_by_a_human() -> None:
    asked = {**RESCUE, "stage": "enquiry"}
    assert answers(asked) == {"human"}
    assert answers({**asked, "danger": "none"}) == {"no"}
    assert answers({**asked, "age": "adult"}) == {"no"}
    assert answers({**asked, "age": "adult", "danger": "immediate", "recipient": "nhs"}) == {"human"}
    assert answers({**asked, "danger": "immediate", "gateway": "consent", "consent": "given"}) == {"human"}


@pytest.mark.parametrize("recipient", values("recipient"))
def test_h_nobody_learns_from_an_enquiry_without_danger_who_asked(recipient: str) -> None:
    for base in (SUPPORT, RESCUE, CONFERENCE, ORDER, PROSECUTION):
        request = {**base, "recipient": recipient, "stage": "enquiry", "danger": "none", "data": IDENTIFYING}
        assert answers(request) == {"no"}


@pytest.mark.parametrize("recipient", values("recipient"))
def test_i_without_a_basis_and_to_the_public_there_are_figures_and_nothing_else(recipient: str) -> None:
    for base in (SUPPORT, RESCUE, CONFERENCE, ORDER, PROSECUTION):
        assert answers({**base, "recipient": recipient, "gateway": "none", "data": list(PERSONAL)}) == {"no"}
        assert answers({**base, "recipient": "public", "data": list(PERSONAL)}) == {"no"}
        assert answers({**base, "recipient": "media", "data": list(PERSONAL)}) == {"no"}
    figures = {"recipient": recipient, "purpose": "statistics", "data": ["aggregate"], "gateway": "none"}
    assert answers({**figures, "consent": "refused", "actor": "system"}) == {"yes"}


@pytest.mark.parametrize(
    "recipient", ["alleged_perpetrator", "family_or_community", "employer", "consulate", "defence", "cps"]
)
@pytest.mark.parametrize("subject", values("subject"))
def test_j_where_a_person_is_is_not_told_to_those_who_might_come(recipient: str, subject: str) -> None:
    for gateway in values("gateway"):
        for purpose in values("purpose"):
            told = {"recipient": recipient, "subject": subject, "gateway": gateway, "purpose": purpose}
            assert answers({**told, "stage": "court", "data": ["contact_and_location"]}) == {"no"}


def test_j_a_trusted_person_is_told_with_consent_alone() -> None:
    trusted = {**SUPPORT, "recipient": "trusted_person", "data": ["contact_and_location"]}
    assert answers(trusted) == {"yes"}
    for consent in NOT_GIVEN:
        for gateway in values("gateway"):
            assert answers({**trusted, "consent": consent, "gateway": gateway}) == {"no"}


def test_j_a_parent_is_told_of_a_child_by_a_human_and_where_honour_is_at_stake_never_where_the_child_is() -> None:
    parent = {**RESCUE, "recipient": "parent_or_guardian", "data": ["contact_and_location"]}
    assert answers(parent) == {"human"}
    assert answers({**parent, "age": "adult"}) == {"no"}
    for pathway in ("honour_based_abuse", "forced_marriage_or_fgm", ["other_crime", "honour_based_abuse"]):
        assert answers({**parent, "pathway": pathway}) == {"no"}
        assert answers({**parent, "pathway": pathway, "data": ["needs"]}) == {"human"}


def test_l_meetings_are_asked_to_pass_nothing_on_and_the_partnership_never_learns_who() -> None:
    with_consent = {**CONFERENCE, "gateway": "consent", "consent": "given", "danger": "none"}
    account = {
        **SUPPORT,
        "recipient": "anti_slavery_partnership",
        "purpose": "safeguarding",
        "gateway": "public_task",
        "data": ["anonymised_account"],
    }
    for request in (CONFERENCE, with_consent, account):
        for decision in decided(**request).values():
            assert not isinstance(decision, Refused)
            assert "ask_no_onward_to_immigration" in decision.duties
    for gateway in values("gateway"):
        assert answers({**account, "gateway": gateway, "data": IDENTIFYING}) == {"no"}


@pytest.mark.parametrize("gateway", SAFETY)
@pytest.mark.parametrize("subject", PROTECTED)
def test_m_danger_opens_the_way_to_those_who_rescue(gateway: str, subject: str) -> None:
    for stage in values("stage"):
        now = {**RESCUE, "gateway": gateway, "subject": subject, "stage": stage}
        expected = {"human"} if stage == "enquiry" else {"yes"}
        assert answers(now) == expected
        for recipient in ("nhs", "other_force", "fire_and_rescue"):
            rescued = {**now, "recipient": recipient, "age": "adult", "danger": "immediate"}
            kinds = [kind for kind in OF_RESCUE if kind != "account_of_offence"]
            assert answers({**rescued, "data": kinds}) <= {"yes", "human"}


@pytest.mark.parametrize("recipient", ["social_care", "nhs", "other_force", "fire_and_rescue"])
def test_agreement_in_immediate_danger_opens_the_way_to_those_who_rescue(recipient: str) -> None:
    agreed = {**RESCUE, "recipient": recipient, "age": "adult", "danger": "immediate", "gateway": "consent"}
    assert answers({**agreed, "consent": "given"}) == {"yes"}
    assert answers({**agreed, "consent": "given", "stage": "enquiry"}) == {"human"}
    assert answers({**agreed, "consent": "refused"}) == {"no"}


@pytest.mark.parametrize("gateway", SAFETY)
def test_social_care_is_told_of_the_children_of_an_adult_who_has_reported(gateway: str) -> None:
    mother = {**RESCUE, "age": "adult", "gateway": gateway, "stage": "report"}
    assert answers({**mother, "data": ["children"]}) == {"yes"}
    assert answers({**mother, "data": ["identity"]}) <= {"human", "no"}
    assert answers({**mother, "data": ["children"], "stage": "enquiry"}) == {"no"}
    assert answers({**mother, "data": ["children"], "age": "child", "stage": "enquiry"}) == {"human"}


def test_what_the_nhs_learns_of_the_children_of_an_adult_is_decided_by_a_human() -> None:
    assert answers({**RESCUE, "recipient": "nhs", "age": "adult", "data": ["children"]}) == {"human"}


def test_m_what_a_person_agreed_to_is_passed_on_without_anybody_deciding_about_it() -> None:
    kinds = ["identity", "contact_and_location", "account_of_offence", "needs"]
    for actor in values("actor"):
        assert answers({**SUPPORT, "actor": actor, "data": kinds}) == {"yes"}
        for purpose in ("support", "legal_advice"):
            advised = {**SUPPORT, "recipient": "immigration_adviser", "purpose": purpose, "actor": actor}
            assert answers({**advised, "data": [*kinds, "immigration"]}) == {"yes"}
    assert answers({**SUPPORT, "recipient": "trusted_person", "data": ["identity"]}) == {"yes"}


@pytest.mark.parametrize("gateway", ["law_enforcement_task", "public_task", "vital_interests", "safeguarding_at_risk"])
def test_m_an_interpreter_hears_what_has_to_be_interpreted(gateway: str) -> None:
    heard = {"recipient": "interpreter", "gateway": gateway, "consent": "not_asked"}
    for purpose in values("purpose"):
        for actor in values("actor"):
            asked = {**heard, "purpose": purpose, "actor": actor}
            assert answers({**asked, "data": ["identity", "account_of_offence", "needs"]}) == {"yes"}


@pytest.mark.parametrize("gateway", [gateway for gateway in values("gateway") if gateway != "court_order"])
def test_an_interpreter_hears_no_more_than_that_outside_the_case_or_from_those_outside_the_force(gateway: str) -> None:
    more = [kind for kind in PERSONAL if kind not in {"identity", "account_of_offence", "needs"}]
    heard = {"recipient": "interpreter", "gateway": gateway, "data": more}
    for purpose in ("immigration_control", "status_check", "statistics"):
        for actor in ("detective", "partner_worker"):
            assert answers({**heard, "purpose": purpose, "actor": actor}) == {"no"}
    for actor in ("partner_worker", "system"):
        assert answers({**heard, "purpose": "investigation", "actor": actor}) == {"no"}


@pytest.mark.parametrize("recipient", [name for name in values("recipient") if name != "interpreter"])
def test_nobody_is_told_anything_to_enforce_immigration_law_or_to_learn_a_status(recipient: str) -> None:
    for purpose in ("immigration_control", "status_check"):
        for gateway in (gateway for gateway in values("gateway") if gateway != "court_order"):
            asked = {"recipient": recipient, "purpose": purpose, "gateway": gateway, "data": list(PERSONAL)}
            for decision in decided(**asked).values():
                assert isinstance(decision, Refused)
                assert {"N3", "N19", "N20"} & {*decision.rules}


def test_m_a_courts_order_to_that_court_is_obeyed_by_a_human() -> None:
    for stage in ("court", "closed"):
        for decision in decided(**{**ORDER, "stage": stage}).values():
            assert isinstance(decision, ForHuman)
            assert {"lawyer_reads_the_order", "only_what_the_order_names"} <= {*decision.duties}
    for recipient in ("family_court", "coroner"):
        assert answers({**ORDER, "recipient": recipient}) == {"human"}


def test_m_the_prosecutor_learns_who_and_what_and_private_facts_by_a_human() -> None:
    assert answers(PROSECUTION) == {"yes"}
    assert answers({**PROSECUTION, "stage": "report"}) == {"no"}
    for recipient in ("cps", "defence"):
        private = {**PROSECUTION, "recipient": recipient, "data": ["health", "immigration", "needs"]}
        assert answers(private) == {"human"}
    assert answers({**PROSECUTION, "recipient": "defence", "stage": "investigation"}) == {"no"}


@pytest.mark.parametrize("recipient", ["hmrc", "dwp", "employer", "consulate", "school"])
def test_n_immigration_facts_are_not_told_to_offices_employers_or_schools(recipient: str) -> None:
    for gateway in values("gateway"):
        for purpose in values("purpose"):
            told = {"recipient": recipient, "gateway": gateway, "purpose": purpose, "data": ["immigration"]}
            assert answers(told) == {"no"}


def test_n_a_conference_learns_no_immigration_facts_without_consent() -> None:
    for consent in NOT_GIVEN:
        for gateway in values("gateway"):
            assert answers({**CONFERENCE, "consent": consent, "gateway": gateway, "data": ["immigration"]}) == {"no"}


def test_t_a_conference_is_told_with_consent_or_where_serious_harm_is_likely() -> None:
    assert answers(CONFERENCE) == {"human"}
    assert answers({**CONFERENCE, "danger": "immediate"}) == {"human"}
    assert answers({**CONFERENCE, "gateway": "consent", "consent": "given", "danger": "none"}) == {"yes"}
    for gateway in values("gateway"):
        assert answers({**CONFERENCE, "danger": "none", "gateway": gateway}) == {"no"}


def test_those_who_oversee_the_police_get_accounts_that_name_nobody() -> None:
    for recipient in ("local_policing_body", "inspectorate"):
        for gateway in values("gateway"):
            asked = {"recipient": recipient, "purpose": "oversight", "gateway": gateway, "data": IDENTIFYING}
            assert answers(asked) == {"no"}
        account = {"recipient": recipient, "purpose": "oversight", "gateway": "public_task"}
        assert answers({**account, "data": ["anonymised_account"]}) == {"yes"}


def test_slavery_beside_another_offence_is_refused_at_once_and_open_when_asked_about_apart() -> None:
    slavery = {
        "actor": "detective",
        "recipient": "home_office_nrm",
        "purpose": "safeguarding",
        "gateway": "legal_obligation",
        "consent": "given",
    }
    for data, age in (("identity", "adult"), ("identity", "child"), ("anonymised_account", "adult")):
        asked = {**slavery, "data": [data], "age": age}
        assert answers({**asked, "pathway": ["modern_slavery", "sexual_violence"]}) == {"no"}
        (decision,) = decided(**{**asked, "pathway": "modern_slavery"}).values()
        assert isinstance(decision, Permitted)
        assert any("apart" in said for said in decision.says)


def test_two_cases_at_once_open_a_school_as_the_more_helpful_of_them_does() -> None:
    watched = {**RESCUE, "recipient": "school", "data": ["identity", "needs"]}
    assert answers({**watched, "pathway": "hate_crime"}) == {"no"}
    assert answers({**watched, "pathway": ["hate_crime", "child_abuse"]}) == {"yes"}
    assert isinstance(decided(**{**watched, "pathway": "child_abuse"})["needs"], Permitted)
