"""What was told outside of this system is written down on one page: for the person, the log, and whoever reviews it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse

from safetoshare.base import clock
from safetoshare.base.models import AuditRow
from safetoshare.core.ledger.act import Act
from safetoshare.sharing.api.labels import VALUES
from safetoshare.sharing.models import Disclosure, Pending, SubjectNotice
from tests.hub.casework import Desk, case_taken, typed_in, words_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def address(case: UUID) -> str:
    return f"/en/staff/cases/{case}/told/"


def written(desk: Desk, case: UUID, **answers: Any) -> HttpResponse:  # noqa: ANN401  # fields of the form
    typed = typed_in(desk.get(address(case)))
    usual = {
        "act": "found_outside",
        "organisation_name": "Invented Enforcement",
        "recipient": "immigration_enforcement",
        "happened_on": clock.today().isoformat(),
        "kinds": ["identity", "contact_and_location"],
    }
    return desk.post(address(case), typed | usual | answers)


def test_what_was_found_outside_is_recorded_and_the_page_names_the_day_of_the_breachs_report(desk: Desk) -> None:
    case = case_taken()
    text = words_of(written(desk, case))
    assert "It is written down" in text
    assert "Information Commissioner within 72 hours" in text
    until = clock.today() + timedelta(days=3)
    assert f"by {until.day} {until:%B %Y}" in text
    assert Disclosure.objects.get().case == case
    assert SubjectNotice.objects.count() == Pending.objects.count() == 1


def test_pressed_twice_it_is_written_down_once(desk: Desk) -> None:
    case = case_taken()
    typed = typed_in(desk.get(address(case)))
    assert written(desk, case, nonce=typed["nonce"]).status_code == 200
    assert written(desk, case, nonce=typed["nonce"]).status_code == 200
    assert Disclosure.objects.count() == 1


@pytest.mark.parametrize("act", ["share_now", "departure"])
def test_what_was_told_at_once_or_against_the_policy_needs_reasons_and_is_reviewed(desk: Desk, act: str) -> None:
    case = case_taken()
    refused = written(desk, case, act=act, necessity=" ")
    assert refused.status_code == 422
    text = words_of(refused)
    assert "Write why it was necessary" in text
    assert "Write why no less would have done" in text
    assert "Invented Enforcement" in refused.content.decode()
    assert Disclosure.objects.count() == 0
    done = written(desk, case, act=act, necessity="A child was alone.", proportionality="The address alone.")
    assert "A second person looks at it again by" in words_of(done)
    assert "Information Commissioner" not in words_of(done)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"act": ""}, "Choose how it was told"),
        ({"act": "gossip"}, "Choose one of the answers"),
        ({"act": "opened"}, "Choose one of the answers"),
        ({"organisation_name": " "}, "Write which body was told"),
        ({"recipient": ""}, "Choose what kind of body"),
        ({"recipient": "the_neighbours"}, "Choose one of the answers"),
        ({"kinds": []}, "Tick what they were told"),
        ({"kinds": ["identity", "secrets"]}, "Choose answers of the list"),
        ({"happened_on": ""}, "Enter the day"),
        ({"happened_on": "2026-13-01"}, "Enter the day"),
        ({"happened_on": "2999-01-01"}, "not after today"),
        ({"purpose": "gossip"}, "Choose one of the answers"),
        ({"gateway": "because"}, "Choose one of the answers"),
    ],
)
def test_a_wrong_answer_is_named_and_what_was_typed_stays(desk: Desk, wrong: dict[str, Any], says: str) -> None:
    page = written(desk, case_taken(), **({"evidence": "Note 12"} | wrong))
    assert page.status_code == 422
    assert says in words_of(page)
    assert "Note 12" in page.content.decode()
    assert Disclosure.objects.count() == 0


def test_the_case_leads_there_and_a_case_that_is_none_is_not_found(desk: Desk) -> None:
    case = case_taken()
    assert address(case) in desk.get(f"/en/staff/cases/{case}/").content.decode()
    assert desk.get(address(UUID(int=4))).status_code == 404


def test_it_is_in_the_audit_and_names_nobody_there(desk: Desk) -> None:
    before = AuditRow.objects.count()
    written(desk, case_taken())
    assert AuditRow.objects.count() > before


def test_every_kind_of_body_and_of_data_can_be_named(desk: Desk) -> None:
    page = desk.get(address(case_taken())).content.decode()
    assert all(f'value="{code}"' in page for code in (*VALUES["recipient"], *VALUES["data"]))
    assert Act.FOUND_OUTSIDE.value in page
