"""The unit's lists, a report that waits, and a case: what each role sees, and what happens when two want the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.accounts.services import create_account
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import AuditRow
from safetoshare.base.permissions import Role
from safetoshare.core.referrals import DeclineReason, ReferralState
from safetoshare.hub.api.cases import case, case_of_report, record_assessment
from safetoshare.hub.models import Case
from safetoshare.hub.services.cases import review_day
from safetoshare.hub.services.referrals import answer_referral
from tests.base.accounts.pages import sign_in
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import (
    CONTACT,
    CONTENT,
    Desk,
    assessment,
    case_agreed,
    case_assessed,
    case_taken,
    load_house,
    page_of,
    press_send,
    report_waits,
    triage,
    typed_in,
    unit_with,
    words_of,
)
from tests.hub.referring import ORGANISATION

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def desks(db: None, unwrapper: InProcess) -> dict[Role, Desk]:
    """A victim care officer and a witness care officer, each signed in and unlocked."""
    accounts = unit_with(Role.VICTIM_CARE_OFFICER, Role.WITNESS_CARE_OFFICER)
    return {role: Desk(account).sit_down() for role, account in accounts.items()}


@pytest.fixture
def desk(desks: dict[Role, Desk]) -> Desk:
    return desks[Role.VICTIM_CARE_OFFICER]


def test_empty_lists_say_so(desk: Desk) -> None:
    text = words_of(desk.get("/en/staff/cases/"))
    assert "No report waits" in text
    assert "No case stands here" in text


def test_the_list_shows_day_area_and_next_step_and_opens_nothing(desk: Desk) -> None:
    report = report_waits(on=clock.today() - timedelta(days=9))
    before = AuditRow.objects.count()
    text = words_of(desk.get("/en/staff/cases/"))
    assert f"Report {report.hex[:6].upper()}, Bristol" in text
    assert "Next step by" in text
    assert "Late" in text
    assert "Canary" not in text
    assert AuditRow.objects.count() == before


def test_fifty_reports_stand_on_three_pages_each_once(desk: Desk) -> None:
    reports = {report_waits() for _ in range(50)}
    seen: list[str] = []
    for number in (1, 2, 3):
        page = page_of(desk.get(f"/en/staff/cases/?page={number}"))
        seen += [str(one.attributes["href"]) for one in page.walk() if "/reports/" in str(one.attributes.get("href"))]
    assert sorted(seen) == sorted(f"/en/staff/reports/{report}/" for report in reports)
    assert "Page 3 of 3" in words_of(desk.get("/en/staff/cases/?page=3"))


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=-1", "cases=9999999999", "state=visa", "page=%00"])
def test_an_address_that_is_none_is_not_found(desk: Desk, query: str) -> None:
    assert desk.get(f"/en/staff/cases/?{query}").status_code == 404


def test_a_report_is_shown_with_safe_contact_before_the_account(desk: Desk) -> None:
    report = report_waits()
    text = words_of(desk.get(f"/en/staff/reports/{report}/"))
    assert 0 < text.index("Canary brother") < text.index("Canary telephone") < text.index("Canary account")


def test_what_a_supporter_knows_and_how_to_speak_safely_is_shown_in_words(desk: Desk) -> None:
    content = replace(CONTENT, place="behind the station", evidence="a letter", works_at="a school")
    content = replace(content, agreed="not_asked", wish="help_only", interpreter_wishes=("woman", "not_own_community"))
    contact = replace(CONTACT, channel="none", code_word="plum", stop_word="rain")
    text = words_of(desk.get(f"/en/staff/reports/{report_waits(content, contact)}/"))
    shown = ("behind the station", "a letter", "a school", "was not asked", "Help only", "A woman", "plum", "rain")
    assert not [one for one in (*shown, "from the person’s own community", "No way is safe") if one not in text]


def test_reasons_are_proposed_with_citations_and_pathway(desk: Desk) -> None:
    response = desk.get(f"/en/staff/reports/{report_waits()}/")
    assert "Victims' Code 2020, enhanced rights" in words_of(response)
    typed = typed_in(response)
    assert typed["reasons"] == ["domestic_abuse"]
    assert typed["pathway"] == "domestic_abuse"


def test_danger_now_is_shouted(desk: Desk) -> None:
    report = report_waits(replace(CONTENT, danger="yes"))
    assert "Tell the control room at once" in words_of(desk.get(f"/en/staff/reports/{report}/"))
    assert "Tell the control room" not in words_of(desk.get(f"/en/staff/reports/{report_waits()}/"))


def test_taking_a_report_makes_a_case_and_empties_the_queue(desk: Desk) -> None:
    report = report_waits()
    address = f"/en/staff/reports/{report}/"
    response = desk.post(address, typed_in(desk.get(address)) | {"note": "Canary why"})
    case = case_of_report(report)
    assert (response.status_code, response["Location"]) == (302, f"/en/staff/cases/{case}/")
    assert "No report waits" in words_of(desk.get("/en/staff/cases/"))
    assert "Canary why" in words_of(desk.get(f"/en/staff/cases/{case}/"))
    assert desk.get(address)["Location"] == f"/en/staff/cases/{case}/"


def test_the_second_of_two_officers_is_told_and_led_to_the_case(desks: dict[Role, Desk]) -> None:
    report = report_waits()
    address = f"/en/staff/reports/{report}/"
    first, second = desks.values()
    typed = typed_in(second.get(address))
    first.post(address, typed_in(first.get(address)))
    response = second.post(address, typed | {"pathway": "stalking"})
    assert response.status_code == 409
    assert "Someone has just taken this case" in words_of(response)
    assert f"/en/staff/cases/{case_of_report(report)}/" in response.content.decode()
    assert Case.objects.get().pathway == "domestic_abuse"


def test_taking_works_while_the_keys_are_locked(desk: Desk) -> None:
    report = report_waits()
    address = f"/en/staff/reports/{report}/"
    typed = typed_in(desk.get(address))
    desk.lock()
    assert desk.post(address, typed).status_code == 302
    assert case_of_report(report) is not None


def test_a_wrong_choice_keeps_what_was_typed_locked_or_not(desk: Desk) -> None:
    address = f"/en/staff/reports/{report_waits()}/"
    wrong = {"pathway": "visa", "note": "Canary why"}
    response = desk.post(address, wrong)
    assert response.status_code == 422
    assert "Choose one of the answers of the list" in words_of(response)
    assert "Canary why" in words_of(response)
    desk.lock()
    response = desk.post(address, wrong)
    assert response.status_code == 422
    assert "Canary why" in words_of(response)
    assert "Canary account" not in words_of(response)


def test_without_unlocked_keys_a_page_asks_for_the_passphrase_and_comes_back(desk: Desk) -> None:
    report, case = report_waits(), case_taken()
    desk.lock()
    for address in (f"/en/staff/reports/{report}/", f"/en/staff/cases/{case}/"):
        response = desk.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/en/staff/unlock/?next=")


def test_a_witness_care_officer_sees_the_account_and_is_told_what_is_closed(desks: dict[Role, Desk]) -> None:
    desk = desks[Role.WITNESS_CARE_OFFICER]
    text = words_of(desk.get(f"/en/staff/reports/{report_waits()}/"))
    assert "Canary account" in text
    assert "Canary telephone" not in text
    assert "Your role does not open safe contact" in text


def test_a_witness_care_officer_sees_no_consent_and_no_referral(desks: dict[Role, Desk]) -> None:
    load_house()
    case, _asked = case_agreed()
    text = words_of(desks[Role.WITNESS_CARE_OFFICER].get(f"/en/staff/cases/{case}/"))
    assert "Canary notes" in text
    assert "Next Link" not in text
    assert "Your role does not open who was asked" in text
    assert "Next Link" in words_of(desks[Role.VICTIM_CARE_OFFICER].get(f"/en/staff/cases/{case}/"))


def test_a_case_says_what_to_do_next_at_each_step(desk: Desk) -> None:
    load_house()
    taken, assessed, (agreed, _asked) = case_taken(), case_assessed(), case_agreed()
    refused, _asked = case_agreed(is_agreed=False, data=())
    steps = {
        taken: "Ask the person what she or he needs",
        assessed: "Find a service and ask",
        agreed: "look at what would be sent",
        refused: "A no to one service closes no other",
    }
    for one, step in steps.items():
        assert step in words_of(desk.get(f"/en/staff/cases/{one}/"))


def test_a_case_that_was_looked_at_is_due_on_the_next_day_of_review(desk: Desk) -> None:
    taken = case_taken()
    day = clock.today() - timedelta(days=20)
    Case.objects.filter(pk=taken).update(opened_on=day, review_on=day + timedelta(days=7))
    assert "Late" in words_of(desk.get("/en/staff/cases/"))
    address = f"/en/staff/cases/{taken}/reviewed/"
    assert desk.get(address).status_code == 405
    assert desk.post(address, {"shown": "1"}).status_code == 302
    row = Case.objects.get()
    assert (row.version, row.review_on) == (2, review_day(clock.today()))
    assert "Late" not in words_of(desk.get("/en/staff/cases/"))


def test_a_case_that_changed_meanwhile_was_not_looked_at_and_the_page_says_so(desk: Desk) -> None:
    taken = case_taken()
    record_assessment(taken, assessment("money"), expected=0)
    for shown in ("1", "x", ""):
        stale = desk.post(f"/en/staff/cases/{taken}/reviewed/", {"shown": shown})
        assert stale.status_code == 409
        assert "Not noted: the case changed" in words_of(stale)
    assert Case.objects.get().version == 2


@pytest.mark.parametrize("address", ["staff/cases/{}/", "staff/reports/{}/", "staff/cases/{}/assessment/"])
def test_what_is_not_there_is_not_found(desk: Desk, address: str) -> None:
    assert desk.get(f"/en/{address.format(uuid4())}").status_code == 404


def test_a_report_that_is_not_there_cannot_be_taken(desk: Desk) -> None:
    typed = {"pathway": "stalking", "note": ""}
    assert desk.post(f"/en/staff/reports/{uuid4()}/", typed).status_code == 404
    assert not Case.objects.exists()


def test_an_unwrapper_that_is_away_is_said_plainly(desk: Desk, unwrapper: InProcess) -> None:
    report = report_waits()
    unwrapper.is_away = True
    response = desk.get(f"/en/staff/reports/{report}/")
    assert response.status_code == 503
    assert "This cannot be done now" in words_of(response)


@pytest.mark.parametrize("role", [Role.RESPONSE_OFFICER, Role.INSPECTOR, Role.SYSTEM_ADMINISTRATOR])
def test_no_other_role_reaches_a_case(db: None, unwrapper: InProcess, role: Role) -> None:
    unit_with(Role.VICTIM_CARE_OFFICER)
    report, case = report_waits(), case_taken()
    desk = Desk(create_account(role.value, role))
    sign_in(desk.browser, desk.account)
    for address in ("staff/cases/", f"staff/reports/{report}/", f"staff/cases/{case}/"):
        assert desk.get(f"/en/{address}").status_code == 403


def test_a_stranger_is_sent_to_the_door(db: None) -> None:
    response = Client(headers={"host": "127.0.0.1"}).get("/en/staff/cases/")
    assert (response.status_code, response["Location"]) == (302, "/en/staff/")


def test_words_of_any_direction_and_hostile_words_are_shown_as_words(desk: Desk) -> None:
    hostile = "<script>alert(1)</script>\u202e ضربني\nline two"
    response = desk.get(f"/en/staff/reports/{report_waits(replace(CONTENT, account=hostile))}/")
    html = response.content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
    assert "ضربني<br>line two" in html
    assert '<div dir="auto">' in html


def test_declined_and_silent_referrals_are_found_by_who_may_open_the_way_to_the_case(desks: dict[Role, Desk]) -> None:
    load_house()
    case, asked = case_agreed()
    package = press_send(case, asked)
    answer_referral(package, ORGANISATION, ReferralState.DECLINED, DeclineReason.CAPACITY, clock.today())
    # The list alone opens nothing: it is looked at all day, and each opening counts.
    assert f"Case {case.hex[:6].upper()}: " not in words_of(desks[Role.VICTIM_CARE_OFFICER].get("/en/staff/cases/"))
    text = words_of(desks[Role.VICTIM_CARE_OFFICER].get("/en/staff/cases/?follow_ups=show"))
    assert f"Case {case.hex[:6].upper()}: Declined" in text
    closed = words_of(desks[Role.WITNESS_CARE_OFFICER].get("/en/staff/cases/?follow_ups=show"))
    assert "Answers to follow up: 1" in closed
    assert f"Case {case.hex[:6].upper()}: Declined" not in closed
    shown = words_of(desks[Role.VICTIM_CARE_OFFICER].get(f"/en/staff/cases/{case}/"))
    assert "Declined: They have no capacity" in shown
    assert "Find a service and ask" in shown


def test_the_clear_row_of_a_case_holds_what_a_work_list_needs_and_nothing_else(db: None, unwrapper: InProcess) -> None:
    unit_with(Role.VICTIM_CARE_OFFICER)
    taken = case_taken()
    record_assessment(taken, assessment("no_recourse", "immigration_advice"), expected=0)
    with unit_of_work():
        row = Case.objects.filter(pk=taken).values().get()
    assert set(row) == {"id", "report", "state", "area", "pathway", "opened_on", "review_on", "version"}
    assert case(taken) is not None
    assert triage().pathway == row["pathway"]
