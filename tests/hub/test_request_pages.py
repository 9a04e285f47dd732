"""Who asks about a person is given one answer, word for word, whether or not anything is held; the person finds it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse

from safetoshare.base import clock
from safetoshare.base.permissions import Role
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.hub.api.requests import Asked, answer_to_all, decide
from safetoshare.sharing.models import Disclosure, Package, Pending, SubjectNotice, TallyNote
from tests.hub.casework import ROLE, Desk, case_taken, typed_in, words_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

NO_CASE = "/en/staff/requests/"
REQUEST = {
    "organisation_name": "Canary Enforcement",
    "recipient": "immigration_enforcement",
    "kinds": ["identity", "contact_and_location"],
    "purpose": "status_check",
    "gateway": "public_task",
}


def about(case: UUID) -> str:
    return f"/en/staff/cases/{case}/request/"


def asked(desk: Desk, where: str, **changed: Any) -> HttpResponse:  # noqa: ANN401  # fields of the form
    typed = typed_in(desk.get(where)) | REQUEST | {"happened_on": clock.today().isoformat()}
    return desk.post(where, typed | changed)


def answer_on(page: HttpResponse) -> str:
    found = re.search(r"<blockquote[^>]*>(.*?)</blockquote>", page.content.decode(), re.DOTALL)
    assert found, words_of(page)
    return found[1]


@pytest.mark.parametrize("recipient", [value.id for value in published().attribute("recipient").values])
def test_the_answer_is_the_same_for_everybody_with_and_without_a_case(desk: Desk, recipient: str) -> None:
    held = answer_on(asked(desk, about(case_taken()), recipient=recipient))
    assert held == answer_on(asked(desk, NO_CASE, recipient=recipient))
    assert held == answer_on(asked(desk, NO_CASE, recipient="employer", organisation_name="Another", kinds=["needs"]))
    assert "neither confirm nor deny" in held
    assert "model-firewall" in held


def test_of_a_case_it_is_recorded_once_for_the_person_and_nothing_is_sent(desk: Desk) -> None:
    case = case_taken()
    typed = typed_in(desk.get(about(case))) | REQUEST | {"happened_on": clock.today().isoformat()}
    pages = [desk.post(about(case), typed) for _ in range(2)]
    assert answer_on(pages[0]) == answer_on(pages[1])
    assert Disclosure.objects.get().case == case
    assert SubjectNotice.objects.count() == Pending.objects.count() == 1
    assert not Package.objects.exists()


def test_without_a_case_nothing_is_kept_and_nobody_can_be_named(desk: Desk) -> None:
    page = desk.get(NO_CASE)
    assert set(typed_in(page)) >= {"organisation_name", "recipient", "happened_on"}
    assert not {"name", "person", "reference", "case"} & set(typed_in(page))
    assert "Canary" not in words_of(asked(desk, NO_CASE))
    assert not Disclosure.objects.exists()
    assert not SubjectNotice.objects.exists()


def test_without_a_case_it_is_counted_once_however_often_it_is_pressed(desk: Desk) -> None:
    typed = typed_in(desk.get(NO_CASE)) | REQUEST | {"happened_on": clock.today().isoformat()}
    assert desk.post(NO_CASE, typed | {"kinds": []}).status_code == 422
    assert TallyNote.objects.count() == 0
    assert "neither confirm nor deny" in answer_on(desk.post(NO_CASE, typed))
    desk.post(NO_CASE, typed)
    assert TallyNote.objects.count() == 1


def test_what_the_policy_says_is_shown_and_a_yes_sends_nothing_either(desk: Desk) -> None:
    assert "nothing is told" in words_of(asked(desk, NO_CASE))
    # Left to a rank (rule H14).
    left = {
        "recipient": "other_force",
        "purpose": "investigation",
        "gateway": "law_enforcement_task",
        "kinds": ["needs"],
    }
    assert "a rank may decide so" in words_of(asked(desk, NO_CASE, **left))
    assert not Package.objects.exists()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"organisation_name": " "}, "Write which body asks"),
        ({"recipient": "the_neighbours"}, "Choose"),
        ({"kinds": []}, "Tick what it asks for"),
        ({"purpose": ""}, "Choose what it wants it for"),
        ({"gateway": ""}, "Choose the right that it names"),
        ({"happened_on": (clock.today() + timedelta(days=1)).isoformat()}, "not after today"),
        ({"happened_on": "yesterday"}, "Enter the day"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_is_kept(desk: Desk, changed: dict[str, Any], says: str) -> None:
    page = asked(desk, about(case_taken()), **changed)
    assert page.status_code == 422
    assert says in words_of(page)
    assert changed.get("organisation_name", "Canary Enforcement") in page.content.decode()
    assert not Disclosure.objects.exists()


def test_without_unlocked_keys_a_request_is_answered_and_recorded(desk: Desk) -> None:
    case = case_taken()
    typed = typed_in(desk.get(about(case))) | REQUEST | {"happened_on": clock.today().isoformat()}
    desk.lock()
    assert "neither confirm nor deny" in answer_on(desk.post(about(case), typed))
    assert Disclosure.objects.count() == 1


def test_whoever_works_on_no_case_is_refused(ranks: dict[Role, Desk]) -> None:
    assert ranks[Role.INSPECTOR].get(NO_CASE).status_code == 403
    assert ranks[Role.INSPECTOR].get(about(case_taken())).status_code == 403


def test_without_a_policy_in_force_the_answer_names_none(db: None) -> None:
    request = Asked("A body", "employer", clock.today(), ("identity",), "status_check", "none")
    outcome = decide(request, None, role=ROLE, nonce=UUID(int=1))
    assert outcome.policy == ""
    assert "sharing policy, and by nothing else" in answer_to_all(outcome, clock.today())
