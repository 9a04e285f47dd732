"""A person arrives with a cheap phone, finds her language, reads, and leaves in a hurry."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Welcome

pytestmark = pytest.mark.browser

LANGUAGES = [
    ("en", "English", "ltr"),
    ("pa", "ਪੰਜਾਬੀ", "ltr"),
    ("ur", "اردو", "rtl"),
    ("ar", "العربية", "rtl"),
    ("so", "Soomaali", "ltr"),
]


@pytest.mark.parametrize(("code", "own_name", "direction"), LANGUAGES)
@pytest.mark.parametrize("javascript", [True, False], ids=["with javascript", "without javascript"])
def test_she_finds_her_language_by_its_own_name_and_keeps_it(
    welcome: Welcome, code: str, own_name: str, direction: str, javascript: bool
) -> None:
    visitor = welcome("fr", javascript=javascript)
    page = visitor.page
    page.goto("/")
    page.locator("main").get_by_role("link", name=own_name).click()
    expect(page.locator("html")).to_have_attribute("lang", code)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    page.locator("main a[href$='/safety/']").click()
    expect(page).to_have_url(re.compile(rf"/{code}/safety/$"))
    expect(page.locator("html")).to_have_attribute("lang", code)
    assert not visitor.asked_elsewhere
    assert not visitor.complaints


@pytest.mark.parametrize("code", [code for code, _name, _direction in LANGUAGES])
@pytest.mark.parametrize("path", ["/", "/{}/", "/{}/safety/", "/{}/nowhere/"])
def test_no_page_scrolls_sideways_on_a_small_phone(welcome: Welcome, code: str, path: str) -> None:
    visitor = welcome(code)
    visitor.page.goto(path.format(code))
    assert not visitor.scrolls_sideways()


def test_leave_now_is_the_first_thing_the_keyboard_reaches_after_skipping(welcome: Welcome) -> None:
    page = welcome().page
    page.goto("/en/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/en/leave/"


@pytest.mark.parametrize("javascript", [True, False], ids=["with javascript", "without javascript"])
def test_leave_now_goes_to_a_neutral_site(welcome: Welcome, javascript: bool) -> None:
    visitor = welcome(javascript=javascript)
    page = visitor.page
    page.goto("/en/safety/")
    with page.expect_request(lambda request: "bbc.co.uk" in request.url):
        page.locator(".govuk-exit-this-page__button").click()
    assert not visitor.asked_elsewhere


@pytest.mark.parametrize("code", ["en", "ar"])
def test_where_scripts_run_the_page_is_emptied_and_goes_out_of_the_history(welcome: Welcome, code: str) -> None:
    visitor = welcome(code)
    page = visitor.page
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"/{code}/")
    page.goto(f"/{code}/safety/")
    # What is left of the page right after the script has run.
    link = "document.querySelector('.govuk-exit-this-page__button')"
    page.evaluate(f"{link}.addEventListener('click', () => console.log('left ' + document.body.textContent.length))")
    with page.expect_request(lambda request: "bbc.co.uk" in request.url):
        page.locator(".govuk-exit-this-page__button").click()
    assert "left 0" in said
    page.wait_for_timeout(500)
    # Back leads past it: that page is in the history no more. Those before it are.
    page.go_back()
    expect(page).to_have_url(re.compile(f"/{code}/$"))
    assert not visitor.asked_elsewhere


@pytest.mark.parametrize("code", ["en", "ar"])
def test_shift_pressed_three_times_leaves_and_neither_typing_nor_changing_the_keyboard_does(
    welcome: Welcome, code: str
) -> None:
    visitor = welcome(code)
    page = visitor.page
    page.goto(f"/{code}/return/")
    box = page.locator("[name=receipt]")
    box.click()
    for key in ("Shift+A", "Shift+B", "Shift+C", "Shift", "Shift", "Shift", "Shift"):
        page.keyboard.press(key)
    page.locator("h1").click()
    for keys in (("Shift", "Shift", "a"), ("Alt+Shift", "Alt+Shift", "Alt+Shift"), ("Control+Shift",) * 3):
        for key in keys:
            page.keyboard.press(key)
    assert box.input_value() == "ABC"
    with page.expect_request(lambda request: "bbc.co.uk" in request.url):
        for _ in range(3):
            page.keyboard.press("Shift")
    assert not visitor.asked_elsewhere


def test_no_public_page_sets_a_cookie(welcome: Welcome) -> None:
    page = welcome().page
    for path in ("/", "/en/", "/en/safety/", "/ar/", "/en/nowhere/"):
        page.goto(path)
    assert page.context.cookies() == []
