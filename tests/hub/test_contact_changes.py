"""The unit sees at once that somebody wants to be reached in another way, and may hold it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from safetoshare.base import clock
from safetoshare.hub.models import Case
from safetoshare.report.services.contact_changes import change_contact
from tests.hub.casework import CONTACT, Desk, case_taken, report_waits, typed_in, words_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
OTHER = replace(CONTACT, how="07700 900999")


def changed(*, is_sure: bool) -> tuple[UUID, UUID]:
    """A case whose person asks to be reached in another way."""
    case = case_taken()
    report = Case.objects.get(pk=case).report
    change_contact(report, OTHER, uuid4().bytes, clock.today(), is_sure=is_sure)
    return case, report


def hold(desk: Desk, case: UUID, report: UUID) -> int:
    nonce = typed_in(desk.get(f"/en/staff/cases/{case}/"))["form_nonce"]
    return desk.post(f"/en/staff/reports/{report}/hold-contact/", {"form_nonce": nonce}).status_code


def test_asked_with_the_receipt_alone_the_case_shows_the_first_and_says_that_another_waits(desk: Desk) -> None:
    case, _ = changed(is_sure=False)
    page = words_of(desk.get(f"/en/staff/cases/{case}/"))
    assert CONTACT.how in page
    assert OTHER.how not in page
    assert "Another way to reach the person was left in the mailbox, with the receipt alone" in page


def test_when_it_is_used_the_case_shows_it_and_since_when(desk: Desk) -> None:
    case, _ = changed(is_sure=True)
    page = words_of(desk.get(f"/en/staff/cases/{case}/"))
    assert OTHER.how in page
    assert CONTACT.how not in page
    assert "Changed in the mailbox on" in page


def test_held_it_is_not_used_even_after_its_day(desk: Desk) -> None:
    case, report = changed(is_sure=False)
    assert hold(desk, case, report) == 302
    page = words_of(desk.get(f"/en/staff/cases/{case}/"))
    assert "It is held and not used" in page
    assert "Hold it" not in page
    assert hold(desk, case, report) == 409


def test_a_report_that_waits_says_so_too(desk: Desk) -> None:
    report = report_waits()
    change_contact(report, OTHER, uuid4().bytes, clock.today(), is_sure=False)
    assert "Another way to reach the person" in words_of(desk.get(f"/en/staff/reports/{report}/"))
