"""The pages of search and of allowing a colleague more records: what they show, keep, and never put in an address."""

from __future__ import annotations

from uuid import UUID

import pytest

from safetoshare.base.models import AuditRow
from safetoshare.base.permissions import Role
from safetoshare.base.unwrapper.client import open_values
from safetoshare.base.unwrapper.keyring import OPENINGS_AN_HOUR, SEARCHES_AN_HOUR
from safetoshare.hub.api.cases import CaseOpened, open_case, record_assessment
from tests.base.people import sealed
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import Desk, assessment, page_of, report_waits, triage, typed_in, unit_with, words_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

SEARCH, ALLOW = "/en/staff/search/", "/en/staff/openings/allow/"
REASON = "The person telephones"


@pytest.fixture
def desks(db: None, unwrapper: InProcess) -> dict[Role, Desk]:
    """A victim care officer and a witness care officer, each signed in and unlocked."""
    accounts = unit_with(Role.VICTIM_CARE_OFFICER, Role.WITNESS_CARE_OFFICER)
    return {role: Desk(account).sit_down() for role, account in accounts.items()}


@pytest.fixture
def desk(desks: dict[Role, Desk]) -> Desk:
    return desks[Role.VICTIM_CARE_OFFICER]


def case_of(name: str) -> UUID:
    opened = open_case(report_waits(), triage())
    assert isinstance(opened, CaseOpened)
    record_assessment(opened.case, assessment(name=name), expected=0)
    return opened.case


def typed(desk: Desk, address: str, **words: str) -> dict[str, str]:
    return typed_in(desk.get(address)) | words


def test_search_shows_reference_state_area_and_field_and_no_text(desk: Desk) -> None:
    case = case_of("Canary Amina")
    report_waits()
    by_name = desk.post(SEARCH, typed(desk, SEARCH, words="amina", reason=REASON))
    text = words_of(by_name)
    assert f"Case {case.hex[:6].upper()}, Bristol" in text
    assert "Needs are known" in text or "Needs to be assessed" in text
    assert "Found in: What the person wants to be called" in text
    assert f"/en/staff/cases/{case}/" in by_name.content.decode()
    by_number = desk.post(SEARCH, typed(desk, SEARCH, words="+447700900123", reason=REASON))
    assert "Waits to be read" in words_of(by_number)
    assert "Canary" not in text + words_of(by_number)


def test_what_was_searched_for_stands_in_no_address(desk: Desk) -> None:
    answer = desk.post(SEARCH, typed(desk, SEARCH, words="canaryname", reason=REASON))
    page = page_of(answer)
    addresses = [
        str(value) for one in page.walk() for name, value in one.attributes.items() if name in ("href", "action", "src")
    ]
    assert answer.status_code == 200
    assert not any("canaryname" in address for address in addresses)
    assert words_of(desk.get(f"{SEARCH}?words=amina&reason=because")).count("Nothing was found") == 0
    assert AuditRow.objects.filter(action="base:record:search").count() == 1


def test_nothing_found_says_what_that_means(desk: Desk) -> None:
    text = words_of(desk.post(SEARCH, typed(desk, SEARCH, words="Nobody", reason=REASON)))
    assert "Nothing was found" in text
    assert "No open case and no waiting report of this unit" in text
    assert "does not say that the person never reported" in text


def test_more_than_ten_asks_to_say_more(desk: Desk) -> None:
    for _ in range(11):
        report_waits()
    answer = desk.post(SEARCH, typed(desk, SEARCH, words="07700 900123", reason=REASON))
    assert "More than ten match" in words_of(answer)
    assert answer.content.decode().count("/en/staff/reports/") == 10


def test_locked_keys_keep_what_was_typed(desk: Desk) -> None:
    asked = typed(desk, SEARCH, words="Amina", reason=REASON)
    desk.lock()
    answer = desk.post(SEARCH, asked)
    assert answer.status_code == 423
    assert "your keys are locked" in words_of(answer)
    assert typed_in(answer)["words"] == "Amina"
    assert typed_in(answer)["reason"] == REASON
    assert "Amina" not in str(answer.headers)


@pytest.mark.parametrize(
    ("words", "reason", "says"),
    [
        ("", REASON, "Type a name or a telephone number"),
        ("999", REASON, "all digits of a telephone number"),
        ("a" * 101, REASON, "too long"),
        ("Amina", "", "at least ten letters"),
        ("Amina", "because", "at least ten letters"),
    ],
)
def test_what_cannot_be_searched_is_told_and_kept(desk: Desk, words: str, reason: str, says: str) -> None:
    answer = desk.post(SEARCH, typed(desk, SEARCH, words=words, reason=reason))
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert (typed_in(answer)["words"], typed_in(answer)["reason"]) == (words, reason)
    assert not AuditRow.objects.filter(action="base:record:search").exists()


