"""What became of a disclosure is told to the person: that it was opened, and that she took her agreement back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.core.referrals import DeclineReason, ReferralState
from safetoshare.hub.api.cases import Consent
from safetoshare.hub.api.referrals import AlreadyAnswered, answer_referral, note_opened
from safetoshare.hub.models import Referral
from safetoshare.hub.selectors.referrals import referrals_to_follow_up
from safetoshare.hub.services import following
from safetoshare.sharing.models import Disclosure, SubjectNotice
from tests.hub.casework import Desk, case_agreed, press_send, words_of
from tests.hub.partners import address as at_partner
from tests.hub.referring import ORGANISATION, send_package

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def page(case: UUID) -> str:
    return f"/en/staff/cases/{case}/"


def withdrawn(desk: Desk, case: UUID, consent: Consent) -> None:
    assert desk.post(f"{page(case)}consent/{consent.id}/withdraw/", {}).status_code == 302
    assert desk.get(page(case)).status_code == 200


def records() -> int:
    assert Disclosure.objects.count() == SubjectNotice.objects.count()
    return Disclosure.objects.count()


def test_an_opening_is_recorded_once_when_the_unit_opens_the_case_next(desk: Desk) -> None:
    case, consent = case_agreed()
    package = press_send(case, consent)
    desk.get(page(case))
    assert records() == 1
    note_opened(package, ORGANISATION, clock.today())
    for _ in range(2):
        desk.get(page(case))
        assert records() == 2


def test_a_withdrawal_is_recorded_once_whether_or_not_something_was_sent(desk: Desk) -> None:
    case, consent = case_agreed()
    withdrawn(desk, case, consent)
    withdrawn(desk, case, consent)
    assert records() == 1
    assert not Referral.objects.exists()


def test_a_withdrawal_that_is_none_records_nothing(desk: Desk) -> None:
    case, consent = case_agreed()
    press_send(case, consent)
    desk.post(f"{page(case)}consent/{UUID(int=7)}/withdraw/", {})
    desk.get(page(case))
    assert records() == 1
    assert Referral.objects.get().withdrawn_on is None


@pytest.mark.parametrize("is_opened", [True, False])
def test_after_a_withdrawal_the_organisation_is_told_to_stop_and_is_shown_nothing(desk: Desk, is_opened: bool) -> None:
    case, consent = case_agreed()
    package = press_send(case, consent)
    if is_opened:
        note_opened(package, ORGANISATION, clock.today())
    withdrawn(desk, case, consent)
    assert Referral.objects.get().withdrawn_on == clock.today()
    given = answer_referral(package, ORGANISATION, ReferralState.ACCEPTED, "", clock.today())
    assert isinstance(given, AlreadyAnswered)
    assert not given.referral.may_be_answered


def test_nobody_is_asked_to_find_other_help_for_what_was_withdrawn(desk: Desk) -> None:
    case, consent = case_agreed()
    package = press_send(case, consent)
    answer_referral(package, ORGANISATION, ReferralState.DECLINED, DeclineReason.CAPACITY, clock.today())
    assert len(referrals_to_follow_up()) == 1
    withdrawn(desk, case, consent)
    assert referrals_to_follow_up() == []


def test_while_the_log_cannot_promise_the_case_is_read_and_the_record_follows(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, consent = case_agreed()

    def away(*_: object, **__: object) -> None:
        raise UnwrapperAwayError("away")

    with monkeypatch.context() as patch:
        patch.setattr(following, "record_act", away)
        withdrawn(desk, case, consent)
    assert records() == 0
    desk.get(page(case))
    assert records() == 1


def test_the_organisations_page_says_so_and_the_list_keeps_it_apart(organisations: None, unlocked: Client) -> None:
    package = send_package({"identity": {"name": "Canary Nightingale"}})
    assert "Canary Nightingale" in unlocked.get(at_partner(package)).content.decode()
    Referral.objects.update(withdrawn_on=clock.today() - timedelta(days=1))
    text = words_of(unlocked.get(at_partner(package)))  # type: ignore[arg-type]
    assert "Stop using what you were given" in text
    assert "Canary Nightingale" not in text
    assert "stop, and delete what you keep" in words_of(unlocked.get("/en/partner/referrals/"))  # type: ignore[arg-type]
    # No answer is taken any more, and whoever had the form open is told why.
    refused = unlocked.get(at_partner(package, "accept/"), follow=True)
    assert refused.redirect_chain[-1][0] == at_partner(package)
    late = unlocked.post(at_partner(package, "decline/"), {"why": "capacity", "seen": "0"})
    assert late.status_code == 409
    assert "took the agreement back" in words_of(late)  # type: ignore[arg-type]
