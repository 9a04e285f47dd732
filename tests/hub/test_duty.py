"""The control room reads a report that says danger now, where its person allowed it, and nothing else of anybody."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import AuditRow, Unit
from safetoshare.base.models.keys import UnitPurpose
from safetoshare.base.permissions import Role
from safetoshare.core.receipt import Receipt, draw_receipt
from safetoshare.report import api
from safetoshare.report.api import ReportContent
from safetoshare.report.models import ReportGroup
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import CONTACT, CONTENT, Desk, report_waits, typed_in, unit_with, words_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
DANGER = replace(CONTENT, danger="yes", duty="yes")


@pytest.fixture
def desks(db: None, unwrapper: InProcess) -> dict[Role, Desk]:
    accounts = unit_with(Role.CONTROL_ROOM, Role.VICTIM_CARE_OFFICER, Role.RESPONSE_OFFICER)
    holders = (Role.CONTROL_ROOM, Role.VICTIM_CARE_OFFICER)
    return {role: Desk(accounts[role]).sit_down() for role in holders}


@pytest.fixture
def room(desks: dict[Role, Desk]) -> Desk:
    return desks[Role.CONTROL_ROOM]


def address(report: UUID) -> str:
    return f"/en/staff/duty/{report}/"


def recorded(content: ReportContent, receipt: Receipt | None = None) -> api.RecordedReport:
    receipt = receipt or draw_receipt()
    return api.record_report(content, CONTACT, area="", receipt=receipt, nonce=uuid4().bytes, on=clock.today())


def groups(report: UUID) -> set[str]:
    with unit_of_work():
        return set(ReportGroup.objects.filter(report=report).values_list("group", flat=True))


@pytest.mark.parametrize(
    ("danger", "duty", "is_sealed_twice"),
    [("yes", "yes", True), ("yes", "no", False), ("yes", "", False), ("no", "yes", False), ("", "", False)],
)
def test_only_danger_that_its_person_allowed_is_sealed_to_the_control_room(
    room: Desk, danger: str, duty: str, is_sealed_twice: bool
) -> None:
    made = recorded(replace(CONTENT, danger=danger, duty=duty))
    assert ("duty" in groups(made.id)) == made.is_for_duty == is_sealed_twice
    assert (address(made.id) in room.get("/en/staff/duty/").content.decode()) == is_sealed_twice
    assert (room.get(address(made.id)).status_code == 200) == is_sealed_twice


def test_it_reads_who_must_not_know_before_what_happened(room: Desk) -> None:
    text = words_of(room.get(address(report_waits(DANGER))))
    assert text.index(CONTACT.must_not_know) < text.index(CONTACT.how) < text.index("He takes my wages")
    assert "tell none of it to Home Office (immigration)" in text


def test_each_opening_is_logged_and_the_person_sees_that_the_control_room_looked(room: Desk) -> None:
    receipt = draw_receipt()
    report = recorded(DANGER, receipt).id
    room.get(address(report))
    with unit_of_work(using="audit"):
        assert AuditRow.objects.filter(action="report:duty:open", purpose="read_danger", record=report).count() == 1
    assert "Control room" in words_of(room.post("/en/return/", {"receipt": receipt.digits}))


def test_it_opens_no_other_record_and_works_on_no_case(room: Desk) -> None:
    report = report_waits(DANGER)
    for path in ("/en/staff/cases/", f"/en/staff/reports/{report}/", "/en/staff/search/", "/en/staff/set-aside/"):
        assert room.get(path).status_code == 403


def test_nobody_else_comes_in_by_that_list(desks: dict[Role, Desk]) -> None:
    report = report_waits(DANGER)
    officer = desks[Role.VICTIM_CARE_OFFICER]
    assert officer.get("/en/staff/duty/").status_code == 403
    assert officer.get(address(report)).status_code == 403


def test_what_it_did_is_noted_for_the_unit(desks: dict[Role, Desk]) -> None:
    room, officer = desks[Role.CONTROL_ROOM], desks[Role.VICTIM_CARE_OFFICER]
    report = report_waits(DANGER)
    typed = typed_in(room.get(address(report))) | {"done": "Spoke at 2, a car went."}
    assert room.post(address(report), typed).status_code == 302
    text = words_of(officer.get(f"/en/staff/reports/{report}/"))
    assert "Control room: Spoke at 2, a car went." in text


def test_a_note_is_taken_while_the_keys_are_locked_and_an_empty_one_is_not(room: Desk) -> None:
    report = report_waits(DANGER)
    typed = typed_in(room.get(address(report)))
    room.lock()
    empty = room.post(address(report), typed)
    assert empty.status_code == 422
    assert "Write what was done" in words_of(empty)
    assert "Canary" not in empty.content.decode()
    assert room.post(address(report), typed | {"done": "Called."}).status_code == 302


def test_once_the_unit_has_taken_it_it_waits_there_no_more(desks: dict[Role, Desk]) -> None:
    room, officer = desks[Role.CONTROL_ROOM], desks[Role.VICTIM_CARE_OFFICER]
    report = report_waits(DANGER)
    officer.post(f"/en/staff/reports/{report}/", typed_in(officer.get(f"/en/staff/reports/{report}/")))
    assert "Nothing waits here" in words_of(room.get("/en/staff/duty/"))
    assert room.get(address(report)).status_code == 404


def test_a_force_whose_control_room_has_no_key_takes_the_report_all_the_same(room: Desk) -> None:
    with unit_of_work(write=True):
        Unit.objects.filter(purpose=UnitPurpose.DUTY).update(purpose=UnitPurpose.DECISIONS, name="another")
    made = recorded(DANGER)
    assert groups(made.id) == {"account", "contact"}
