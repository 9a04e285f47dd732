"""What the policy leaves to a rank: asked, read by that rank alone, decided with reasons, carried out as decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from safetoshare.base import clock
from safetoshare.base.models import Account
from safetoshare.base.permissions import Role
from safetoshare.sharing.models import AskedDecision, TakenDecision
from tests.base.accounts.pages import sign_in, unlock
from tests.base.people import member
from tests.hub.casework import Desk, case_assessed, typed_in, words_of
from tests.hub.letters import (
    DECIDED,
    address,
    answered,
    asked_of_a_rank,
    everything_in,
    letter_of,
    looked,
    stored,
    visitor,
)

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_a_rank_reads_exactly_what_would_be_told_decides_and_the_unit_sends_that(ranks: dict[Role, Desk]) -> None:
    officer, inspector = ranks[Role.VICTIM_CARE_OFFICER], ranks[Role.INSPECTOR]
    case = case_assessed()
    asked = asked_of_a_rank(officer, case)
    assert stored() == (0, 0, 0, 0)
    assert "waits for a person of the rank" in words_of(officer.get(f"/en/staff/cases/{case}/"))
    assert f"/staff/decisions/{asked}/" in inspector.get("/en/staff/decisions/").content.decode()
    question = words_of(inspector.get(f"/en/staff/decisions/{asked}/"))
    assert "Canary summary" in question
    assert "Canary necessity" in question
    # Nothing else of the case: not where she can be reached, not what else was reported.
    assert "07700" not in question
    assert "Canary account" not in question
    assert "Your decision is recorded" in words_of(answered(inspector, asked))
    assert stored() == (1, 1, 0, 0)
    where = f"/en/staff/cases/{case}/decided/{asked}/"
    shown = officer.get(where)
    assert "Canary why" in words_of(shown)
    page = officer.post(where, typed_in(shown))
    reader, (letter, code) = visitor(), letter_of(page)
    assert "Canary summary" in words_of(reader.post(letter, {"code": code}))  # type: ignore[arg-type]
    assert letter_of(officer.post(where, typed_in(shown))) == (letter, code)
    # What was decided, what was told, and that it was opened.
    assert stored() == (3, 3, 1, 0)


def test_a_duty_to_tell_the_person_before_is_met_by_having_told_her(ranks: dict[Role, Desk]) -> None:
    officer, supervisor, case = ranks[Role.VICTIM_CARE_OFFICER], ranks[Role.UNIT_SUPERVISOR], case_assessed()
    at_risk = {
        "danger": "likely_harm",
        "gateway": "safeguarding_at_risk",
        "kinds": ["identity"],
        "recipient": "social_care",
    }
    late = {"told_on": (clock.today() + timedelta(days=1)).isoformat()}
    assert "not after today" in words_of(looked(officer, case, **at_risk, **late))
    for told, says in (("", "something must be done first"), (clock.today().isoformat(), "Yes: our policy permits")):
        page = looked(officer, case, **at_risk, told_on=told)
        assert officer.post(address(case), typed_in(page) | {"kinds": ["identity"], "step": "ask"}).status_code == 302
        asked = AskedDecision.objects.get(answered_on=None).id
        answered(supervisor, asked)
        assert says in words_of(officer.get(f"/en/staff/cases/{case}/decided/{asked}/"))


def test_a_no_is_recorded_and_nothing_can_be_sent(ranks: dict[Role, Desk]) -> None:
    officer, case = ranks[Role.VICTIM_CARE_OFFICER], case_assessed()
    asked = asked_of_a_rank(officer, case)
    answered(ranks[Role.CHIEF_OFFICER], asked, answer="no")
    where = f"/en/staff/cases/{case}/decided/{asked}/"
    assert "No. Nothing is told" in words_of(officer.get(where))
    assert "No. Nothing is told" in words_of(officer.post(where, {"previewed": "0" * 64}))
    assert stored() == (1, 1, 0, 0)


def test_who_asks_never_decides(ranks: dict[Role, Desk]) -> None:
    supervisor, case = ranks[Role.UNIT_SUPERVISOR], case_assessed()
    asked = asked_of_a_rank(supervisor, case)
    assert supervisor.get(f"/en/staff/decisions/{asked}/").status_code == 403
    assert supervisor.post(f"/en/staff/decisions/{asked}/", DECIDED).status_code == 403
    assert "somebody else decides" in words_of(supervisor.get("/en/staff/decisions/"))
    assert not TakenDecision.objects.exists()


def test_of_two_who_decide_the_first_stands_and_the_second_is_told(ranks: dict[Role, Desk]) -> None:
    asked = asked_of_a_rank(ranks[Role.VICTIM_CARE_OFFICER], case_assessed())
    where = f"/en/staff/decisions/{asked}/"
    typed = typed_in(ranks[Role.CHIEF_OFFICER].get(where)) | DECIDED
    answered(ranks[Role.INSPECTOR], asked, answer="no")
    late = ranks[Role.CHIEF_OFFICER].post(where, typed)
    assert late.status_code == 409
    assert "decided already" in words_of(late)
    assert stored() == (1, 1, 0, 0)


def test_a_decision_without_its_reasons_is_none_and_keys_that_lock_keep_the_words(ranks: dict[Role, Desk]) -> None:
    inspector = ranks[Role.INSPECTOR]
    asked = asked_of_a_rank(ranks[Role.VICTIM_CARE_OFFICER], case_assessed())
    for name in ("necessity", "proportionality", "evidence"):
        page = answered(inspector, asked, **{name: " "})
        assert page.status_code == 422
    typed = typed_in(inspector.get(f"/en/staff/decisions/{asked}/")) | DECIDED
    inspector.lock()
    page = inspector.post(f"/en/staff/decisions/{asked}/", typed)
    assert page.status_code == 423
    assert "Canary so little" in words_of(page)
    assert not TakenDecision.objects.exists()


def test_what_was_asked_stands_sealed(ranks: dict[Role, Desk]) -> None:
    asked = asked_of_a_rank(ranks[Role.VICTIM_CARE_OFFICER], case_assessed())
    answered(ranks[Role.INSPECTOR], asked)
    found = everything_in(AskedDecision, TakenDecision)
    for secret in (b"Canary", b"other_force", b"Invented", b"File 7"):
        assert secret not in found


def test_a_question_of_another_case_is_not_found_under_this_one(ranks: dict[Role, Desk]) -> None:
    officer = ranks[Role.VICTIM_CARE_OFFICER]
    asked = asked_of_a_rank(officer, case_assessed())
    answered(ranks[Role.INSPECTOR], asked)
    assert officer.get(f"/en/staff/cases/{case_assessed()}/decided/{asked}/").status_code == 404


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CHIEF_OFFICER])
def test_whoever_decides_sees_no_case(ranks: dict[Role, Desk], role: Role) -> None:
    case = case_assessed()
    assert ranks[role].get(f"/en/staff/cases/{case}/").status_code == 403
    assert ranks[role].get(address(case)).status_code == 403


def test_somebody_whose_role_decides_nothing_is_refused(ranks: dict[Role, Desk]) -> None:
    trainer = member(Role.TRAINER)
    browser = visitor()
    assert sign_in(browser, Account.objects.get(pk=trainer.pk)).status_code == 302
    assert unlock(browser).status_code != 302
    assert browser.get("/en/staff/decisions/").status_code == 403
