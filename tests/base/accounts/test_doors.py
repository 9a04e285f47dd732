"""The rooms behind the two doors: who may come in, and by which requests."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.accounts.services import create_account
from safetoshare.base.models import Account
from safetoshare.base.permissions import Role
from tests.base.accounts.pages import page, sign_in
from tests.base.people import PASSPHRASE, code_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

ROOMS_OF_POST = ("sign-out", "sign-out-everywhere", "lock")


@pytest.mark.parametrize("realm", ["staff", "partner"])
@pytest.mark.parametrize("room", ["sign-out", "sign-out-everywhere", "unlock", "lock"])
def test_whoever_is_not_signed_in_is_sent_to_the_door(browser: Client, realm: str, room: str) -> None:
    response = browser.post(f"/ar/{realm}/{room}/", {"passphrase": "x"})
    assert (response.status_code, response["Location"]) == (302, f"/ar/{realm}/")


@pytest.mark.parametrize("room", ["sign-out", "sign-out-everywhere", "unlock", "lock"])
def test_whoever_came_by_the_other_door_is_sent_to_this_one(signed_in: Client, officer: Account, room: str) -> None:
    response = signed_in.post(f"/partner/{room}/")
    assert (response.status_code, response["Location"]) == (302, "/partner/")
    assert 'name="code"' in page(signed_in.get("/en/partner/"))
    assert officer.name in page(signed_in.get("/en/staff/"))


@pytest.mark.parametrize("prefix", ["/en", "/ar"])
@pytest.mark.parametrize(
    ("role", "realm"),
    [(Role.TRAINER, "staff"), (Role.SYSTEM_ADMINISTRATOR, "staff"), (Role.REPORTING_CENTRE_WORKER, "partner")],
)
@pytest.mark.usefixtures("unwrapper")
def test_a_role_that_holds_no_key_is_offered_none_and_refused(
    browser: Client, role: Role, realm: str, prefix: str
) -> None:
    sign_in(browser, create_account("someone", role))
    text = page(browser.get(f"{prefix}/{realm}/"))
    assert "/unlock/" not in text
    for room in ("unlock", "lock"):
        assert browser.post(f"{prefix}/{realm}/{room}/", {"passphrase": PASSPHRASE}).status_code == 403


@pytest.mark.parametrize("room", ROOMS_OF_POST)
def test_what_changes_something_is_never_done_by_a_link(signed_in: Client, room: str, officer: Account) -> None:
    assert signed_in.get(f"/staff/{room}/").status_code == 405
    assert officer.name in page(signed_in.get("/en/staff/"))


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
@pytest.mark.parametrize("room", ["", "sign-in/", "sign-out/", "sign-out-everywhere/", "unlock/", "lock/"])
def test_other_methods_are_refused(signed_in: Client, method: str, room: str) -> None:
    assert getattr(signed_in, method)(f"/staff/{room}").status_code == 405


def test_opening_the_address_of_the_sign_in_form_leads_to_the_door(browser: Client) -> None:
    response = browser.get("/ar/staff/sign-in/")
    assert (response.status_code, response["Location"]) == (302, "/ar/staff/")


@pytest.mark.parametrize("room", ["sign-in", "sign-out", "sign-out-everywhere", "unlock", "lock"])
def test_nothing_is_done_without_a_form_token(signed_in: Client, officer: Account, room: str) -> None:
    strict = Client(headers={"host": "127.0.0.1"}, enforce_csrf_checks=True)
    strict.cookies = signed_in.cookies
    # A code that works: nothing but the missing token refuses it.
    code = code_of(officer, clock.now() + timedelta(seconds=30))
    fields = {"name": officer.name, "code": code, "passphrase": PASSPHRASE}
    assert strict.post(f"/staff/{room}/", fields).status_code == 403
    assert officer.name in page(signed_in.get("/en/staff/"))
    assert "Locked" in page(signed_in.get("/en/staff/"))
