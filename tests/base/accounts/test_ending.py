from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from safetoshare.base.accounts.middleware import SESSION_ACCOUNT, SESSION_STAMP
from safetoshare.base.accounts.services import create_account
from safetoshare.base.models import Account
from safetoshare.base.permissions import Role
from safetoshare.base.unwrapper.client import UnwrapperAwayError

pytestmark = pytest.mark.django_db


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[UUID, str]]:
    """What the unwrapper was asked to lock."""
    asked: list[tuple[UUID, str]] = []
    monkeypatch.setattr("safetoshare.base.unwrapper.client.lock", lambda *named: asked.append(named))
    return asked


@pytest.fixture
def officer() -> tuple[Client, UUID]:
    """A signed-in victim care officer with unlocked keys."""
    account = create_account("officer", Role.VICTIM_CARE_OFFICER)
    browser = signed_in(account)
    browser.cookies[settings.UNLOCK_COOKIE_NAME] = "the-handle"
    return browser, account.id


def signed_in(account: Account) -> Client:
    """A browser in which the account is signed in."""
    browser = Client()
    session = browser.session
    session[SESSION_ACCOUNT] = str(account.id)
    session[SESSION_STAMP] = str(account.session_stamp)
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return browser


@pytest.mark.parametrize("leave", [lambda c: c.get("/en/leave/"), lambda c: c.post("/en/staff/sign-out/")])
def test_leaving_and_signing_out_lock_the_keys_and_end_the_session(
    officer: tuple[Client, UUID], locked: list[tuple[UUID, str]], leave: Callable[[Client], object]
) -> None:
    browser, account = officer
    assert "Signed in as" in browser.get("/en/staff/").content.decode()
    leave(browser)
    assert locked == [(account, "the-handle")]
    assert "Signed in as" not in browser.get("/en/staff/").content.decode()


def test_an_unwrapper_that_is_away_keeps_nobody_from_leaving(
    officer: tuple[Client, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_arguments: object) -> None:
        raise UnwrapperAwayError("away")

    monkeypatch.setattr("safetoshare.base.unwrapper.client.lock", away)
    browser, _account = officer
    assert browser.get("/en/leave/").status_code == 200
    assert "Signed in as" not in browser.get("/en/staff/").content.decode()


def test_a_visitor_without_a_session_leaves_without_a_look_into_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.cookies[settings.UNLOCK_COOKIE_NAME] = "somebody-elses"
    with django_assert_num_queries(0):
        assert client.get("/en/leave/").status_code == 200


def test_signing_out_everywhere_ends_the_sessions_in_other_browsers_too(
    officer: tuple[Client, UUID], locked: list[tuple[UUID, str]]
) -> None:
    browser, account = officer
    elsewhere = signed_in(Account.objects.get(pk=account))
    somebody_else = signed_in(create_account("somebody-else", Role.INSPECTOR))
    browser.post("/en/staff/sign-out-everywhere/")
    assert locked == [(account, "the-handle")]
    assert "Signed in as" not in browser.get("/en/staff/").content.decode()
    assert "Signed in as" not in elsewhere.get("/en/staff/").content.decode()
    assert "Signed in as" in somebody_else.get("/en/staff/").content.decode()
