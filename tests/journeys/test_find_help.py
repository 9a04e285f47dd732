"""Somebody with a small phone and no script types her postcode, and sees whom she can call now."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Welcome
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("code", "typed", "areas"),
    [("en", "bs16 1qu", "Bristol, South Gloucestershire"), ("ar", "BS١٦ ١QU", "Bristol, South Gloucestershire")],
)
def test_she_finds_the_services_of_her_postcode_and_no_address_says_it(
    welcome: Welcome, code: str, typed: str, areas: str
) -> None:
    visitor = welcome(code, javascript=False)
    page = visitor.page
    page.goto(f"/{code}/help/")
    assert not visitor.scrolls_sideways()
    page.locator("#id_postcode").fill(typed)
    page.locator("#id_need").select_option("domestic_abuse")
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text(areas)
    expect(page.locator("main h2")).to_have_count(2)
    expect(page.locator("a[href='tel:08082000247']")).to_be_visible()
    assert not visitor.scrolls_sideways()
    assert page.url.endswith(f"/{code}/help/")
    assert page.context.cookies() == []
    # With any kind of help there are more services than a page holds; the next page keeps the question.
    page.locator("#id_need").select_option("")
    page.locator("main form button").first.click()
    first = page.locator("main h4").first.inner_text()
    page.locator("main form").nth(1).locator("button").click()
    expect(page.locator("main h4").first).not_to_have_text(first)
    expect(page.locator("main")).to_contain_text(areas)
    expect(page.locator("#id_postcode")).to_have_value(typed)
    assert page.url.endswith(f"/{code}/help/")
    assert visitor.asked_elsewhere == []
    assert visitor.complaints == []


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_postcode_from_elsewhere_keeps_what_she_typed_and_shows_national_help(welcome: Welcome, code: str) -> None:
    visitor = welcome(code, javascript=False)
    page = visitor.page
    page.goto(f"/{code}/help/")
    page.locator("#id_postcode").fill("AB10 1XG")
    page.locator("main form button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#id_postcode")).to_have_value("AB10 1XG")
    expect(page.locator("main h4").first).to_be_visible()
    assert page.url.endswith(f"/{code}/help/")
    assert not visitor.scrolls_sideways()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_what_is_found_and_what_is_wrong_are_accessible(welcome: Welcome, code: str) -> None:
    page = welcome(code).page
    found = []
    for typed in ("BS16", "AB10", "Bristol"):
        page.goto(f"/{code}/help/")
        page.locator("#id_postcode").fill(typed)
        page.locator("main form button").first.click()
        found += violations(page)
    assert found == []
