"""A new version of the policy, from a pasted file to its adoption: one proposes, two sign, a fourth records it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page

from safetoshare.base import clock
from tests.house import House
from tests.journeys.conftest import Welcome
from tests.journeys.people import Worker
from tests.journeys.test_accessibility import violations
from tests.sharing.policies import POLICY

pytestmark = pytest.mark.browser

NAME = "model-firewall-2"
# A benefits office is no longer told that there is a report: a little less than before, and no promise is lost.
RULE = 'recipient = ["dwp"]'
BEFORE, AFTER = '["existence_of_report", "identity", "needs"]', '["identity", "needs"]'


def new_version() -> str:
    lines = POLICY.read_text("utf-8").replace('id = "model-firewall"', f'id = "{NAME}"').split("\n")
    (place,) = (place for place, line in enumerate(lines) if RULE in line and BEFORE in line)
    lines[place] = lines[place].replace(BEFORE, AFTER)
    return "\n".join(lines)


def at_work(welcome: Welcome, house: House, name: str, language: str, *, javascript: bool = True) -> Worker:
    worker = Worker(welcome(language, javascript=javascript), house, name, language=language)
    worker.signs_in()
    worker.page.goto(f"/{language}/staff/policy/")
    return worker


def button(page: Page, verb: str) -> Locator:
    return page.locator(f"main form[action$='/{verb}/'] button")


def opens_the_new_version(page: Page) -> None:
    page.locator("main a", has_text=NAME).click()
    page.locator("h1", has_text=NAME).wait_for()


def signs(page: Page) -> None:
    opens_the_new_version(page)
    button(page, "sign").click()
    page.get_by_role("alert").wait_for()
    page.locator("#id_has_read").check()
    button(page, "sign").click()
    button(page, "withdraw").wait_for()


def records_the_adoption(page: Page) -> None:
    opens_the_new_version(page)
    today = clock.today()
    answers = {
        "body": "Demonstration of Safe to Share",
        "officer_role": "No officer of any police force",
        "document": "Demonstration only",
        "adopted_on": today.isoformat(),
        "review_on": (today + timedelta(days=400)).isoformat(),
    }
    for name, value in answers.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=in_effect_on]").fill((today - timedelta(days=1)).isoformat())
    button(page, "adopt").click()
    page.get_by_role("alert").wait_for()
    assert page.locator("[name=body]").input_value() == answers["body"]
    page.locator("[name=in_effect_on]").fill((today + timedelta(days=40)).isoformat())
    button(page, "adopt").click()
    button(page, "adopt").wait_for(state="detached")


def test_a_version_is_proposed_signed_by_two_and_adopted_by_a_third(welcome: Welcome, house: House) -> None:
    author = at_work(welcome, house, "policy-author", "en")
    found = violations(author.page)
    author.page.goto("/en/staff/policy/propose/")
    author.page.locator("[name=document]").fill(f"{NAME}.toml")
    author.page.locator("[name=rules]").fill(new_version().replace('["doubt"]', '["doubts"]', 1))
    author.page.locator("main form button").click()
    author.page.get_by_role("alert").wait_for()
    assert author.visitor.reads("doubts: did you mean doubt?")
    found += violations(author.page)
    author.page.locator("[name=rules]").fill(new_version())
    author.page.locator("main form button").click()
    author.page.locator("h1", has_text=NAME).wait_for()
    assert button(author.page, "sign").count() == 0
    found += violations(author.page)

    first = at_work(welcome, house, "policy-signer", "ar")
    signs(first.page)
    found += violations(first.page)
    second = at_work(welcome, house, "policy-signer-two", "en", javascript=False)
    signs(second.page)

    chief = at_work(welcome, house, "chief-officer", "ar")
    opens_the_new_version(chief.page)
    found += violations(chief.page)
    chief.page.go_back()
    records_the_adoption(chief.page)
    assert not chief.visitor.scrolls_sideways()

    public = welcome("en")
    public.page.goto("/en/policy/")
    assert public.reads(NAME)
    assert found == []