def test_over_the_quota_it_says_wait_and_keeps_the_words(desk: Desk) -> None:
    for _ in range(SEARCHES_AN_HOUR):
        desk.post(SEARCH, typed(desk, SEARCH, words="Amina", reason=REASON))
    answer = desk.post(SEARCH, typed(desk, SEARCH, words="Amina", reason=REASON))
    assert answer.status_code == 429
    assert "Nothing was searched" in words_of(answer)
    assert typed_in(answer)["words"] == "Amina"


def test_an_unwrapper_that_is_away_is_told_and_the_words_kept(desk: Desk, unwrapper: InProcess) -> None:
    asked = typed(desk, SEARCH, words="Amina", reason=REASON)
    unwrapper.is_away = True
    answer = desk.post(SEARCH, asked)
    assert answer.status_code == 503
    assert "at this moment" in words_of(answer)
    assert typed_in(answer)["words"] == "Amina"


def test_a_colleague_is_allowed_more_by_name(desks: dict[Role, Desk]) -> None:
    desk, other = desks[Role.VICTIM_CARE_OFFICER], desks[Role.WITNESS_CARE_OFFICER]
    page = words_of(desk.get(ALLOW))
    assert "witness-care-officer" in page
    assert "victim-care-officer" not in page
    assert f"at most {OPENINGS_AN_HOUR} records in an hour" in page
    answer = desk.post(ALLOW, typed(desk, ALLOW, colleague=str(other.account.id), reason=REASON))
    assert "witness-care-officer may open twice as many records" in words_of(answer)
    again = desk.post(ALLOW, typed(desk, ALLOW, colleague=str(other.account.id), reason=REASON))
    assert again.status_code == 429
    assert "less than an hour ago" in words_of(again)
    assert AuditRow.objects.filter(purpose="allow_openings").count() == 1


@pytest.mark.parametrize("colleague", ["", "me", "0c6a2d34-51c0-4d5e-9a52-5f1f2f3b7c11"])
def test_whoever_is_no_colleague_is_refused(desk: Desk, colleague: str) -> None:
    for chosen in (colleague, str(desk.account.id)):
        answer = desk.post(ALLOW, typed(desk, ALLOW, colleague=chosen, reason=REASON))
        assert answer.status_code == 422
        assert "Choose" in words_of(answer)


def test_allowing_takes_unlocked_keys_and_keeps_the_choice(desks: dict[Role, Desk]) -> None:
    desk, other = desks[Role.VICTIM_CARE_OFFICER], desks[Role.WITNESS_CARE_OFFICER]
    asked = typed(desk, ALLOW, colleague=str(other.account.id), reason=REASON)
    desk.lock()
    answer = desk.post(ALLOW, asked)
    assert answer.status_code == 423
    assert typed_in(answer)["colleague"] == str(other.account.id)


def test_whoever_is_over_the_quota_is_told_to_ask_a_colleague(desks: dict[Role, Desk]) -> None:
    desk, other = desks[Role.VICTIM_CARE_OFFICER], desks[Role.WITNESS_CARE_OFFICER]
    report = report_waits()
    handle = desk.browser.cookies["unlock"].value
    open_values(desk.account.id, handle, "read_report", [sealed(b"x") for _ in range(OPENINGS_AN_HOUR)])
    answer = desk.get(f"/en/staff/reports/{report}/")
    assert answer.status_code == 503
    assert "Ask a colleague" in words_of(answer)
    other.post(ALLOW, typed(other, ALLOW, colleague=str(desk.account.id), reason=REASON))
    assert desk.get(f"/en/staff/reports/{report}/").status_code == 200


def test_both_pages_are_found_after_signing_in(desk: Desk) -> None:
    front = desk.get("/en/staff/").content.decode()
    assert "/en/staff/search/" in front
    assert "/en/staff/openings/allow/" in front


@pytest.mark.parametrize("language", ["ar", "ur", "pa", "so"])
def test_the_pages_stand_in_each_language(desk: Desk, language: str) -> None:
    for address in (SEARCH, ALLOW):
        assert desk.get(address.replace("/en/", f"/{language}/")).status_code == 200
