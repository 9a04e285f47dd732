"""The unit sees at once who asks for erasure, cannot erase on that wish too soon, and answers what it keeps."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from safetoshare.base import clock
from safetoshare.base.erasing import Erased
from safetoshare.hub.api import erasing as api
from safetoshare.hub.api.erasing import ErasureReason, NotErased
from safetoshare.hub.models import Case
from safetoshare.report import api as reports
from safetoshare.report.models import MailboxItem
from safetoshare.report.services.erasure_wishes import end_wish, wish_for_erasure
from tests.hub.casework import OFFICER, Desk, case_taken, words_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
COLLEAGUE = uuid4()


def wished(desk: Desk, *, is_sure: bool) -> tuple[UUID, UUID]:
    """A case whose person asks for erasure."""
    case = case_taken()
    report = Case.objects.get(pk=case).report
    wish_for_erasure(report, clock.today(), is_sure=is_sure)
    return case, report


def test_the_work_list_the_case_and_the_list_of_erasures_say_so(desk: Desk) -> None:
    case, report = wished(desk, is_sure=False)
    answer_by = reports.erasures_wished()[0].answer_by
    assert "1 person asks that all be erased" in words_of(desk.get("/en/staff/cases/"))
    for address in (f"/en/staff/cases/{case}/", "/en/staff/erasures/", f"/en/staff/reports/{report}/erase/"):
        page = words_of(desk.get(address))
        assert f"Answer by {answer_by.day} {answer_by:%B %Y}" in page
        assert "Asked with the receipt alone" in page


def test_nobody_confirms_it_before_the_days_are_over(desk: Desk) -> None:
    _, report = wished(desk, is_sure=False)
    today = clock.today()
    api.ask_for_erasure(report, ErasureReason.PERSON_ASKED, OFFICER, today)
    soonest = today + timedelta(days=7)
    assert api.confirm_erasure(report, COLLEAGUE, soonest - timedelta(days=1)) == NotErased(not_before=soonest)
    assert reports.report(report) is not None
    assert isinstance(api.confirm_erasure(report, COLLEAGUE, soonest), Erased)


def test_with_her_second_word_it_is_confirmed_at_once(desk: Desk) -> None:
    _, report = wished(desk, is_sure=True)
    api.ask_for_erasure(report, ErasureReason.PERSON_ASKED, OFFICER, clock.today())
    assert isinstance(api.confirm_erasure(report, COLLEAGUE, clock.today()), Erased)


def test_an_answer_reaches_her_mailbox_and_ends_the_wish(desk: Desk) -> None:
    _, report = wished(desk, is_sure=False)
    address = f"/en/staff/erasures/{report}/answer/"
    assert desk.post(address, {"text": "", "language": ""}).status_code == 422
    assert len(reports.erasures_wished()) == 1
    sent = desk.post(address, {"text": "We keep a note of it until 2033.", "language": "en"})
    assert sent.status_code == 302
    assert reports.erasures_wished() == []
    assert MailboxItem.objects.filter(report=report).count() == 1
    assert desk.get(address).status_code == 404


def test_a_late_answer_is_marked(desk: Desk) -> None:
    report = wished(desk, is_sure=False)[1]
    assert "Late" not in words_of(desk.get("/en/staff/erasures/"))
    end_wish(report)
    wish_for_erasure(report, clock.today() - timedelta(days=40), is_sure=False)
    assert "Late" in words_of(desk.get("/en/staff/erasures/"))
