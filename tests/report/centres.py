"""A worker of a third-party reporting centre at her desk, and a paper to type in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from safetoshare.base.accounts.services import create_account
from safetoshare.base.database import unit_of_work
from safetoshare.base.permissions import Role
from safetoshare.network.models import Organisation
from tests.base.accounts.pages import sign_in
from tests.base.people import audited
from tests.report.pages import hidden, shown_receipt

__all__ = ["ANOTHER", "CENTRE", "PAPER", "Desk", "audited", "desk", "desk_of", "open_centre", "reference_on"]
CENTRE, ANOTHER = UUID(int=71), UUID(int=72)
PAPER = {
    "account": "He took my wages.",
    "agreed": "agrees",
    "written_on": "2026-11-20",
    "written_in": "ar",
    "rule_read": "yes",
    "rule_of": "2026-11-19",
}


@dataclass
class Desk:
    """Goes the whole way, or any step of it."""

    browser: Client
    language: str = "en"
    receipt: str = ""
    ticket: str = ""
    typed: dict[str, object] = field(default_factory=lambda: dict(PAPER))

    def get(self, room: str = "") -> HttpResponse:
        response = self.browser.get(f"/{self.language}/partner/reports/{room}")
        assert isinstance(response, HttpResponse)
        return response

    def post(self, room: str, **fields: object) -> HttpResponse:
        response = self.browser.post(f"/{self.language}/partner/reports/{room}", fields)
        assert isinstance(response, HttpResponse)
        return response

    def take_slip(self) -> HttpResponse:
        response = self.post("slip/")
        self.receipt, self.ticket = shown_receipt(response), hidden(response)
        return response

    def reach_questions(self, **kept: object) -> HttpResponse:
        if not self.ticket:
            self.take_slip()
        response = self.post("new/", ticket=self.ticket, groups=self.receipt[-9:], **kept)
        self.ticket = hidden(response)
        return response

    def send(self, **changed: object) -> HttpResponse:
        """Send the paper that was reached, with other answers where they are named."""
        return self.post("send/", ticket=self.ticket, **{**self.typed, **changed})

    def enter(self, **changed: object) -> HttpResponse:
        self.reach_questions()
        return self.send(**changed)


def open_centre(organisation: UUID = CENTRE, name: str = "Nightingale Centre") -> None:
    """Let the directory know a centre."""
    with unit_of_work(write=True):
        Organisation.objects.get_or_create(id=organisation, defaults={"name": name, "recipient": "specialist_service"})


def desk_of(name: str = "centre", organisation: UUID = CENTRE) -> Desk:
    """The desk of a worker who has signed in."""
    browser = Client(headers={"host": "127.0.0.1"})
    sign_in(browser, create_account(name, Role.REPORTING_CENTRE_WORKER, organisation=organisation))
    return Desk(browser)


@pytest.fixture
def desk(audited: None) -> Desk:
    """The desk of a worker, where changes can be audited. The unit comes after it: it trusts its keys."""
    open_centre()
    return desk_of()


def reference_on(text: str) -> str:
    """The centre's reference that a page shows."""
    found = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}", text)
    assert found
    return found[0]
