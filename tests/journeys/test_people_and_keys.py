"""A supervisor invites an officer; she joins with a telephone and paper; two sign; her passphrase opens her keys."""

from __future__ import annotations

import re
from base64 import b32decode

import pytest
from playwright.sync_api import Page

from safetoshare.base import clock
from safetoshare.base.accounts.codes import code_for_step, current_step
from tests.house import House
from tests.journeys.conftest import Visitor, Welcome
from tests.journeys.people import Worker
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.browser


def press(page: Page) -> None:
    page.locator("main form button").click()


def joins(visitor: Visitor, invitation: str) -> tuple[bytes, str]:
    """Walk through the pages of joining; return the authenticator's secret and the passphrase."""
    page = visitor.page
    page.goto("/en/staff/join/")
    page.locator("[name=name]").fill("amal")
    page.locator("[name=invitation]").fill(invitation)
    press(page)
    shown = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.locator("main").inner_text())
    assert shown
    assert not visitor.scrolls_sideways()
    secret = b32decode(shown[0].replace(" ", ""))
    page.locator("[name=code]").fill(code_for_step(secret, current_step(clock.now())))
    press(page)
    codes = page.locator("main ol li").all_inner_texts()
    page.locator("[name=third]").fill(codes[2])
    page.locator("[name=eighth]").fill(codes[7])
    press(page)
    passphrase = page.locator("main strong").inner_text()
    page.locator("[name=passphrase]").fill(passphrase)
    press(page)
    assert visitor.reads("You have joined")
    return secret, passphrase


def signs(worker: Worker) -> None:
    """Unlock, and sign the one list that waits."""
    worker.page.goto("/en/staff/unlock/?next=/en/staff/keys/")
    worker.unlocks()
    worker.page.locator("form[action$='/sign/'] button").click()


def test_invited_joined_signed_by_two_and_unlocked_without_scripts(welcome: Welcome, house: House) -> None:
    supervisor = Worker(welcome(javascript=False), house, "unit-supervisor")
    supervisor.signs_in()
    supervisor.page.goto("/en/staff/people/invite/")
    supervisor.page.locator("[name=name]").fill("amal")
    supervisor.page.locator("[name=role]").select_option("victim_care_officer")
    press(supervisor.page)
    code = re.search(r"(?:[2-9A-Z]{5}-){3}[2-9A-Z]{5}", supervisor.page.locator("main").inner_text())
    assert code
    amal = welcome(javascript=False)
    secret, passphrase = joins(amal, code[0])
    supervisor.page.goto("/en/staff/keys/")
    supervisor.page.locator("form[action$='/propose/'] button").click()
    signs(supervisor)
    guard = Worker(welcome(javascript=False), house, "data-protection-officer")
    guard.signs_in()
    signs(guard)
    assert "In force: list 2" in guard.page.locator("main").inner_text()
    amal.page.goto("/en/staff/")
    amal.page.locator("[name=name]").fill("amal")
    # The step of the code that joined is spent: the next one is accepted half a minute early.
    amal.page.locator("[name=code]").fill(code_for_step(secret, current_step(clock.now()) + 1))
    press(amal.page)
    amal.page.goto("/en/staff/unlock/?next=/en/staff/cases/")
    amal.page.locator("[name=passphrase]").fill(passphrase)
    press(amal.page)
    assert "/staff/cases/" in amal.page.url


@pytest.mark.parametrize("code", ["en", "ar"])
def test_pages_of_people_and_keys(welcome: Welcome, house: House, code: str) -> None:
    supervisor = Worker(welcome(code), house, "unit-supervisor", language=code)
    supervisor.signs_in()
    found = []
    for path in ("join", "account", "people", "people/invite", "keys"):
        supervisor.page.goto(f"/{code}/staff/{path}/")
        found += violations(supervisor.page)
        assert not supervisor.visitor.scrolls_sideways()
    assert found == []
