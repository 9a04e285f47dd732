"""Telling a body that has no account here: decided by the policy, recorded, sent by address and code."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from safetoshare.base import clock
from safetoshare.base.permissions import Role
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.sharing.models import Letter, SubjectNotice
from tests.hub.casework import Desk, case_assessed, case_taken, typed_in, words_of
from tests.hub.letters import CARE, address, everything_in, letter_of, looked, pressed, stored, visitor

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def desk(ranks: dict[Role, Desk]) -> Desk:
    return ranks[Role.VICTIM_CARE_OFFICER]


def test_what_is_permitted_is_shown_sent_and_opened_with_the_code_alone(desk: Desk) -> None:
    case = case_assessed()
    shown = words_of(looked(desk, case))
    assert "Yes: our policy permits this" in shown
    assert "Canary summary" in shown
    assert stored() == (0, 0, 0, 0)
    where, code = letter_of(pressed(desk, case, "send"))
    assert stored() == (1, 1, 1, 0)
    reader = visitor()
    asked = words_of(reader.get(where))  # type: ignore[arg-type]
    assert "Canary" not in asked
    assert Letter.objects.get().opened_on is None
    opened = words_of(reader.post(where, {"code": code}))  # type: ignore[arg-type]
    assert "Canary Amina" in opened
    assert "Canary summary" in opened
    assert Letter.objects.get().opened_on == clock.today()
    # The unit sees that it was opened, and the person has a record of it.
    assert "Opened on" in words_of(desk.get(f"/en/staff/cases/{case}/"))
    assert stored() == (2, 2, 1, 0)


def test_neither_address_nor_code_nor_content_stands_in_the_tables(desk: Desk) -> None:
    where, code = letter_of(pressed(desk, case_assessed(), "send"))
    found = everything_in(Letter)
    for secret in (where.split("/")[-2], code.replace(" ", ""), "Canary", "Invented", "social_care"):
        assert secret.encode() not in found


def test_pressed_twice_it_is_one_letter_with_one_address_and_code(desk: Desk) -> None:
    case = case_assessed()
    typed = typed_in(looked(desk, case)) | {"kinds": CARE["kinds"], "step": "send"}
    first, second = desk.post(address(case), typed), desk.post(address(case), typed)
    assert letter_of(first) == letter_of(second)
    assert stored() == (1, 1, 1, 0)


def test_five_wrong_codes_end_it_even_for_the_right_one(desk: Desk) -> None:
    where, code = letter_of(pressed(desk, case_assessed(), "send"))
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**8:08d}"
    reader = visitor()
    assert [reader.post(where, {"code": wrong}).status_code for _ in range(6)] == [422, 422, 422, 422, 410, 410]
    assert reader.post(where, {"code": code}).status_code == 410
    assert Letter.objects.get().opened_on is None


def test_the_right_code_in_other_digits_and_spaces_opens_and_gives_the_tries_back(desk: Desk) -> None:
    where, code = letter_of(pressed(desk, case_assessed(), "send"))
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    reader = visitor()
    assert reader.post(where, {"code": "1"}).status_code == 422
    assert reader.post(where, {"code": f" {arabic}"}).status_code == 200
    assert Letter.objects.get().tries_left == 5
    assert Letter.objects.get().opened_on == clock.today()


def test_no_letter_and_one_whose_time_is_over_answer_alike(desk: Desk) -> None:
    where, code = letter_of(pressed(desk, case_assessed(), "send"))
    reader, nowhere = visitor(), "/en/letter/" + "0" * 32 + "/"
    Letter.objects.update(expires_on=clock.today() - timedelta(days=1))
    answers = [reader.post(one, {"code": code}) for one in (where, nowhere)]
    assert [one.status_code for one in answers] == [410, 410]
    assert words_of(answers[0]) == words_of(answers[1])  # type: ignore[arg-type]
    assert [reader.get(one).status_code for one in (where, nowhere)] == [200, 200]


def test_a_code_that_is_none_is_asked_for_again_and_no_try_is_lost(desk: Desk) -> None:
    where, _ = letter_of(pressed(desk, case_assessed(), "send"))
    assert visitor().post(where, {"code": ""}).status_code == 422
    assert visitor().post(where, {"code": "1" * 41}).status_code == 422
    assert Letter.objects.get().tries_left == 5


def test_where_a_person_can_be_reached_safely_is_never_offered_nor_taken(desk: Desk) -> None:
    case = case_assessed()
    assert 'value="contact_and_location"' not in desk.get(address(case)).content.decode()
    assert looked(desk, case, kinds=["contact_and_location"]).status_code == 422
    assert looked(desk, case, kinds=["immigration"]).status_code == 422


def test_the_home_office_is_refused_and_the_refusal_is_recorded_once_when_asked(desk: Desk) -> None:
    case = case_assessed()
    asked = {"recipient": "immigration_enforcement", "purpose": "status_check", "gateway": "public_task"}
    page = looked(desk, case, **asked)
    assert "No: our policy does not permit this" in words_of(page)
    assert 'value="send"' not in page.content.decode()
    assert stored() == (0, 0, 0, 0)
    typed = typed_in(page) | {"kinds": CARE["kinds"]}
    # A hand that sends what the page does not offer sends nothing.
    assert desk.post(address(case), typed | {"step": "send"}).status_code == 409
    assert stored()[2:] == (0, 0)
    for _ in range(2):
        assert "The refusal is recorded" in words_of(desk.post(address(case), typed | {"step": "record"}))
    assert stored() == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"organisation_name": ""}, "Write which body is told"),
        ({"recipient": "the_neighbours"}, "Choose"),
        ({"kinds": []}, "Tick what they are told"),
        ({"necessity": " "}, "Write why it is necessary"),
        ({"consent": "given"}, "Enter the day on which she or he agreed"),
        ({"consent": ""}, "Choose whether the person has agreed"),
        ({"delay_until": "2027-12-31"}, "at most four weeks away"),
        ({"delay_until": "tomorrow"}, "Enter the day"),
        ({"step": "publish"}, "Tell another body"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_is_kept(desk: Desk, changed: dict[str, Any], says: str) -> None:
    page = looked(desk, case_assessed(), **changed)
    assert page.status_code == 422
    assert says in words_of(page)
    assert "Canary summary" in words_of(page)
    assert stored() == (0, 0, 0, 0)


def test_a_delay_of_telling_the_person_needs_reasons_and_hides_the_record_until_then(desk: Desk) -> None:
    case, until = case_assessed(), clock.today() + timedelta(days=3)
    page = looked(desk, case, delay_until=until.isoformat())
    assert "Write why it must wait" in words_of(page)
    reasons = {"delay_necessity": "He reads her telephone", "delay_proportionality": "He leaves on Friday"}
    page = pressed(desk, case, "send", delay_until=until.isoformat(), **reasons)
    assert "It is ready to be opened" in words_of(page)
    # The disclosure, and that telling of it was delayed.
    assert list(SubjectNotice.objects.values_list("shown_from", flat=True)) == [until, until]


def test_nothing_written_down_of_what_was_ticked_is_told_before_anything_is_decided(desk: Desk) -> None:
    page = looked(desk, case_taken(), kinds=["identity"])
    assert page.status_code == 422
    assert "There is nothing to tell" in words_of(page)


def test_keys_that_lock_in_the_middle_lose_nothing(desk: Desk) -> None:
    case = case_assessed()
    typed = typed_in(looked(desk, case)) | {"kinds": CARE["kinds"], "step": "send"}
    desk.lock()
    page = desk.post(address(case), typed)
    assert page.status_code == 423
    assert "Canary summary" in words_of(page)
    assert stored() == (0, 0, 0, 0)
    desk.sit_down_again()
    assert desk.post(address(case), typed).status_code == 200


def test_what_changes_between_look_and_send_is_not_sent(desk: Desk) -> None:
    case = case_assessed()
    typed = typed_in(looked(desk, case)) | {"kinds": CARE["kinds"], "step": "send"}
    page = desk.post(address(case), typed | {"summary": "Something else"})
    assert page.status_code in (409, 503)
    assert stored() == (0, 0, 0, 0)


def test_where_the_partners_are_reached_is_said_by_a_setting_and_without_it_nothing_is_sent(
    desk: Desk, settings: Settings
) -> None:
    case = case_assessed()
    as_hub = replace(settings.ENVIRONMENT, role=ProcessRole.HUB)
    settings.ENVIRONMENT = as_hub
    assert pressed(desk, case, "send").status_code == 503
    assert stored() == (0, 0, 0, 0)
    settings.ENVIRONMENT = replace(as_hub, partners_address="https://partner.example.org")
    assert "https://partner.example.org/letter/" in words_of(pressed(desk, case, "send"))
