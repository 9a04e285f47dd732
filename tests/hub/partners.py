"""Organisations for the tests of their pages: a unit, a policy in force, two organisations, and their workers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.models import Account
from safetoshare.base.permissions import Role
from tests.base.accounts.pages import sign_in
from tests.base.people import PASSPHRASE, create_units, member
from tests.base.unwrapper.in_process import InProcess
from tests.hub.referring import ANOTHER, ORGANISATION, join
from tests.sharing.disclosing import adopt_policy

LIST = "/en/partner/referrals/"
FIELDS = {
    "identity": {"name": "Canary Nightingale"},
    "needs": {"needs": "A safe place to stay", "summary": "سطر أول\nسطر ثان"},
}
ANSWERS = {
    "accept": {"contact": "Amira", "contact_by": ""},
    "waiting-list": {"weeks": "6"},
    "question": {"text": "Is an interpreter needed?"},
    "decline": {"why": "capacity"},
}


@pytest.fixture
def organisations(db: None, unwrapper: InProcess) -> None:
    """A unit, a policy in force, and two organisations with a worker each."""
    member(Role.VICTIM_CARE_OFFICER)
    member(Role.PARTNER_WORKER, "next-link", ORGANISATION)
    member(Role.PARTNER_WORKER, "unseen", ANOTHER)
    create_units()
    join(ORGANISATION, "Next Link")
    join(ANOTHER, "Unseen")
    adopt_policy()


def browser_of(name: str) -> Client:
    """The browser of somebody who has signed in."""
    browser = Client(headers={"host": "127.0.0.1"})
    sign_in(browser, Account.objects.get(name=name))
    return browser


@pytest.fixture
def worker(organisations: None) -> Client:
    """The browser of the first organisation's worker, signed in, keys locked."""
    return browser_of("next-link")


@pytest.fixture
def unlocked(worker: Client) -> Client:
    """The same, keys unlocked."""
    assert worker.post("/partner/unlock/", {"passphrase": PASSPHRASE}).status_code == 302
    return worker


def address(package: UUID, room: str = "") -> str:
    """The address of a referral, or of one of its answers."""
    return f"{LIST}{package}/{room}"


def answers(name: str) -> dict[str, str]:
    """What is filled in for one of the four answers."""
    values = dict(ANSWERS[name])
    if "contact_by" in values:
        values["contact_by"] = (clock.today() + timedelta(days=2)).isoformat()
    return values
