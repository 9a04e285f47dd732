"""What changes between one page and the next: the directory, a form used before, a database away, a call cut short."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import OperationalError

from safetoshare.base.database import unit_of_work
from safetoshare.core.cases import CaseState
from safetoshare.hub.api import cases
from safetoshare.hub.api.cases import record_assessment
from safetoshare.hub.api.referring import CaseMoved, order_of, send
from safetoshare.network.models import Organisation, Service
from safetoshare.sharing.models import Package
from tests.hub.casework import (
    CONTENT,
    OFFICER,
    ROLE,
    Desk,
    assessment,
    case_agreed,
    case_taken,
    parts,
    press_send,
    report_waits,
    typed_in,
    words_of,
)

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.mark.parametrize("change", ["the service ended", "the organisation is another kind of body"])
def test_what_the_directory_no_longer_says_is_not_covered_by_an_agreement(desk: Desk, change: str) -> None:
    case, consent = case_agreed()
    address = f"/en/staff/cases/{case}/refer/{consent.id}/"
    typed = typed_in(desk.get(address))
    with unit_of_work(write=True):
        if change == "the service ended":
            Service.objects.filter(pk=consent.service).update(status="inactive")
        else:
            Organisation.objects.filter(pk=consent.organisation).update(recipient="immigration_enforcement")
    assert "The directory has changed since the person agreed" in words_of(desk.get(address))
    assert desk.post(address, typed).status_code == 409
    whole = parts(case, consent)
    order = order_of(whole, role=ROLE, nonce=consent.id)
    assert send(whole, order, by=OFFICER, role=ROLE) == CaseMoved()
    assert not Package.objects.exists()


def test_an_order_carries_the_day_of_the_promise_that_stands_in_the_report(desk: Desk) -> None:
    whole = parts(*case_agreed())
    shown_on = date(2026, 11, 1)
    shown = replace(whole, content=replace(CONTENT, promise_shown_on=shown_on))
    assert order_of(shown, role=ROLE, nonce=uuid4()).promised_on == shown_on
    assert order_of(whole, role=ROLE, nonce=uuid4()).promised_on is None


def test_a_form_that_was_used_for_another_case_sends_nothing_and_says_so(desk: Desk) -> None:
    first, consent = case_agreed()
    address = f"/en/staff/cases/{first}/refer/{consent.id}/"
    spent = typed_in(desk.get(address))
    assert desk.post(address, spent).status_code == 302
    second, other = case_agreed(id=OFFICER)
    address = f"/en/staff/cases/{second}/refer/{other.id}/"
    response = desk.post(address, {**typed_in(desk.get(address)), "nonce": spent["nonce"]})
    assert response.status_code == 409
    assert "Nothing was sent" in words_of(response)
    assert Package.objects.count() == 1


def test_after_a_withdrawal_of_what_was_sent_the_page_says_to_telephone(desk: Desk) -> None:
    case, consent = case_agreed()
    press_send(case, consent)
    desk.post(f"/en/staff/cases/{case}/consent/{consent.id}/withdraw/", {})
    assert "Telephone it as well" in words_of(desk.get(f"/en/staff/cases/{case}/"))


def test_a_database_that_is_away_keeps_what_was_typed_to_be_sent_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_taken()
    address = f"/en/staff/cases/{case}/assessment/"
    typed = typed_in(desk.get(address)) | {"notes": "Canary notes of a long call", "need_safety": "yes"}

    def away(*_arguments: object, **_more: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(cases, "record_assessment", away)
        response = desk.post(address, typed)
    assert response.status_code == 503
    kept = typed_in(response)
    assert kept["notes"] == "Canary notes of a long call"
    assert desk.post(address, kept).status_code == 302
    assert "Canary notes of a long call" in words_of(desk.get(f"/en/staff/cases/{case}/"))


def test_a_report_of_danger_stands_first_and_says_so(desk: Desk) -> None:
    calm = report_waits()
    urgent = report_waits(replace(CONTENT, danger="yes"))
    page = desk.get("/en/staff/cases/").content.decode()
    assert page.index(str(urgent)) < page.index(str(calm))
    assert words_of(desk.get("/en/staff/cases/")).count("Read first: danger") == 1


def test_a_call_that_was_cut_short_leaves_the_case_to_be_assessed(desk: Desk) -> None:
    case = case_taken()
    record_assessment(case, assessment(), expected=0)
    found = cases.case(case)
    assert found is not None
    assert found.state == CaseState.TAKEN
    record_assessment(case, assessment("safety"), expected=1)
    found = cases.case(case)
    assert found is not None
    assert found.state == CaseState.ASSESSED
