"""What of the unit's records is searched: names and safe numbers of open cases and waiting reports, nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from safetoshare.base.accounts.opening import Opener
from safetoshare.base.permissions import Role
from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.index import SearchedText
from safetoshare.core.errors import SealError
from safetoshare.core.vault import Place
from safetoshare.hub.api.cases import AGES, CaseOpened, assessment_now, open_case, record_assessment
from safetoshare.hub.api.searching import SEARCHED, SearchResult, colleagues_of, search
from safetoshare.hub.selectors.cases import group_place
from safetoshare.report.api import contact_place
from tests.base.people import PASSPHRASE, member
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import CONTACT, CONTENT, assessment, report_waits, triage, unit_with

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

REASON = "The person telephones"
# "visa, asylum, NRPF, deported, passport" as people write them, in the five languages of the house.
IMMIGRATION = {
    "en": "visa asylum NRPF deported overstayer passport",
    "pa": "ਵੀਜ਼ਾ ਸ਼ਰਣ ਪਾਸਪੋਰਟ ਦੇਸ਼ਨਿਕਾਲਾ",
    "ur": "ویزا پناہ پاسپورٹ ملک بدر",
    "ar": "تأشيرة لجوء جواز ترحيل",
    "so": "fiiso magangelyo baasaboor tarxiil",
}


@pytest.fixture
def opener(unwrapper: InProcess) -> Opener:
    """The victim care officer, unlocked."""
    accounts = unit_with(Role.VICTIM_CARE_OFFICER, Role.WITNESS_CARE_OFFICER)
    return opener_for(accounts[Role.VICTIM_CARE_OFFICER].id)


def opener_for(account: UUID) -> Opener:
    outcome = client.unlock(account, PASSPHRASE)
    assert isinstance(outcome, client.KeysUnlocked)
    return Opener(account, outcome.handle, Role.VICTIM_CARE_OFFICER)


def taken(report: UUID, name: str = "") -> UUID:
    opened = open_case(report, triage())
    assert isinstance(opened, CaseOpened)
    if name:
        record_assessment(opened.case, assessment(name=name), expected=0)
    return opened.case


def found(result: SearchResult) -> list[tuple[UUID, tuple[str, ...]]]:
    return [(one.record.id, one.fields) for one in result.found]


def test_a_waiting_report_is_found_by_its_safe_number(opener: Opener) -> None:
    report = report_waits()
    assert found(search(opener, "+44 7700 900123", REASON)) == [(report, ("how",))]


def test_a_case_is_found_by_its_safe_number_and_by_the_newest_name_alone(opener: Opener) -> None:
    case = taken(report_waits(), "Maxamed")
    assert found(search(opener, "07700 900123", REASON)) == [(case, ("how",))]
    assert found(search(opener, "محمد", REASON)) == [(case, ("name",))]
    newest, version = assessment_now(case, opener)
    assert newest is not None
    record_assessment(case, replace(newest, name="Hodan"), expected=version)
    assert found(search(opener, "Mohammed", REASON)) == []
    assert found(search(opener, "Hodan", REASON)) == [(case, ("name",))]


def test_where_both_match_the_record_stands_once(opener: Opener) -> None:
    case = taken(report_waits(), "07700 900123 Amina")
    # A number typed where the name belongs is no name, and is not searched as a number.
    assert found(search(opener, "07700 900123", REASON)) == [(case, ("how",))]


def test_a_witness_care_officer_finds_names_and_no_number(opener: Opener) -> None:
    case = taken(report_waits(), "Amina")
    other = next(account for account, name in colleagues_of(opener.account) if name == "witness-care-officer")
    witness_care = opener_for(other)
    assert found(search(witness_care, "Amina", REASON)) == [(case, ("name",))]
    assert found(search(witness_care, "07700 900123", REASON)) == []


def test_no_word_about_immigration_is_found_though_records_are_full_of_them(opener: Opener) -> None:
    words = " ".join(IMMIGRATION.values())
    content = replace(CONTENT, account=words, happened_when=words, spoken_language=words)
    contact = replace(
        CONTACT, how=f"{words} 07700 900123", when=words, if_someone_else_answers=words, must_not_know=words
    )
    case = taken(report_waits(content, contact), "Amina")
    newest, version = assessment_now(case, opener)
    assert newest is not None
    record_assessment(case, replace(newest, notes=words, language_note=words), expected=version)
    report_waits(content, contact)
    for language, phrase in IMMIGRATION.items():
        for word in phrase.split()[:3]:
            assert found(search(opener, word, REASON)) == [], (language, word)
    assert found(search(opener, "Amina", REASON)) == [(case, ("name",))]


def test_of_all_that_is_sealed_two_fields_are_searched(opener: Opener) -> None:
    """Every text of a report, safe contact and assessment is a canary; which of them become searched is pinned."""
    case, report = uuid4(), uuid4()
    contact: dict[str, object] = {name: f"canary {name}" for name in CONTACT.as_fields()}
    known = assessment(name="canary name", notes="canary notes", language_note="canary note", age=AGES[0]).as_fields()
    places: dict[Place, dict[str, object]] = {
        contact_place(report): contact,
        group_place(case, "assessment", 1): known,
    }
    texts = [one for place, fields in places.items() for one in SEARCHED.texts(place, _sealed_form(fields))]
    assert texts == [
        SearchedText("how", texts[0].kind, "canary how"),
        SearchedText("name", texts[1].kind, "canary name"),
    ]
    assert [one.kind for one in texts] == ["telephone", "name"]
    with pytest.raises(SealError):
        SEARCHED.texts(contact_place(report), b"no fields")


def test_only_safe_contact_and_assessments_stand_to_be_searched(opener: Opener) -> None:
    report = report_waits()
    case = taken(report, "Amina")
    waiting = report_waits()
    standing = SEARCHED.standing()
    assert standing == {
        contact_place(report): case,
        contact_place(waiting): waiting,
        group_place(case, "assessment", 1): case,
    }
    assert {value.place for value in SEARCHED.sealed(list(standing))} == set(standing)
    assert list(SEARCHED.sealed([])) == []


def test_colleagues_are_those_who_work_on_cases_without_oneself(opener: Opener) -> None:
    member(Role.INSPECTOR)
    supervisor = member(Role.UNIT_SUPERVISOR)
    names = dict(colleagues_of(opener.account))
    assert set(names.values()) == {"witness-care-officer", "unit-supervisor"}
    assert names[supervisor.id] == "unit-supervisor"


def _sealed_form(fields: dict[str, object]) -> bytes:
    return json.dumps(fields).encode()
