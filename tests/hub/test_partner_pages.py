"""What an organisation that people are referred to finds and reads, as its workers meet it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.accounts.services import create_account
from safetoshare.base.languages import LANGUAGES, Language
from safetoshare.base.models import AuditRow
from safetoshare.base.permissions import Role
from safetoshare.core.referrals import ReferralState
from safetoshare.hub.models import Referral
from safetoshare.hub.views.partner import CONDITIONS
from safetoshare.sharing.services import packages
from tests.base.accounts.pages import page
from tests.base.people import PASSPHRASE
from tests.base.unwrapper.in_process import InProcess
from tests.hub.partners import FIELDS, LIST, address, answers, browser_of
from tests.hub.referring import ANOTHER, send_package, send_referral

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.usefixtures("organisations")]


def test_an_empty_tray_says_so(worker: Client) -> None:
    html = page(worker.get(LIST))
    assert "Nothing waits for your answer" in html
    assert "Closed" not in html


def test_after_signing_in_the_referrals_are_one_press_away(worker: Client) -> None:
    assert 'href="/en/partner/referrals/"' in page(worker.get("/en/partner/"))


def test_the_tray_shows_first_what_is_to_be_answered_and_names_nobody(worker: Client) -> None:
    declined, asked, taken, new = (send_package(FIELDS) for _referral in range(4))
    foreign = send_package(FIELDS, ANOTHER)
    worker.post(address(declined, "decline/"), answers("decline"))
    worker.post(address(asked, "question/"), answers("question"))
    worker.post(address(taken, "accept/"), answers("accept"))
    html = page(worker.get(LIST))
    order = ["To answer", str(new), "Still open", str(asked), "You took these on", str(taken), "Closed", str(declined)]
    places = [html.index(text) for text in order]
    assert places == sorted(places)
    assert str(foreign) not in html
    assert "Canary" not in html


def test_reading_asks_to_unlock_and_comes_back(worker: Client) -> None:
    package = send_package(FIELDS)
    response = worker.get(address(package))
    assert response.status_code == 302
    assert response["Location"].startswith("/en/partner/unlock/?next=")
    back = worker.post(response["Location"], {"passphrase": PASSPHRASE})
    assert back["Location"] == address(package)
    assert "Canary Nightingale" in page(worker.get(back["Location"]))


def test_a_package_is_shown_with_what_binds_first_then_its_fields_and_the_rule(unlocked: Client) -> None:
    html = page(unlocked.get(address(send_package(FIELDS))))
    order = [
        "Do not pass anything in this referral on",
        "Use it only for what it says",
        "Canary Nightingale",
        "A safe place to stay",
        "Consent of the person",
    ]
    places = [html.index(text) for text in order]
    assert places == sorted(places)
    assert "By which rule" in html
    assert "سطر أول<br>سطر ثان" in html
    assert 'dir="auto"' in html


def test_whom_and_how_to_reach_comes_before_what_is_to_be_done(unlocked: Client) -> None:
    fields = {
        "needs": {"needs": "a place"},
        "contact_and_location": {"must_not_know": "a brother", "how": "by telephone"},
        "identity": {"name": "Canary"},
    }
    html = page(unlocked.get(address(send_package(fields))))
    places = [html.index(text) for text in ("Canary", "by telephone", "a brother", "a place")]
    assert places == sorted(places)


def test_every_condition_that_a_package_can_carry_has_words() -> None:
    assert set(CONDITIONS) == set(packages.CONDITIONS)


def test_what_a_package_says_is_text_and_no_markup(unlocked: Client) -> None:
    fields = {"identity": {"name": "<script>alert(1)</script>"}}
    html = page(unlocked.get(address(send_package(fields))))
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_opening_twice_is_no_error_and_is_noted_once_and_audited_twice(unlocked: Client) -> None:
    package = send_package(FIELDS)
    for _time in range(2):
        assert unlocked.get(address(package)).status_code == 200
    referral = Referral.objects.get(pk=package)
    assert (referral.state, referral.opened_on) == (ReferralState.OPENED, clock.today())
    assert AuditRow.objects.filter(purpose="read_package").count() == 2


@pytest.mark.parametrize("room", ["", "answered/", "accept/", "waiting-list/", "question/", "decline/"])
def test_another_organisations_referral_is_not_there(unlocked: Client, room: str) -> None:
    assert unlocked.get(address(send_package(FIELDS, ANOTHER), room)).status_code == 404
    assert unlocked.get(address(uuid4(), room)).status_code == 404


@pytest.mark.parametrize("role", [Role.VICTIM_CARE_OFFICER, Role.RESPONSE_OFFICER])
def test_staff_of_the_force_are_sent_to_the_partners_door(role: Role) -> None:
    name = "care" if role is Role.VICTIM_CARE_OFFICER else "response"
    create_account(name, role)
    response = browser_of(name).get(LIST)
    assert (response.status_code, response["Location"]) == (302, "/en/partner/")


def test_a_stranger_is_asked_to_sign_in() -> None:
    response = Client(headers={"host": "127.0.0.1"}).get(LIST)
    assert (response.status_code, response["Location"]) == (302, "/en/partner/")


def test_a_reporting_centre_worker_and_a_worker_without_an_organisation_are_refused() -> None:
    create_account("centre", Role.REPORTING_CENTRE_WORKER)
    create_account("nowhere", Role.PARTNER_WORKER)
    assert browser_of("centre").get(LIST).status_code == 403
    assert browser_of("nowhere").get(LIST).status_code == 403


@pytest.mark.parametrize("state", [ReferralState.DECLINED, ReferralState.EXPIRED])
def test_what_was_not_taken_on_is_read_no_more(unlocked: Client, state: ReferralState) -> None:
    package = send_package(FIELDS)
    if state is ReferralState.DECLINED:
        unlocked.post(address(package, "decline/"), answers("decline"))
    else:
        Referral.objects.filter(pk=package).update(state=state.value)
    html = page(unlocked.get(address(package)))
    assert "Canary" not in html
    assert "shown no more" in html
    assert AuditRow.objects.filter(purpose="read_package").count() == 0
    assert address(package, "accept/") not in html


def test_what_was_accepted_can_be_read_again_and_is_answered_no_more(unlocked: Client) -> None:
    package = send_package(FIELDS)
    unlocked.post(address(package, "accept/"), answers("accept"))
    html = page(unlocked.get(address(package)))
    assert "Canary Nightingale" in html
    assert "accept/" not in html


def test_a_package_that_does_not_open_is_said_to_be_so(unlocked: Client, unwrapper: InProcess) -> None:
    package = send_package(FIELDS)
    unwrapper.is_away = True
    response = unlocked.get(address(package))
    assert response.status_code == 503
    assert "does not open just now" in page(response)
    assert Referral.objects.get(pk=package).opened_on is None


def test_a_referral_without_its_package_is_not_there(unlocked: Client) -> None:
    assert unlocked.get(address(send_referral())).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_page_for_reading_takes_no_other_method(unlocked: Client, method: str) -> None:
    package = send_package(FIELDS)
    for where in (LIST, address(package), address(package, "answered/")):
        assert getattr(unlocked, method)(where).status_code == 405


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_page_speaks_the_language_of_its_address(unlocked: Client, language: Language) -> None:
    package = send_package(FIELDS)
    for room in ("", f"{package}/", f"{package}/accept/", f"{package}/decline/"):
        html = page(unlocked.get(f"/{language.code}/partner/referrals/{room}"))
        assert f'<html lang="{language.code}" dir="{language.direction}"' in html


def test_no_address_and_no_cookie_says_anything_of_what_was_read(unlocked: Client) -> None:
    package = send_package(FIELDS)
    unlocked.get(address(package))
    assert set(unlocked.cookies) <= {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.UNLOCK_COOKIE_NAME,
        settings.KNOWN_COOKIE_NAME,
    }
