"""A phone that dies half-way, and a receipt that somebody else finds: in a browser, on a small screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Welcome
from tests.journeys.people import Reporter
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.browser


def come_back(welcome: Welcome, language: str, receipt: str, word: str = "", *, javascript: bool) -> Reporter:
    """Another browser, and the receipt."""
    again = Reporter(welcome(language, javascript=javascript, screen=PHONE), language, receipt)
    again.page.goto(f"/{language}/return/")
    again.page.locator("[name=receipt]").fill(receipt)
    again.page.locator("[name=word]").fill(word)
    again.page.locator("main form button").click()
    return again


@pytest.mark.parametrize(("language", "javascript"), [("en", False), ("ur", True)])
def test_the_receipt_brings_back_what_was_begun_and_the_second_word_keeps_who_was_told(
    welcome: Welcome, language: str, javascript: bool
) -> None:
    found: list[str] = []
    first = Reporter(welcome(language, javascript=javascript, screen=PHONE), language)
    first.chooses_her_language_and_reads_the_rule()
    first.keeps_her_receipt()
    first.page.locator("[name=account]").fill("He takes my wages.")
    first.goes_to("more")
    first.page.locator("[name=place]").fill("At the farm")
    first.goes_to("help")
    first.page.close()

    again = come_back(welcome, language, first.receipt, javascript=javascript)
    expect(again.page.locator("[name=account]")).to_have_value("He takes my wages.")
    again.goes_to("more")
    expect(again.page.locator("[name=place]")).to_have_value("At the farm")
    for page in ("help", "contact", "check"):
        again.goes_to(page)
    assert "He takes my wages." not in again.page.locator("main").inner_text()
    again.sends()
    again.page.locator("main ol").wait_for()

    again.comes_back()
    again.page.locator("main details summary").last.click()
    again.page.locator("[name=second]").fill("plum tree")
    again.page.locator("[name=duress]").fill("all is well")
    if javascript:
        found += violations(again.page)
    again.page.locator("form[action$='/words/'] button").click()
    again.page.locator("main .govuk-inset-text").wait_for()

    closed = come_back(welcome, language, first.receipt, javascript=javascript)
    closed.page.locator("form[action$='/return/word/']").wait_for()
    if javascript:
        found += violations(closed.page)
    assert closed.page.locator("form[action$='/return/words/']").count() == 0
    opened = come_back(welcome, language, first.receipt, "Plum  TREE", javascript=javascript)
    opened.page.locator("form[action$='/return/words/']").wait_for(state="attached")
    made_to = come_back(welcome, language, first.receipt, "all is well", javascript=javascript)
    expect(made_to.page).to_have_url(re.compile(f"/{language}/help/$"))
    assert found == []


@pytest.mark.parametrize(("language", "javascript"), [("ar", False), ("pa", True)])
def test_she_asks_that_all_be_erased_and_takes_it_back(welcome: Welcome, language: str, javascript: bool) -> None:
    first = Reporter(welcome(language, javascript=javascript, screen=PHONE), language)
    first.chooses_her_language_and_reads_the_rule()
    first.keeps_her_receipt()
    first.page.locator("[name=account]").fill("He takes my wages.")
    first.sends()
    first.page.locator("main ol").wait_for()
    first.comes_back()
    wish = first.page.locator("form[action$='/return/wish/']")
    wish.locator("button[value=erase]").click()
    wish.locator("button[value=keep]").wait_for()
    if javascript:
        assert violations(first.page) == []
        assert first.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    wish.locator("button[value=keep]").click()
    wish.locator("button[value=erase]").wait_for()
    first.page.locator("main .govuk-inset-text").wait_for()
