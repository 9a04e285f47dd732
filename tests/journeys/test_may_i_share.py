"""An officer asks whether a doubt may be passed on: no, on one page, without script in English, with it in Arabic."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.house import House
from tests.journeys.conftest import Welcome
from tests.journeys.people import Worker
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.browser


@pytest.mark.main_journey
@pytest.mark.parametrize(
    ("code", "name", "answer"),
    [("en", "response-officer", "No, you may not share this"), ("ar", "inspector", "لا، لا يجوز لكم مشاركة هذا")],
)
def test_an_officer_is_told_no_with_the_rule_and_whom_to_link_the_victim_to(
    welcome: Welcome, house: House, code: str, name: str, answer: str
) -> None:
    visitor = welcome(code, javascript=code == "ar")
    page = visitor.page
    officer = Worker(visitor, house, name, language=code)
    officer.signs_in()
    officer.opens("may-i-share")
    assert not visitor.scrolls_sideways()
    officer.asks_whether_a_doubt_may_be_passed_on()
    expect(page.locator(f"main a[href^='/{code}/help/']").first).to_be_visible()
    assert page.locator("h1").inner_text() == answer
    assert visitor.reads("A concern or doubt about status is never a reason to tell Immigration Enforcement")
    assert visitor.reads("Rec 1 [R]")
    assert not visitor.scrolls_sideways()
    assert "immigration" not in page.url
    assert visitor.asked_elsewhere == []


def test_its_pages_are_accessible(welcome: Welcome, house: House) -> None:
    officer = Worker(welcome("en"), house, "unit-supervisor")
    page = officer.page
    officer.signs_in()
    officer.opens("may-i-share")
    found = violations(page)
    page.locator("main form button").click()
    page.get_by_role("alert").wait_for()
    found += violations(page)
    page.locator("#id_recipient").select_option("specialist_service")
    page.locator("input[name=subject][value=victim]").check()
    page.locator("input[name=purpose][value=support]").check()
    page.locator("main form button").click()
    page.locator("input[name=consent]").first.wait_for()
    found += violations(page)
    assert found == []
