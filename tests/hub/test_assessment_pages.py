"""The Common Needs Assessment by telephone: no question on status, nothing typed is lost, nobody is overwritten."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from safetoshare.base.languages import LANGUAGES
from safetoshare.base.permissions import Role
from safetoshare.core.needs import NEEDS
from safetoshare.hub.api.cases import CaseInList, case
from safetoshare.hub.models import CaseGroup
from safetoshare.report.models import MailboxItem
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import Desk, case_taken, page_of, typed_in, unit_with, words_of
from tests.status_words import asks_for_status

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def desks(db: None, unwrapper: InProcess) -> dict[Role, Desk]:
    accounts = unit_with(Role.VICTIM_CARE_OFFICER, Role.UNIT_SUPERVISOR)
    return {role: Desk(account).sit_down() for role, account in accounts.items()}


@pytest.fixture
def desk(desks: dict[Role, Desk]) -> Desk:
    return desks[Role.VICTIM_CARE_OFFICER]


@pytest.fixture
def colleague(desks: dict[Role, Desk]) -> Desk:
    return desks[Role.UNIT_SUPERVISOR]


@pytest.fixture
def taken(desk: Desk) -> UUID:
    return case_taken()


def address_of(identifier: UUID, language: str = "en") -> str:
    return f"/{language}/staff/cases/{identifier}/assessment/"


def case_now(identifier: UUID) -> CaseInList:
    found = case(identifier)
    assert found is not None
    return found


def start(desk: Desk, taken: UUID, **answers: Any) -> dict[str, Any]:  # noqa: ANN401  # fields of the form
    return typed_in(desk.get(address_of(taken))) | answers


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_no_text_of_the_page_asks_for_status(desk: Desk, taken: UUID, language: str) -> None:
    page = page_of(desk.get(address_of(taken, language))).find(tag="main")
    assert len(page.text) > 500
    assert not asks_for_status(page.text, language)


def test_every_need_is_offered_and_stands_at_not_talked_about(desk: Desk, taken: UUID) -> None:
    typed = start(desk, taken)
    assert {name: value for name, value in typed.items() if name.startswith("need_")} == {
        f"need_{need}": "not_talked_about" for need in NEEDS
    }


def test_what_is_saved_comes_back_to_go_on_with(desk: Desk, taken: UUID) -> None:
    typed = start(desk, taken, need_safe_place="yes", need_money="no", notes="Canary words", language="so")
    assert desk.post(address_of(taken), typed)["Location"] == f"/en/staff/cases/{taken}/"
    again = start(desk, taken)
    assert {name: again[name] for name in ("need_safe_place", "need_money", "notes", "language", "shown")} == {
        "need_safe_place": "yes",
        "need_money": "no",
        "notes": "Canary words",
        "language": "so",
        "shown": "1",
    }
    assert "Canary words" in words_of(desk.get(f"/en/staff/cases/{taken}/"))
    assert case_now(taken).state == "assessed"


def test_what_was_saved_before_is_kept_under_its_version(desk: Desk, taken: UUID) -> None:
    for notes in ("first", "second"):
        desk.post(address_of(taken), start(desk, taken, notes=notes))
    assert list(CaseGroup.objects.filter(group="assessment").values_list("version", flat=True).order_by("version")) == [
        1,
        2,
    ]


def test_saving_works_while_the_keys_are_locked_and_then_asks_to_unlock(desk: Desk, taken: UUID) -> None:
    typed = start(desk, taken, notes="Canary typed for an hour")
    desk.lock()
    saved = desk.post(address_of(taken), typed)
    assert saved.status_code == 302
    asked = desk.get(saved["Location"])
    assert asked["Location"] == f"/en/staff/unlock/?next=%2Fen%2Fstaff%2Fcases%2F{taken}%2F"
    desk.sit_down_again()
    assert "Canary typed for an hour" in words_of(desk.get(f"/en/staff/cases/{taken}/"))


def test_two_officers_with_the_same_words_have_nothing_to_decide(desk: Desk, colleague: Desk, taken: UUID) -> None:
    mine, theirs = start(desk, taken, notes="Canary call"), start(colleague, taken, notes="Canary call")
    assert [desk.post(address_of(taken), mine).status_code, colleague.post(address_of(taken), theirs).status_code] == [
        302,
        302,
    ]
    assert CaseGroup.objects.filter(group="assessment").count() == 1


def test_two_officers_overwrite_nobody_and_the_second_sees_both(desk: Desk, colleague: Desk, taken: UUID) -> None:
    mine = start(desk, taken, need_money="yes", notes="Canary mine")
    colleague.post(address_of(taken), start(colleague, taken, need_money="no", notes="Canary theirs"))
    response = desk.post(address_of(taken), mine)
    assert response.status_code == 409
    text = words_of(response)
    assert "This assessment was saved again while you were writing" in text
    assert "Food, money or daily things You: Yes Saved: No" in text
    assert "Canary theirs" in text
    kept = typed_in(response)
    assert (kept["notes"], kept["need_money"], kept["shown"]) == ("Canary mine", "yes", "1")
    assert desk.post(address_of(taken), kept).status_code == 302
    assert start(desk, taken)["notes"] == "Canary mine"


def test_a_conflict_while_locked_keeps_what_was_typed_and_says_how_to_see_the_other(desk: Desk, taken: UUID) -> None:
    mine = start(desk, taken, notes="Canary mine")
    desk.post(address_of(taken), start(desk, taken, notes="Canary theirs"))
    desk.lock()
    response = desk.post(address_of(taken), mine)
    assert response.status_code == 409
    assert "Unlock in another tab" in words_of(response)
    assert "Canary theirs" not in words_of(response)
    # Its version stays as it was, so that saving again once unlocked shows the other's before anything is replaced.
    assert (typed_in(response)["notes"], typed_in(response)["shown"]) == ("Canary mine", "0")


def test_a_double_press_saves_once(desk: Desk, taken: UUID) -> None:
    typed = start(desk, taken, notes="Canary once")
    assert [desk.post(address_of(taken), typed).status_code for _ in range(2)] == [302, 302]
    assert CaseGroup.objects.filter(group="assessment").count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"need_money": "perhaps"}, "Choose one of the answers of the list"),
        ({"need_money": ""}, "Choose one of the answers of the list"),
        ({"notes": "x" * 20_001}, "at most 20000 characters"),
        ({"name": "a\x00b"}, "Type it anew"),
        ({"language": "xx"}, "Choose one of the answers of the list"),
    ],
)
def test_wrong_input_keeps_the_rest_and_says_what_to_do(
    desk: Desk, taken: UUID, wrong: dict[str, str], says: str
) -> None:
    response = desk.post(address_of(taken), start(desk, taken, need_safe_place="yes") | wrong)
    assert response.status_code == 422
    assert says in words_of(response)
    assert typed_in(response)["need_safe_place"] == "yes"
    assert not CaseGroup.objects.filter(group="assessment").exists()


def test_a_message_reaches_the_mailbox_once_however_often_it_is_sent(desk: Desk, taken: UUID) -> None:
    address = f"/en/staff/cases/{taken}/message/"
    typed = typed_in(desk.get(address)) | {"text": "Please come back on Monday", "language": "so"}
    assert desk.post(address, typed).status_code == 302
    response = desk.post(address, typed)
    assert response.status_code == 409
    assert "Please come back on Monday" in words_of(response)
    assert MailboxItem.objects.count() == 1
    assert desk.post(address, typed_in(response)).status_code == 302
    assert MailboxItem.objects.count() == 2
    assert b"Monday" not in bytes(MailboxItem.objects.all()[0].sealed)


@pytest.mark.parametrize("missing", ["text", "language"])
def test_a_message_needs_words_and_a_language(desk: Desk, taken: UUID, missing: str) -> None:
    address = f"/en/staff/cases/{taken}/message/"
    typed = typed_in(desk.get(address)) | {"text": "Please come back", "language": "so"} | {missing: ""}
    assert desk.post(address, typed).status_code == 422
    assert not MailboxItem.objects.exists()


def test_neither_can_be_written_to_a_case_that_is_not_there(desk: Desk, taken: UUID) -> None:
    typed = start(desk, taken)
    assert desk.post(address_of(uuid4()), typed).status_code == 404
    assert (
        desk.post(f"/en/staff/cases/{uuid4()}/message/", {"text": "x", "language": "en", "shown": "1"}).status_code
        == 404
    )
