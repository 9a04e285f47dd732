"""May I share this? Answered over all values of the rest, in a minute, about nobody in particular."""

from __future__ import annotations

import logging
import re

import pytest
from django.apps import apps
from django.test import Client

from safetoshare.base.accounts.services import create_account
from safetoshare.base.database import unit_of_work
from safetoshare.base.permissions import PARTNER_ROLES, STAFF_ROLES, Role
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.api.policies import InForce
from safetoshare.sharing.api.questions import FOLLOW_UPS, NO_COACHING, NOTHING_MORE_ASKED, Answer, answer_question
from tests.base.accounts.pages import sign_in
from tests.sharing.policies import TODAY

ADDRESS = "/en/staff/may-i-share/"
DOUBT = {"recipient": "immigration_enforcement", "subject": "victim", "purpose": "status_check"}
SUPPORT = {"recipient": "specialist_service", "subject": "victim", "purpose": "support"}


@pytest.fixture
def officer(visitor: Client, db: None) -> Client:
    """A response officer's browser after signing in."""
    sign_in(visitor, create_account("officer", Role.RESPONSE_OFFICER))
    return visitor


def asked(officer: Client, answers: dict[str, str], status: int = 200, address: str = ADDRESS) -> str:
    response = officer.post(address, answers)
    assert response.status_code == status
    return response.content.decode()


def test_a_doubt_is_answered_no_with_rule_citation_and_whom_to_link_to(in_force: InForce, officer: Client) -> None:
    html = asked(officer, DOUBT)
    assert '<h1 class="govuk-heading-l">No, you may not share this</h1>' in html
    assert "A concern or doubt about status is never a reason to tell Immigration Enforcement" in html
    assert "Rec 1 [R]" in html
    assert "Link the person to a third party who can advise and help" in html
    assert "Two things that are often said" in html
    assert "no general duty" in html
    assert "Only the Home Secretary may use it" in html


def test_what_is_often_said_of_immigration_is_corrected_only_where_the_home_office_would_be_told(
    in_force: InForce, officer: Client
) -> None:
    assert "Two things that are often said" not in asked(officer, {**SUPPORT, "recipient": "school"})
    assert "Two things that are often said" in asked(officer, {**DOUBT, "recipient": "home_office_nrm"})


def test_the_answer_is_in_arabic_too_with_the_rules_own_words_marked_as_english(
    in_force: InForce, officer: Client
) -> None:
    html = asked(officer, DOUBT, address="/ar/staff/may-i-share/")
    assert '<html lang="ar" dir="rtl"' in html
    assert "No, you may not share this" not in html
    assert '<p class="govuk-body" lang="en" dir="ltr"><strong>N1</strong> A concern or doubt about status' in html


def test_it_asks_one_more_question_only_where_the_answer_depends_on_it(in_force: InForce, officer: Client) -> None:
    html = asked(officer, SUPPORT)
    assert "It depends" in html
    assert "What did the person say to this sharing?" in html
    assert "How dangerous is it now?" not in html
    refused = asked(officer, {**SUPPORT, "asked": "consent", "consent": "refused"})
    assert "No, you may not share this" in refused
    assert 'name="asked"' not in refused
    given = asked(officer, {**SUPPORT, "asked": "consent", "consent": "given"})
    assert "How far has it come?" in given
    told = asked(officer, {**SUPPORT, "consent": "given", "asked": "stage", "stage": "report"})
    assert "Yes, on this basis alone" in told
    assert 'name="asked"' not in told


def test_every_first_question_ends_after_at_most_five_more(in_force: InForce) -> None:
    """Walk the longest way: always the first value that keeps the answer open."""
    for recipient in published().attribute("recipient").bits:
        known = {"recipient": recipient, "subject": "victim", "purpose": "safeguarding"}
        for _step in range(len(FOLLOW_UPS) + 1):
            answer = answer_question(known, None, TODAY)
            assert answer is not None
            if not answer.ask_next:
                break
            assert answer.ask_next not in known
            known[answer.ask_next] = next(iter(published().attribute(answer.ask_next).bits))
        else:
            pytest.fail(f"{recipient}: still asking")


@pytest.mark.parametrize("recipient", sorted(NOTHING_MORE_ASKED))
def test_nobody_is_coached_towards_a_yes_about_those_who_act_against_the_person(
    in_force: InForce, recipient: str
) -> None:
    for purpose in published().attribute("purpose").bits:
        for role in (Role.INSPECTOR, Role.RESPONSE_OFFICER, None):
            answer = answer_question({"recipient": recipient, "subject": "victim", "purpose": purpose}, role, TODAY)
            assert answer is not None
            assert answer.ask_next == ""
            assert not answer.may_be_explained


def test_no_part_of_the_home_office_is_one_towards_which_anybody_is_coached() -> None:
    recipients = published().attribute("recipient")
    assert {value.id for value in recipients.inside(recipients.masks["home_office_bodies"])} <= NO_COACHING


def test_a_duty_towards_the_decision_makers_on_slavery_is_asked_about(in_force: InForce, officer: Client) -> None:
    html = asked(officer, {"recipient": "home_office_nrm", "subject": "victim", "purpose": "safeguarding"})
    assert "What did the person say to this sharing?" in html


