"""One's own account: sessions that can be ended, browsers that can be forgotten, recovery codes drawn anew."""

from __future__ import annotations

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.accounts.services import caring, create_account
from safetoshare.base.models import Account, KnownBrowser, OpenSession, RecoveryCode
from safetoshare.base.permissions import Role
from tests.base.accounts.joining_pages import codes_of
from tests.base.accounts.pages import page, sign_in
from tests.base.people import create_units, member
from tests.base.unwrapper.in_process import InProcess

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def browser_of(account: Account) -> Client:
    browser = Client(headers={"host": "127.0.0.1"})
    Account.objects.filter(pk=account.pk).update(last_code_step=0)
    assert sign_in(browser, account).status_code == 302
    return browser


@pytest.fixture
def inspector(unwrapper: InProcess) -> Account:
    member(Role.DATA_PROTECTION_OFFICER)
    create_units()
    return create_account("inspector", Role.INSPECTOR)


def is_in(browser: Client) -> bool:
    return browser.get("/en/staff/account/").status_code == 200


def test_the_own_sessions_are_shown_by_day_and_one_or_all_others_are_ended(inspector: Account) -> None:
    here, there, elsewhere = (browser_of(inspector) for _ in range(3))
    assert page(here.get("/en/staff/account/")).count("Signed in on") == 3
    mine = set(OpenSession.objects.values_list("row_key", flat=True))
    there.post("/staff/sign-out/")
    assert OpenSession.objects.count() == 2
    assert mine > set(OpenSession.objects.values_list("row_key", flat=True))
    here.post("/staff/account/end-other-sessions/")
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a_session_of_somebody_else_is_not_ended(inspector: Account) -> None:
    theirs, other = browser_of(create_account("trainer", Role.TRAINER)), browser_of(inspector)
    session = OpenSession.objects.exclude(account=inspector).get()
    for key in (session.row_key, "", "' OR '1'='1"):
        assert other.post("/staff/account/end-session/", {"session": key}).status_code == 302
    assert is_in(theirs)
    theirs.post("/staff/account/end-session/", {"session": session.row_key})
    assert not is_in(theirs)


def test_the_day_of_last_use_moves_on_and_no_time_is_kept(inspector: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = browser_of(inspector)
    tomorrow = clock.today().replace(year=clock.today().year + 1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    assert is_in(browser)
    session = OpenSession.objects.get()
    assert (session.last_used_on, session.opened_on) == (tomorrow, tomorrow.replace(year=tomorrow.year - 1))


def test_ten_new_recovery_codes_replace_the_old_and_are_shown_once(inspector: Account) -> None:
    old = caring.new_recovery_codes(inspector.id)
    browser = browser_of(inspector)
    shown = codes_of(browser.post("/staff/account/recovery-codes/"))
    assert len(set(shown)) == 10
    assert not {code.replace("-", "") for code in shown} & set(old)
    assert RecoveryCode.objects.count() == 10
    assert codes_of(browser.get("/en/staff/account/")) == []


def test_signing_in_with_a_recovery_code_says_how_many_are_left(inspector: Account) -> None:
    codes = caring.new_recovery_codes(inspector.id)
    for used, code in enumerate(codes[:8], start=1):
        browser = Client(headers={"host": "127.0.0.1"})
        response = browser.post("/en/staff/sign-in/", {"name": "inspector", "code": code})
        assert f"{10 - used} recovery code" in page(response)
        assert ("Few are left" in page(response)) == (used == 8)
        assert is_in(browser)


def test_browsers_are_forgotten(inspector: Account) -> None:
    browser = browser_of(inspector)
    assert KnownBrowser.objects.count() == 1
    browser.post("/staff/account/forget-browsers/")
    assert not KnownBrowser.objects.exists()
    assert is_in(browser)


def test_one_browser_that_signs_in_twice_is_one_and_an_odd_token_is_replaced(inspector: Account) -> None:
    browser = browser_of(inspector)
    Account.objects.filter(pk=inspector.pk).update(last_code_step=0)
    sign_in(browser, inspector)
    assert KnownBrowser.objects.count() == 1
    other = Client(headers={"host": "127.0.0.1"})
    other.cookies["known"] = "chosen by somebody else"
    Account.objects.filter(pk=inspector.pk).update(last_code_step=0)
    sign_in(other, inspector)
    assert len(other.cookies["known"].value) == 64
