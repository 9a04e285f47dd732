"""The three cookies of staff: their names and flags, in the demonstration and in production."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from http.cookies import Morsel
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from safetoshare.base.models import Account
from safetoshare.base.settings.environment import Mode
from safetoshare.base.settings.secrets import create_keys
from tests.base.people import PASSPHRASE, code_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

PRINT_SETTINGS = (
    "import json; from django.conf import settings; print(json.dumps({name: getattr(settings, name) for name in "
    "dir(settings) if 'COOKIE' in name or name.startswith('SECURE_') or name == 'IS_DEMONSTRATION'}))"
)


@pytest.fixture
def in_production(settings: Settings, tmp_path: Path) -> None:
    """Set what production has for cookies and TLS, as its own process says it."""
    create_keys(tmp_path, Mode.PRODUCTION)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAFETOSHARE_")}
    environment = {
        "DJANGO_SETTINGS_MODULE": "safetoshare.base.settings.project",
        "SAFETOSHARE_MODE": "production",
        "SAFETOSHARE_ROLE": "hub",
        "SAFETOSHARE_DATABASE_URL": "postgresql://127.0.0.1/none",
        "SAFETOSHARE_HOSTS": "staff.example.org",
        "SAFETOSHARE_SECRETS": str(tmp_path),
    }
    told = subprocess.run(  # noqa: S603  (our own settings)
        (sys.executable, "-c", PRINT_SETTINGS), env=kept | environment, capture_output=True, check=True
    )
    values: dict[str, Any] = json.loads(told.stdout)
    assert values["IS_DEMONSTRATION"] is False
    for name, value in values.items():
        setattr(settings, name, value)


def cookies_after_unlocking(browser: Client, officer: Account, *, secure: bool = False) -> dict[str, Morsel[str]]:
    """Sign in and unlock; return the cookies that were set on the way."""
    set_cookies: dict[str, Morsel[str]] = {}
    for address, fields in (
        ("/staff/sign-in/", {"name": officer.name, "code": code_of(officer)}),
        ("/staff/unlock/", {"passphrase": PASSPHRASE}),
    ):
        response = browser.post(address, fields, secure=secure)
        assert response.status_code == 302
        set_cookies |= {name: morsel for name, morsel in response.cookies.items() if morsel.value}
    return set_cookies


def flags(cookie: Morsel[str]) -> tuple[bool, bool, str, str, str]:
    """Return Secure, HttpOnly, SameSite, Path and Domain."""
    return bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"]


def test_cookies_of_the_demonstration_are_strict_and_closed_to_scripts(browser: Client, officer: Account) -> None:
    cookies = cookies_after_unlocking(browser, officer)
    assert set(cookies) == {"session", "unlock", "form", "known"}
    assert {flags(cookie) for cookie in cookies.values()} == {(False, True, "Strict", "/", "")}


def test_cookies_end_with_the_browser_but_for_the_one_that_opens_nothing(browser: Client, officer: Account) -> None:
    cookies = cookies_after_unlocking(browser, officer)
    assert cookies.pop("known")["max-age"] == 90 * 24 * 60 * 60
    assert {(cookie["max-age"], cookie["expires"]) for cookie in cookies.values()} == {("", "")}


@pytest.mark.usefixtures("in_production")
def test_cookies_of_production_belong_to_this_host_alone_and_travel_over_tls_only(
    browser: Client, officer: Account
) -> None:
    cookies = cookies_after_unlocking(browser, officer, secure=True)
    assert set(cookies) == {"__Host-session", "__Host-unlock", "__Host-form", "__Host-known"}
    assert {flags(cookie) for cookie in cookies.values()} == {(True, True, "Strict", "/", "")}


@pytest.mark.usefixtures("in_production")
def test_browsers_obey_the_deletion_of_the_handle_in_production(browser: Client, officer: Account) -> None:
    cookies_after_unlocking(browser, officer, secure=True)
    response = browser.post("/staff/lock/", secure=True)
    deleted = response.cookies["__Host-unlock"]
    # A browser ignores a `__Host-` cookie that is not Secure, also one that only deletes.
    assert (deleted.value, deleted["max-age"], flags(deleted)[0]) == ("", 0, True)


@pytest.mark.usefixtures("in_production")
def test_production_never_speaks_without_tls(browser: Client, officer: Account) -> None:
    response = browser.post("/staff/sign-in/", {"name": officer.name, "code": code_of(officer)})
    assert response.status_code == 301
    assert response["Location"].startswith("https://")
    assert not response.cookies
