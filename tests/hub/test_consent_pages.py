"""From needs to consent in a browser: services with reasons, what a person is asked, and taking it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse

from safetoshare.hub.api import referring
from safetoshare.hub.models import CaseGroup
from tests.hub.casework import (
    Desk,
    agreed,
    assessment,
    case_agreed,
    case_assessed,
    case_taken,
    consent_address,
    typed_in,
    words_of,
)
from tests.hub.referring import ANOTHER, ORGANISATION

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def asked(desk: Desk, case: UUID, **answers: Any) -> HttpResponse:  # noqa: ANN401  # fields of the form
    typed = typed_in(desk.get(consent_address(case)))
    usual = {"data": ["identity", "needs"], "language": "so", "interpreter": "no", "adviser_offered": "yes"}
    return desk.post(consent_address(case), typed | usual | {"answer": "agree"} | answers)


def test_services_are_shown_with_reasons_and_what_is_not_known_apart(desk: Desk) -> None:
    text = words_of(desk.get(f"/en/staff/cases/{case_assessed('safe_place', 'no_recourse')}/services/"))
    assert "Next Link" in text
    assert "A safe place to stay: yes" in text
    assert "Not known, so ask:" in text
    assert "What is not known is not a no" in text


def test_services_say_who_can_receive_a_sealed_referral_here(desk: Desk) -> None:
    response = desk.get(f"/en/staff/cases/{case_assessed('modern_slavery', 'domestic_abuse')}/services/")
    assert f"?service={agreed().service}" in response.content.decode()
    assert "This organisation cannot receive a sealed referral here" in words_of(response)


def test_before_an_assessment_no_service_is_offered(desk: Desk) -> None:
    assert "First ask the person" in words_of(desk.get(f"/en/staff/cases/{case_taken()}/services/"))


@pytest.mark.parametrize("service", ["", "x", "00000000-0000-4000-8000-000000000000", "%00", "0' or 1"])
def test_consent_for_a_service_that_is_none_is_not_found(desk: Desk, service: str) -> None:
    assert desk.get(f"/en/staff/cases/{case_assessed()}/consent/?service={service}").status_code == 404


def test_an_organisation_without_a_key_is_not_asked_consent_for(desk: Desk) -> None:
    found = referring.offers("E06000023", assessment("domestic_abuse", "safe_place", "modern_slavery"))
    other = next(one for one in found if one.service.organisation not in (ORGANISATION, ANOTHER))
    assert desk.get(consent_address(case_assessed(), other.service.id)).status_code == 404


def test_the_consent_page_says_what_is_asked_and_ticks_nothing(desk: Desk) -> None:
    response = desk.get(consent_address(case_assessed()))
    text = words_of(response)
    for said in ("Next Link", "for support", "You can change your mind", "A no changes nothing else"):
        assert said in text
    typed = typed_in(response)
    assert "data" not in typed
    assert "answer" not in typed
    assert "immigration facts" not in text


def test_agreeing_leads_to_the_decision_with_rules_and_the_exact_preview(desk: Desk) -> None:
    case = case_assessed()
    response = asked(desk, case, summary="Needs a room with a lock")
    shown = desk.get(response["Location"])
    text = words_of(shown)
    assert "Yes: our policy permits this" in text
    assert "Canary Amina" in text
    assert "Needs a room with a lock" in text
    # Neither what was not agreed to, nor the unit's own notes.
    for kept in ("Canary account", "Canary telephone", "Canary notes"):
        assert kept not in text


def test_a_no_changes_nothing_else_and_sends_nothing(desk: Desk) -> None:
    case = case_assessed()
    assert asked(desk, case, answer="no")["Location"] == f"/en/staff/cases/{case}/"
    text = words_of(desk.get(f"/en/staff/cases/{case}/"))
    assert "the person said no. Every other help stays open" in text
    assert "See what would be sent" not in text
    assert "Next Link" in words_of(desk.get(f"/en/staff/cases/{case}/services/"))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"data": []}, "Tick what they may be told"),
        ({"data": ["immigration"]}, "Choose one of the answers of the list"),
        ({"answer": ""}, "Choose what the person says"),
        ({"answer": "perhaps"}, "Choose one of the answers of the list"),
        ({"language": ""}, "Choose a language"),
        ({"interpreter": ""}, "Say whether an interpreter helped"),
        ({"adviser_offered": ""}, "Say whether independent advice was offered"),
        ({"until": "2020-01-01"}, "Enter a day after today"),
        ({"until": "2999-01-01"}, "at most one year away"),
        ({"until": "31/13/2026"}, "Enter a day, such as"),
    ],
)
def test_wrong_answers_keep_what_was_typed(desk: Desk, wrong: dict[str, Any], says: str) -> None:
    response = asked(desk, case_assessed(), summary="Canary summary", **wrong)
    assert response.status_code == 422
    assert says in words_of(response)
    assert "Canary summary" in words_of(response)
    assert not CaseGroup.objects.filter(group="consent").exists()


def test_consent_is_saved_while_the_keys_are_locked(desk: Desk) -> None:
    case = case_assessed()
    typed = typed_in(desk.get(consent_address(case)))
    desk.lock()
    answers = {"data": ["needs"], "language": "so", "interpreter": "no", "adviser_offered": "yes", "answer": "agree"}
    assert desk.post(consent_address(case), typed | answers).status_code == 302
    assert CaseGroup.objects.filter(group="consent").count() == 1


def test_withdrawing_twice_or_a_consent_that_is_none_breaks_nothing(desk: Desk) -> None:
    case, consent = case_agreed()
    for identifier in (consent.id, consent.id, uuid4()):
        assert desk.post(f"/en/staff/cases/{case}/consent/{identifier}/withdraw/", {}).status_code == 302
    assert "Withdrawn on" in words_of(desk.get(f"/en/staff/cases/{case}/"))


def test_withdrawing_needs_no_key_and_no_get(desk: Desk) -> None:
    case, consent = case_agreed()
    address = f"/en/staff/cases/{case}/consent/{consent.id}/withdraw/"
    assert desk.get(address).status_code == 405
    desk.lock()
    assert desk.post(address, {}).status_code == 302
    desk.sit_down_again()
    assert "Withdrawn on" in words_of(desk.get(f"/en/staff/cases/{case}/"))
