"""Sessions as browsers lose them: by signing out, by a changed stamp, and with their account."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from safetoshare.base.accounts.services import end_all_sessions
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account
from tests.base.accounts.pages import page, sign_in, unlock
from tests.base.people import code_of
from tests.base.unwrapper.in_process import InProcess

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_a_changed_stamp_signs_out(signed_in: Client, officer: Account) -> None:
    end_all_sessions(officer.id)
    assert 'name="code"' in page(signed_in.get("/en/staff/"))


def test_deactivating_an_account_signs_it_out(signed_in: Client, officer: Account) -> None:
    with unit_of_work(write=True):
        Account.objects.filter(pk=officer.pk).update(is_active=False)
    assert 'name="code"' in page(signed_in.get("/en/staff/"))
    assert unlock(signed_in).status_code == 302


def test_signing_out_ends_the_session_and_locks_the_keys(
    signed_in: Client, officer: Account, unwrapper: InProcess
) -> None:
    unlock(signed_in)
    session, handle = signed_in.cookies["session"].value, signed_in.cookies["unlock"].value
    assert signed_in.post("/staff/sign-out/").status_code == 302
    assert not Session.objects.exists()
    assert (signed_in.cookies["session"].value, signed_in.cookies["unlock"].value) == ("", "")
    thief = Client(headers={"host": "127.0.0.1"})
    thief.cookies["session"], thief.cookies["unlock"] = session, handle
    assert 'name="code"' in page(thief.get("/en/staff/"))
    sign_in_later(thief, officer)
    thief.cookies["unlock"] = handle
    assert "Locked" in page(thief.get("/en/staff/"))


@pytest.mark.parametrize("room", ["sign-out", "sign-out-everywhere"])
def test_signing_out_pressed_twice_is_the_same_as_once(officer: Account, room: str) -> None:
    browser = Client(headers={"host": "127.0.0.1"}, enforce_csrf_checks=True)
    browser.get("/en/staff/")
    fields = {"name": officer.name, "code": code_of(officer), "csrfmiddlewaretoken": browser.cookies["form"].value}
    browser.post("/en/staff/sign-in/", fields)
    browser.get("/en/staff/")
    stamps = []
    for _ in range(2):
        response = browser.post(f"/en/staff/{room}/", {"csrfmiddlewaretoken": browser.cookies["form"].value})
        assert (response.status_code, response["Location"]) == (302, "/en/staff/")
        stamps.append(Account.objects.get(pk=officer.pk).session_stamp)
    assert not Session.objects.exists()
    assert stamps[0] == stamps[1]
    assert (stamps[0] == officer.session_stamp) == (room == "sign-out")


def sign_in_later(browser: Client, officer: Account) -> None:
    """Sign in again with the same code, as if it had not been used."""
    with unit_of_work(write=True):
        Account.objects.filter(pk=officer.pk).update(last_code_step=0)
    assert sign_in(browser, officer).status_code == 302
