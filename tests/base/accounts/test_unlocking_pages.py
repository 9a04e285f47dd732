"""Unlocking and locking as browsers do it: what works, what is refused, and what a page never holds."""

from __future__ import annotations

import pytest
from django.test import Client

from safetoshare.base.accounts.services import create_account
from safetoshare.base.models import Account
from safetoshare.base.permissions import Role
from tests.base.accounts.pages import page, sign_in, unlock
from tests.base.people import PASSPHRASE
from tests.base.unwrapper.in_process import InProcess

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.mark.parametrize("typed", [PASSPHRASE, f"  {PASSPHRASE.replace(' ', '   ')}\t", PASSPHRASE.upper()])
def test_the_passphrase_unlocks_however_it_is_spaced(signed_in: Client, typed: str) -> None:
    response = unlock(signed_in, typed)
    assert (response.status_code, response["Location"]) == (302, "/staff/")
    assert "Unlocked for 15 more minutes" in page(signed_in.get("/en/staff/"))


@pytest.mark.parametrize("prefix", ["/en", "/ar"])
def test_the_unlocking_page_shows_its_form_for_this_account(signed_in: Client, officer: Account, prefix: str) -> None:
    text = page(signed_in.get(f"{prefix}/staff/unlock/"))
    assert f'autocomplete="username" value="{officer.name}"' in text
    assert 'type="password"' in text
    assert f'href="{prefix}/staff/"' in text
    assert "error-summary" not in text


def test_a_wrong_passphrase_is_refused_and_never_shown_again(signed_in: Client) -> None:
    response = unlock(signed_in, "canary words that are wrong")
    assert response.status_code == 422
    assert "canary" not in page(response)
    assert 'href="#id_passphrase"' in page(response)
    assert signed_in.cookies["unlock"].value == ""


def test_an_empty_passphrase_is_asked_for(signed_in: Client) -> None:
    response = signed_in.post("/en/staff/unlock/", {})
    assert response.status_code == 422
    assert "Enter your passphrase" in page(response)


def test_wrong_passphrases_make_wait(signed_in: Client) -> None:
    for _ in range(3):
        assert "This is not your passphrase" in page(signed_in.post("/en/staff/unlock/", {"passphrase": "wrong"}))
    assert "Wait 2 seconds" in page(signed_in.post("/en/staff/unlock/", {"passphrase": PASSPHRASE}))


@pytest.mark.usefixtures("unwrapper")
def test_a_member_without_a_key_is_told_so(browser: Client) -> None:
    account = create_account("unit-supervisor", Role.UNIT_SUPERVISOR)
    sign_in(browser, account)
    assert "Your account holds no key" in page(browser.post("/en/staff/unlock/", {"passphrase": PASSPHRASE}))


def test_without_an_unwrapper_the_page_says_so_and_signing_out_still_works(
    signed_in: Client, unwrapper: InProcess
) -> None:
    unlock(signed_in)
    unwrapper.is_away = True
    assert "Locked" in page(signed_in.get("/en/staff/"))
    response = signed_in.post("/en/staff/unlock/", {"passphrase": PASSPHRASE})
    assert response.status_code == 422
    assert "Keys cannot be unlocked just now" in page(response)
    assert signed_in.post("/staff/sign-out/").status_code == 302


def test_locking_locks_and_leaves_signed_in(signed_in: Client, officer: Account) -> None:
    unlock(signed_in)
    handle = signed_in.cookies["unlock"].value
    assert signed_in.post("/staff/lock/").status_code == 302
    signed_in.cookies["unlock"] = handle
    text = page(signed_in.get("/en/staff/"))
    assert officer.name in text
    assert "Locked" in text


def test_unlocking_pressed_twice_unlocks(signed_in: Client) -> None:
    for _ in range(2):
        response = unlock(signed_in)
        assert (response.status_code, response["Location"]) == (302, "/staff/")
    assert "Unlocked for 15 more minutes" in page(signed_in.get("/en/staff/"))


def test_locking_pressed_twice_is_the_same_as_once(signed_in: Client, officer: Account) -> None:
    unlock(signed_in)
    handle = signed_in.cookies["unlock"].value
    for _ in range(2):
        # The second press was sent before the first one's answer took the handle away.
        signed_in.cookies["unlock"] = handle
        response = signed_in.post("/staff/lock/")
        assert (response.status_code, response["Location"]) == (302, "/staff/")
    text = page(signed_in.get("/en/staff/"))
    assert officer.name in text
    assert "Locked" in text


def test_the_handle_of_another_account_unlocks_nothing_and_locks_nothing(
    signed_in: Client, browser: Client, officer: Account
) -> None:
    unlock(signed_in)
    handle = signed_in.cookies["unlock"].value
    other = Client(headers={"host": "127.0.0.1"})
    colleague = create_account("unit-supervisor", Role.UNIT_SUPERVISOR)
    sign_in(other, colleague)
    other.cookies["unlock"] = handle
    assert "Locked" in page(other.get("/en/staff/"))
    other.post("/staff/lock/")
    assert "Unlocked for" in page(signed_in.get("/en/staff/"))


@pytest.mark.parametrize("handle", ["", "x" * 4000, "%00", "é\xff", "{}"])
def test_a_handle_of_junk_unlocks_nothing(signed_in: Client, handle: str) -> None:
    signed_in.cookies["unlock"] = handle
    assert "Locked" in page(signed_in.get("/en/staff/"))
