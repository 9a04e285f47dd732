"""Large letters, the keyboard and high contrast: nothing is cut off, hidden behind the leave button, or told by colour.

Letters are made large as a reader does: by the browser's own size of letters, 200 % (WCAG 1.4.4) and 400 %, on a phone
of 360 pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.house import House
from tests.journeys.conftest import FLAGS, PATIENCE_MILLISECONDS, PHONE, Visitor, Welcome
from tests.journeys.people import Reporter

pytestmark = pytest.mark.browser

CODES = ["en", "pa", "ur", "ar", "so"]
PATHS = (
    *("/", "/{}/", "/{}/safety/", "/{}/easy/", "/{}/report/", "/{}/report/rule/", "/{}/report/advocate/"),
    *("/{}/report/paper/", "/{}/return/", "/{}/promise/", "/{}/help/", "/{}/help/?need=domestic_abuse"),
)
LETTERS = 16
Scheme = Literal["dark", "light"]
SCHEMES: tuple[Scheme, ...] = ("dark", "light")
# What of the element that has the focus lies behind the leave button, in pixels; 0 where nothing does.
HIDDEN = """() => {
  const one = document.activeElement, bar = document.querySelector(".app-leave");
  if (!one || one === document.body || bar.contains(one) || one.classList.contains("govuk-skip-link")) return 0;
  const box = one.getBoundingClientRect(), over = bar.getBoundingClientRect();
  const wide = Math.min(box.right, over.right) - Math.max(box.left, over.left);
  const high = Math.min(box.bottom, over.bottom) - Math.max(box.top, over.top);
  return wide > 1 && high > 1 ? Math.round(high) : 0;
}"""
LINE_HEIGHTS = """() => [...document.querySelectorAll("main p, main li, main h1, main h2, main a, main label")]
  .filter((one) => one.matches(":lang(ur)"))
  .map((one) => parseFloat(getComputedStyle(one).lineHeight) / parseFloat(getComputedStyle(one).fontSize))"""


@pytest.fixture(scope="module", params=[200, 400], ids=["200%", "400%"])
def large(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A browser whose reader asked for letters of twice or four times the size."""
    letters = f"--blink-settings=defaultFontSize={LETTERS * request.param // 100}"
    chromium = browser.browser_type.launch(executable_path="/usr/bin/chromium", args=[*FLAGS, letters])
    yield chromium
    chromium.close()


def walk(page: Page, code: str) -> Iterator[str]:
    """Every page of the way, one after another, errors too."""
    for path in PATHS:
        page.goto(path.format(code))
        yield path
    reporter = Reporter(Visitor(page), code)
    page.goto(f"/{code}/report/rule/")
    reporter.keeps_her_receipt()
    reporter.sends()
    page.get_by_role("alert").wait_for()
    yield "what, with an error"
    page.locator("[name=account]").fill("A few words are enough.")
    for name in ("more", "help", "contact", "check"):
        reporter.goes_to(name)
        yield name
    reporter.sends()
    page.locator("main ol").wait_for()
    yield "received"
    reporter.comes_back()
    yield "mailbox"


@pytest.mark.parametrize("code", CODES)
def test_with_large_letters_no_page_of_the_way_scrolls_sideways(large: Browser, house: House, code: str) -> None:
    with large.new_context(base_url=house.address, viewport=PHONE, locale=code) as context:
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        page = context.new_page()
        wide = [name for name in walk(page, code) if Visitor(page).scrolls_sideways()]
        letters = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    assert wide == []
    # The letters were as large as asked for.
    assert letters >= 2 * LETTERS


def test_with_large_letters_the_leave_button_is_seen_and_leaves_room_to_read(large: Browser, house: House) -> None:
    with large.new_context(base_url=house.address, viewport=PHONE) as context:
        page = context.new_page()
        page.goto("/en/easy/")
        page.mouse.wheel(0, 3000)
        page.wait_for_function("scrollY > 500")
        bar = page.locator(".app-leave").bounding_box()
    assert bar is not None
    # It stays in sight while it takes less than a third of the screen, else it stays at the top of the page.
    assert bar["y"] + bar["height"] <= 0 or bar["height"] < PHONE["height"] / 3


