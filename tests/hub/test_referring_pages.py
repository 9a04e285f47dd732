"""From consent to help in a browser: the decision, the preview, sending, and all that may go wrong on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from safetoshare.base import clock
from safetoshare.base.permissions import Role
from safetoshare.core.referrals import ReferralState
from safetoshare.hub.api import referring
from safetoshare.hub.api.cases import record_assessment
from safetoshare.hub.api.referring import withdraw_consent
from safetoshare.hub.models import Referral
from safetoshare.hub.services.referrals import Words, answer_referral
from safetoshare.sharing.api.disclosures import packages_for
from safetoshare.sharing.models import Adoption
from tests.hub.casework import (
    OFFICER,
    Desk,
    assessment,
    case_agreed,
    case_assessed,
    consent_address,
    refer_address,
    typed_in,
    words_of,
)
from tests.hub.referring import ORGANISATION

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_pressing_send_sends_one_sealed_package_and_the_case_shows_the_answer(desk: Desk) -> None:
    case, consent = case_agreed()
    typed = typed_in(desk.get(refer_address(case, consent)))
    assert desk.post(refer_address(case, consent), typed)["Location"] == f"/en/staff/cases/{case}/"
    (tray,) = packages_for(ORGANISATION)
    assert "Sent, not opened yet" in words_of(desk.get(f"/en/staff/cases/{case}/"))
    words = Words(contact="Canary worker", contact_by=clock.today() + timedelta(days=1))
    answer_referral(tray.id, ORGANISATION, ReferralState.ACCEPTED, "", clock.today(), words=words)
    text = words_of(desk.get(f"/en/staff/cases/{case}/"))
    assert "Accepted" in text
    assert "Canary worker" in text
    assert "An organisation has taken this on" in text


def test_a_double_press_sends_once(desk: Desk) -> None:
    case, consent = case_agreed()
    typed = typed_in(desk.get(refer_address(case, consent)))
    for _ in range(2):
        assert desk.post(refer_address(case, consent), typed)["Location"] == f"/en/staff/cases/{case}/"
    assert (len(packages_for(ORGANISATION)), Referral.objects.count()) == (1, 1)


def test_one_consent_is_used_once_even_from_a_second_page(desk: Desk) -> None:
    case, consent = case_agreed()
    pages = [typed_in(desk.get(refer_address(case, consent))) for _ in range(2)]
    assert pages[0]["nonce"] != pages[1]["nonce"]
    for typed in pages:
        desk.post(refer_address(case, consent), typed)
    assert len(packages_for(ORGANISATION)) == 1
    assert "This was sent" in words_of(desk.get(refer_address(case, consent)))


def test_keys_that_locked_before_send_send_nothing_and_keep_the_form(desk: Desk) -> None:
    case, consent = case_agreed()
    typed = typed_in(desk.get(refer_address(case, consent)))
    desk.lock()
    response = desk.post(refer_address(case, consent), typed)
    assert response.status_code == 423
    assert packages_for(ORGANISATION) == []
    assert (
        f"/en/staff/unlock/?next=%2Fen%2Fstaff%2Fcases%2F{case}%2Frefer%2F{consent.id}%2F" in response.content.decode()
    )
    kept = typed_in(response)
    assert {name: kept[name] for name in ("nonce", "previewed")} == {
        name: typed[name] for name in ("nonce", "previewed")
    }
    desk.sit_down_again()
    assert desk.post(refer_address(case, consent), kept).status_code == 302
    assert len(packages_for(ORGANISATION)) == 1


def test_a_consent_withdrawn_after_the_preview_sends_nothing(desk: Desk) -> None:
    case, consent = case_agreed()
    typed = typed_in(desk.get(refer_address(case, consent)))
    assert desk.post(f"/en/staff/cases/{case}/consent/{consent.id}/withdraw/", {}).status_code == 302
    response = desk.post(refer_address(case, consent), typed)
    assert response.status_code == 409
    assert "The person withdrew consent" in words_of(response)
    assert packages_for(ORGANISATION) == []
    assert "Withdrawn on" in words_of(desk.get(f"/en/staff/cases/{case}/"))


def test_a_consent_withdrawn_while_send_is_pressed_sends_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    case, consent = case_agreed()
    typed = typed_in(desk.get(refer_address(case, consent)))
    really_send = referring.send

    def withdrawn_meanwhile(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # passed on
        withdraw_consent(case, consent.id, by=OFFICER, day=clock.today())
        return really_send(*args, **kwargs)

    monkeypatch.setattr(referring, "send", withdrawn_meanwhile)
    response = desk.post(refer_address(case, consent), typed)
    assert response.status_code == 409
    assert "Nothing was sent: the case changed" in words_of(response)
    assert packages_for(ORGANISATION) == []
    assert not Referral.objects.exists()


def test_what_changed_since_the_preview_is_shown_again_and_not_sent(desk: Desk) -> None:
    case, consent = case_agreed()
    typed = typed_in(desk.get(refer_address(case, consent)))
    response = desk.post(refer_address(case, consent), typed | {"previewed": "0" * 64})
    assert response.status_code == 409
    assert "Something changed since you looked" in words_of(response)
    assert packages_for(ORGANISATION) == []
    assert desk.post(refer_address(case, consent), typed_in(response)).status_code == 302


@pytest.mark.parametrize("broken", [{"nonce": "x"}, {"previewed": "x"}, {"nonce": ""}])
def test_a_form_that_is_none_sends_nothing_and_shows_the_page_anew(desk: Desk, broken: dict[str, str]) -> None:
    case, consent = case_agreed()
    typed = typed_in(desk.get(refer_address(case, consent)))
    assert desk.post(refer_address(case, consent), typed | broken)["Location"] == refer_address(case, consent)
    assert packages_for(ORGANISATION) == []


def test_without_a_policy_in_force_the_page_says_no_and_offers_no_button(desk: Desk) -> None:
    case, consent = case_agreed()
    Adoption.objects.all().delete()
    text = words_of(desk.get(refer_address(case, consent)))
    assert "No: no proved and adopted policy is in force" in text
    assert "What to do instead: link the person to a third party" in text
    assert "Send" not in text


def test_an_agreement_that_has_ended_sends_nothing(desk: Desk) -> None:
    case, consent = case_agreed(until=clock.today() - timedelta(days=1))
    text = words_of(desk.get(refer_address(case, consent)))
    assert "The agreement ended on" in text
    assert "Exactly what would be sent" not in text


def test_agreeing_to_what_nobody_wrote_down_has_nothing_to_send(desk: Desk) -> None:
    case, consent = case_agreed(data=("identity",))
    record_assessment(case, replace(assessment("safe_place"), name=""), expected=1)
    assert "There is nothing to send" in words_of(desk.get(refer_address(case, consent)))


def test_a_consent_of_another_case_is_not_found(desk: Desk) -> None:
    _case, consent = case_agreed()
    assert desk.get(refer_address(case_assessed(), consent)).status_code == 404


def test_a_witness_care_officer_neither_asks_nor_sends(desks: dict[Role, Desk]) -> None:
    case, consent = case_agreed()
    desk = desks[Role.WITNESS_CARE_OFFICER]
    for address in (f"/en/staff/cases/{case}/services/", consent_address(case), refer_address(case, consent)):
        assert desk.get(address).status_code == 403


def test_no_address_and_no_page_title_tells_of_the_person(desk: Desk) -> None:
    case, consent = case_agreed()
    for address in (f"/en/staff/cases/{case}/", refer_address(case, consent), consent_address(case)):
        html = desk.get(address).content.decode()
        title = html[html.index("<title>") : html.index("</title>")]
        assert "Canary" not in title
        assert "Canary" not in address
