"""The person takes every agreement back in her mailbox: nothing more is sent, and whoever holds something must stop."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from safetoshare.base import clock
from safetoshare.base.permissions import Role
from safetoshare.hub.api.referring import CaseMoved, order_of, send
from safetoshare.hub.models import Case, Referral
from safetoshare.report import api as reports
from safetoshare.report.services.stopping import ask_to_stop
from safetoshare.sharing.models import Disclosure, Letter
from tests.hub.casework import OFFICER, ROLE, Desk, case_agreed, case_assessed, case_taken, parts, press_send, words_of
from tests.hub.letters import pressed

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
WORK = "/en/staff/cases/"


def stopped(case: UUID) -> None:
    """She presses the button in her mailbox."""
    ask_to_stop(Case.objects.get(pk=case).report, clock.today())


def test_from_that_moment_nothing_is_sent_under_an_agreement(desk: Desk) -> None:
    case, consent = case_agreed()
    whole = parts(case, consent)
    order = order_of(whole, role=ROLE, nonce=uuid4())
    stopped(case)
    assert send(whole, order, by=OFFICER, role=ROLE) == CaseMoved()
    assert not Disclosure.objects.exists()
    assert not Referral.objects.exists()


def test_no_letter_goes_under_an_agreement_of_that_day_or_before_and_what_needs_none_goes(desk: Desk) -> None:
    case = case_assessed()
    stopped(case)
    agreed = {"consent": "given", "consent_on": clock.today().isoformat(), "consent_language": "so"}
    assert pressed(desk, case, "send", **agreed).status_code == 409
    # It was carried out meanwhile, and what was agreed to before goes no more for that.
    assert reports.stops_asked() == []
    assert pressed(desk, case, "send", **agreed).status_code == 409
    assert not Letter.objects.exists()
    assert pressed(desk, case, "send").status_code == 200
    assert Letter.objects.count() == 1


def test_when_the_unit_opens_the_case_each_agreement_is_withdrawn_and_organisations_are_told_to_stop(
    desk: Desk,
) -> None:
    case, consent = case_agreed()
    press_send(case, consent)
    stopped(case)
    page = words_of(desk.get(f"{WORK}{case}/"))
    today = clock.today()
    assert f"Withdrawn on {today.day} {today:%B %Y}" in page
    assert Referral.objects.get().withdrawn_on == today
    # The disclosure, and the withdrawal, once.
    desk.get(f"{WORK}{case}/")
    assert Disclosure.objects.count() == 2


def test_it_stands_on_the_day_on_which_she_pressed(desk: Desk) -> None:
    case, _consent = case_agreed()
    day = clock.today() - timedelta(days=3)
    ask_to_stop(Case.objects.get(pk=case).report, day)
    stopped(case)
    assert f"Withdrawn on {day.day} {day:%B %Y}" in words_of(desk.get(f"{WORK}{case}/"))


def test_the_work_list_names_the_case_first_until_it_is_opened(desk: Desk) -> None:
    case, other = case_agreed()[0], case_taken()
    assert "Agreement taken back" not in words_of(desk.get(WORK))
    stopped(case)
    page = desk.get(WORK).content.decode()
    before = page.partition("Reports that wait")[0]
    assert "Agreement taken back" in before
    assert str(case) in before
    assert str(other) not in before
    desk.get(f"{WORK}{case}/")
    assert "Agreement taken back" not in words_of(desk.get(WORK))


def test_somebody_who_may_not_read_what_was_agreed_leaves_it_to_be_carried_out(desks: dict[Role, Desk]) -> None:
    case, _consent = case_agreed()
    stopped(case)
    assert desks[Role.WITNESS_CARE_OFFICER].get(f"{WORK}{case}/").status_code == 200
    report = Case.objects.get(pk=case).report
    assert reports.stop_asked_on(report) == clock.today()
    desks[Role.VICTIM_CARE_OFFICER].get(f"{WORK}{case}/")
    assert reports.stop_asked_on(report) is None


def test_she_may_agree_anew_afterwards(desk: Desk) -> None:
    case, consent = case_agreed()
    stopped(case)
    desk.get(f"{WORK}{case}/")
    again, anew = case_agreed()
    assert again != case
    press_send(again, anew)
    whole = parts(case, consent)
    # The old agreement stays withdrawn: the case has moved on from what was read.
    assert Case.objects.get(pk=case).version == whole.version
    assert Referral.objects.count() == 1


def test_where_nothing_was_agreed_to_it_is_carried_out_too(desk: Desk) -> None:
    case = case_taken()
    stopped(case)
    assert desk.get(f"{WORK}{case}/").status_code == 200
    assert reports.stops_asked() == []
    assert not Disclosure.objects.exists()
