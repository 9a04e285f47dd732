"""Browsers, and an officer who signs in."""

from __future__ import annotations

import pytest
from django.test import Client

from safetoshare.base.models import Account
from safetoshare.base.permissions import Role
from tests.base.people import code_of, create_units, member
from tests.base.unwrapper.in_process import InProcess


@pytest.fixture
def browser() -> Client:
    """A browser on this machine that has never been here."""
    return Client(headers={"host": "127.0.0.1"})


@pytest.fixture
def officer(db: None, unwrapper: InProcess) -> Account:
    """A victim care officer, who holds keys."""
    account = member(Role.VICTIM_CARE_OFFICER)
    create_units()
    return account


@pytest.fixture
def signed_in(browser: Client, officer: Account) -> Client:
    """The officer's browser after signing in."""
    response = browser.post("/staff/sign-in/", {"name": officer.name, "code": code_of(officer)})
    assert response.status_code == 302
    return browser
