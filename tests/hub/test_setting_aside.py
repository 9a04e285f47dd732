"""A report that is none is set aside by a person, stands on a list of its own, and comes back: nothing is lost."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from safetoshare.base import clock
from safetoshare.base.permissions import Role
from safetoshare.core.receipt import draw_receipt
from safetoshare.report import api
from safetoshare.report.api import Message
from safetoshare.report.api.returning import OpenMailbox, mailbox_of_receipt
from safetoshare.report.services.messages import add_reporter_message
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import CONTACT, CONTENT, Desk, report_waits, typed_in, unit_with, words_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def desk(db: None, unwrapper: InProcess) -> Desk:
    return Desk(unit_with(Role.VICTIM_CARE_OFFICER)[Role.VICTIM_CARE_OFFICER]).sit_down()


def waiting() -> list[UUID]:
    return [one.id for one in api.reports_received()]


def aside() -> list[UUID]:
    return [one.id for one in api.reports_set_aside()]


def test_set_aside_it_leaves_the_list_and_stands_on_its_own(desk: Desk) -> None:
    report, other = report_waits(), report_waits()
    assert desk.post(f"/en/staff/reports/{report}/set-aside/", {}).status_code == 302
    assert (waiting(), aside()) == ([other], [report])
    page = words_of(desk.get("/en/staff/set-aside/"))
    assert report.hex[:6].upper() in page
    assert "Nothing of them is deleted" in page


def test_brought_back_it_waits_as_before(desk: Desk) -> None:
    report = report_waits()
    desk.post(f"/en/staff/reports/{report}/set-aside/", {})
    assert desk.post(f"/en/staff/reports/{report}/bring-back/", {}).status_code == 302
    assert (waiting(), aside()) == ([report], [])
    assert "Nothing is set aside" in words_of(desk.get("/en/staff/set-aside/"))


def test_when_the_person_writes_it_waits_again_by_itself_and_the_words_are_read_there(desk: Desk) -> None:
    report = report_waits()
    add_reporter_message(report, Message("an early word"), uuid4().bytes, clock.today())
    desk.post(f"/en/staff/reports/{report}/set-aside/", {})
    assert waiting() == []
    add_reporter_message(report, Message("I am a person"), uuid4().bytes, clock.today())
    assert waiting() == [report]
    assert "I am a person" in words_of(desk.get(f"/en/staff/reports/{report}/"))
    desk.post(f"/en/staff/reports/{report}/set-aside/", {})
    assert waiting() == []


def test_it_can_be_taken_from_there_and_is_then_set_aside_no_more(desk: Desk) -> None:
    report = report_waits()
    desk.post(f"/en/staff/reports/{report}/set-aside/", {})
    assert (
        desk.post(f"/en/staff/reports/{report}/", typed_in(desk.get(f"/en/staff/reports/{report}/"))).status_code == 302
    )
    assert aside() == []
    assert desk.post(f"/en/staff/reports/{report}/set-aside/", {}).status_code == 409


@pytest.mark.parametrize("path", ["set-aside", "bring-back"])
def test_what_does_not_wait_or_is_no_report_changes_nothing(desk: Desk, path: str) -> None:
    response = desk.post(f"/en/staff/reports/{uuid4()}/{path}/", {})
    assert response.status_code == 409
    assert "Look at the list again" in words_of(response)


def test_whoever_comes_back_reads_what_happened_and_what_to_do(desk: Desk) -> None:
    receipt = draw_receipt()
    recorded = api.record_report(CONTENT, CONTACT, area="", receipt=receipt, nonce=uuid4().bytes, on=clock.today())
    api.set_aside(recorded.id)
    opened = mailbox_of_receipt(receipt)
    assert isinstance(opened, OpenMailbox)
    page = words_of(desk.post("/en/return/", {"receipt": receipt.digits}))
    assert "took it for no report" in page
    assert "write to us below" in page


def test_what_came_in_a_flood_comes_after_the_others_and_says_so(desk: Desk) -> None:
    def recorded(danger: str, *, is_set_back: bool) -> UUID:
        return api.record_report(
            api.ReportContent(account="x", danger=danger),
            CONTACT,
            area="",
            receipt=draw_receipt(),
            nonce=uuid4().bytes,
            on=clock.today(),
            is_set_back=is_set_back,
        ).id

    last = recorded("no", is_set_back=True)
    third = recorded("no", is_set_back=False)
    second = recorded("yes", is_set_back=True)
    first = recorded("yes", is_set_back=False)
    assert waiting() == [first, second, third, last]
    assert words_of(desk.get("/en/staff/cases/")).count("read it after the others") == 2
