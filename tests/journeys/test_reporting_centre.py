"""A reporting centre types in a paper on a phone: axe finds nothing, no script is needed, and nothing is cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.journeys.conftest import Welcome
from tests.journeys.people import Worker
from tests.journeys.test_accessibility import violations


def press(page: Page) -> None:
    page.locator("main form button").last.click()


def reach_the_questions(worker: Worker) -> str:
    """From the page after signing in to the questions; returns the receipt."""
    worker.opens("reports/rule")
    press(worker.page)
    receipt = " ".join(worker.page.locator("main bdi").first.inner_text().split()) + " "
    receipt += " ".join(worker.page.locator("main bdi").nth(1).inner_text().split())
    worker.page.locator("[name=groups]").fill(receipt[-9:])
    press(worker.page)
    return receipt


def fill_in(page: Page) -> None:
    page.locator("[name=account]").fill("He keeps my wages.")
    page.locator("[name=agreed][value=agrees]").check()
    page.locator("[name=written_on]").fill("2026-11-20")
    page.locator("[name=written_in][value=ur]").check()
    page.locator("[name=rule_read][value=no]").check()


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.browser
@pytest.mark.parametrize("code", ["en", "ar"])
def test_its_pages_on_a_phone(welcome: Welcome, house: House, code: str) -> None:
    worker = Worker(welcome(code), house, "reporting-centre-worker", "partner", code)
    page, found, wide = worker.page, [], []

    def look() -> None:
        found.extend(violations(page))
        wide.append(is_too_wide(page))

    worker.signs_in()
    worker.opens("reports/rule")
    look()
    press(page)
    look()
    reach_the_questions(worker)
    look()
    press(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look()
    fill_in(page)
    press(page)
    look()
    worker.opens("partner/reports")
    look()
    assert found == []
    assert not any(wide)


@pytest.mark.browser
def test_the_whole_way_without_scripts_and_the_person_comes_back(welcome: Welcome, house: House) -> None:
    worker = Worker(welcome("ur", javascript=False), house, "reporting-centre-worker", "partner", "ur")
    worker.signs_in()
    receipt = reach_the_questions(worker)
    fill_in(worker.page)
    press(worker.page)
    reference = worker.page.locator("main bdi").first.inner_text()
    worker.page.locator("main a[href$='/partner/reports/']").click()
    expect(worker.page.locator("main")).to_contain_text(reference)
    person = welcome("ur", javascript=False).page
    person.goto("/ur/return/")
    person.locator("[name=receipt]").fill(receipt)
    person.locator("main form button").first.click()
    expect(person.locator("[name=ticket]").first).to_be_attached()