def hidden_from_the_keyboard(page: Page) -> list[str]:
    """What lies behind the leave button when the keyboard reaches it, going down the page and up again."""
    found = []
    for key in ("Tab", "Shift+Tab"):
        for _ in range(60):
            page.keyboard.press(key)
            if page.evaluate(HIDDEN):
                found.append(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
    return found


def test_with_large_letters_too_the_keyboard_reaches_nothing_hidden(large: Browser, house: House) -> None:
    with large.new_context(base_url=house.address, viewport=PHONE) as context:
        page = context.new_page()
        page.goto("/en/report/rule/")
        assert hidden_from_the_keyboard(page) == []


def test_without_room_above_what_is_reached_it_would_be_hidden(welcome: Welcome) -> None:
    page = welcome().page
    page.goto("/en/report/rule/")
    page.add_style_tag(content="html.govuk-template { scroll-padding-top: 0 !important }")
    assert hidden_from_the_keyboard(page)


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("path", ["/{}/easy/", "/{}/report/rule/", "/{}/help/", "/{}/promise/"])
def test_what_the_keyboard_reaches_is_never_behind_the_leave_button(welcome: Welcome, code: str, path: str) -> None:
    page = welcome(code).page
    page.goto(path.format(code))
    assert hidden_from_the_keyboard(page) == []


@pytest.mark.parametrize("code", CODES)
def test_the_keyboard_goes_from_leaving_down_the_page(welcome: Welcome, code: str) -> None:
    page = welcome(code).page
    page.goto(f"/{code}/easy/")
    reached: list[list[str]] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate("[document.activeElement.getAttribute('href'), document.activeElement.value || '']")
        if reached and found == reached[0]:
            break
        reached.append(found)
    links = [href for href, _value in reached]
    assert links[:2] == ["#main", f"/{code}/leave/"]
    # The buttons in their order, and what comes after them.
    assert [value for _href, value in reached if value] == ["report", "help", "supporter"]
    assert links.index(f"/{code}/report/rule/") > links.index(f"/{code}/safety/")


@pytest.mark.parametrize("path", ["/en/easy/", "/ur/easy/", "/en/return/"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_in_high_contrast_leaving_focus_and_errors_are_still_seen(
    browser: Browser, house: House, path: str, scheme: Scheme
) -> None:
    with browser.new_context(
        base_url=house.address, viewport=PHONE, forced_colors="active", color_scheme=scheme
    ) as context:
        page = context.new_page()
        page.goto(path)
        edges = "getComputedStyle(document.querySelector('.govuk-exit-this-page__button'))"
        assert page.evaluate(f"parseFloat({edges}.borderTopWidth) > 0 && {edges}.borderTopStyle === 'solid'")
        for _ in range(4):
            page.keyboard.press("Tab")
        look = "getComputedStyle(document.activeElement)"
        assert page.evaluate(f"{look}.outlineStyle !== 'none' && parseFloat({look}.outlineWidth) >= 2")
        if "return" in path:
            page.locator("main form button").click()
            page.get_by_role("alert").wait_for()
            box = "getComputedStyle(document.querySelector('.govuk-error-summary'))"
            assert page.evaluate(f"parseFloat({box}.borderTopWidth) >= 2")


def test_every_urdu_line_has_room_for_nastaliq_and_other_languages_keep_their_own_letters(welcome: Welcome) -> None:
    page = welcome("ur").page
    for path in ("/ur/easy/", "/ur/report/rule/", "/ur/return/"):
        page.goto(path)
        heights = page.evaluate(LINE_HEIGHTS)
        assert len(heights) > 3
        assert min(heights) >= 2
        others = page.locator("main [lang=en], header [lang=ar]").all()
        fonts = {one.evaluate("(e) => getComputedStyle(e).fontFamily") for one in others}
        assert not any("Nast" in font for font in fonts), fonts