def test_who_may_not_is_told_that_somebody_else_may_except_about_enforcement(in_force: InForce) -> None:
    about = {"subject": "victim", "purpose": "safeguarding"}
    nrm = answer_question({"recipient": "home_office_nrm", **about}, Role.UNIT_SUPERVISOR, TODAY)
    enforcement = {"recipient": "immigration_enforcement", "subject": "victim", "purpose": "investigation"}
    told = answer_question(enforcement, Role.RESPONSE_OFFICER, TODAY)
    assert nrm is not None
    assert told is not None
    assert (nrm.outlook.answer, nrm.may_be_anothers) == (Answer.NO, True)
    assert (told.outlook.answer, told.may_be_anothers) == (Answer.NO, False)


def test_only_the_ranks_of_the_rule_learn_that_a_person_decides(in_force: InForce) -> None:
    asked_for = {"recipient": "immigration_enforcement", "subject": "victim", "purpose": "investigation"}
    officer = answer_question(asked_for, Role.RESPONSE_OFFICER, TODAY)
    inspector = answer_question(asked_for, Role.INSPECTOR, TODAY)
    assert officer is not None
    assert inspector is not None
    assert officer.outlook.answer is Answer.NO
    assert inspector.outlook.answer is Answer.DEPENDS
    assert inspector.outlook.by == ("police_inspector", "chief_officer")


def test_a_suspect_who_leads_to_nobody_protected_is_not_this_policys_matter(in_force: InForce, officer: Client) -> None:
    assert "It does not decide about somebody who is only a suspect" in asked(officer, {**DOUBT, "subject": "suspect"})


def test_without_a_policy_in_force_nothing_is_answered_and_danger_is_named(officer: Client) -> None:
    html = asked(officer, DOUBT)
    assert "No policy is in force" in html
    assert "immediate danger" in html


@pytest.mark.parametrize("missing", ["recipient", "subject", "purpose"])
def test_a_missing_answer_is_named_and_the_others_are_kept(in_force: InForce, officer: Client, missing: str) -> None:
    html = asked(officer, {name: value for name, value in SUPPORT.items() if name != missing}, 422)
    assert f'href="#id_{missing}"' in html
    kept = re.findall(r'value="(\w+)" (?:checked|selected)', html)
    assert kept == [value for name, value in SUPPORT.items() if name != missing]


def test_a_follow_up_left_empty_is_asked_again_with_what_was_answered(in_force: InForce, officer: Client) -> None:
    html = asked(officer, {**SUPPORT, "asked": "consent"}, 422)
    assert "Choose one of the answers" in html
    assert all(f'name="{name}" value="{value}"' in html for name, value in SUPPORT.items())


@pytest.mark.parametrize(
    "answers",
    [
        {**DOUBT, "recipient": "immigration"},
        {**DOUBT, "subject": "<script>alert(1)</script>"},
        {**DOUBT, "purpose": "\u202ereversed" * 500},
        {**DOUBT, "asked": "status_basis", "consent": "maybe"},
        {"asked": "consent"},
    ],
)
def test_hostile_answers_are_refused_and_never_guessed(
    in_force: InForce, officer: Client, answers: dict[str, str]
) -> None:
    html = asked(officer, answers, 422)
    assert "<script>alert" not in html
    assert "reversed" not in html


def rows() -> dict[str, list[str]]:
    """Every row of every table, without the audit's."""
    with unit_of_work():
        return {
            model._meta.label: sorted(str(row) for row in model._default_manager.values_list())
            for model in apps.get_models()
            if not model._meta.label_lower.startswith("base.audit")
        }


def test_the_question_leaves_no_trace_in_tables_logs_or_address(
    in_force: InForce, officer: Client, caplog: pytest.LogCaptureFixture
) -> None:
    before = rows()
    with caplog.at_level(logging.DEBUG):
        response = officer.post(ADDRESS, {**DOUBT, "name": "Amina Example"})
    assert response.status_code == 200
    assert rows() == before
    assert "Amina" not in response.content.decode()
    assert "immigration" not in caplog.text
    assert "Location" not in response
    assert "no-store" in response["Cache-Control"]


def test_what_is_asked_in_an_address_is_not_answered(in_force: InForce, officer: Client) -> None:
    html = officer.get(ADDRESS, DOUBT).content.decode()
    assert "No, you may not share this" not in html
    assert "checked" not in html


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_every_member_of_staff_may_ask(visitor: Client, db: None, role: Role) -> None:
    sign_in(visitor, create_account("somebody", role))
    response = visitor.get(ADDRESS)
    assert response.status_code == 200
    assert b"Whom would you tell?" in response.content


@pytest.mark.parametrize("role", sorted(PARTNER_ROLES))
def test_partners_and_strangers_are_sent_to_the_door(visitor: Client, db: None, role: Role) -> None:
    assert visitor.get(ADDRESS).status_code == 302
    sign_in(visitor, create_account("somebody", role))
    response = visitor.get(ADDRESS)
    assert (response.status_code, response["Location"]) == (302, "/en/staff/")
    assert visitor.post(ADDRESS, DOUBT).status_code == 302


def test_the_screen_stands_among_an_officers_workplaces(officer: Client) -> None:
    html = officer.get("/en/staff/").content.decode()
    assert ADDRESS in html
