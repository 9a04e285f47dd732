"""Pictures and a long video from a phone: added, refused, taken away, sent, and opened by the unit; in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.core.files.samples import archive, box, picture
from tests.journeys.conftest import PHONE, Welcome
from tests.journeys.people import Reporter
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """A photo, a video of 30 MB, and a picture with a second file in it."""
    made = {
        "photo.jpg": picture("JPEG", (900, 700)),
        "long.mp4": box(b"ftyp", b"isom" + bytes(4)) + box(b"mdat", bytes(30_000_000)) + box(b"moov", bytes(100)),
        "two.jpg": picture("JPEG") + archive(),
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    return {name: str(tmp_path / name) for name in made}


def begun(welcome: Welcome, language: str, *, javascript: bool) -> Reporter:
    """Somebody on a phone who has come to the page for files."""
    reporter = Reporter(welcome(language, javascript=javascript, screen=PHONE), language)
    reporter.chooses_her_language_and_reads_the_rule()
    reporter.keeps_her_receipt()
    reporter.page.locator("[name=account]").fill("He takes my wages.")
    reporter.goes_to("more")
    reporter.goes_to("files")
    return reporter


def adds(reporter: Reporter, *paths: str) -> None:
    reporter.page.locator("[type=file]").set_input_files(list(paths))
    reporter.page.locator("[data-send]").click()


@pytest.mark.parametrize(("language", "javascript"), [("en", False), ("ar", True), ("ur", False), ("so", True)])
def test_files_are_added_refused_taken_away_and_sent(
    welcome: Welcome, files: dict[str, str], language: str, javascript: bool
) -> None:
    found: list[str] = []
    reporter = begun(welcome, language, javascript=javascript)
    if javascript:
        found += violations(reporter.page)
    adds(reporter, files["photo.jpg"], files["long.mp4"], files["two.jpg"])
    page = reporter.page
    expect(page.locator("main ol li")).to_have_count(2, timeout=60_000)
    expect(page.locator("[role=alert]")).to_contain_text("two.jpg")
    assert "photo.jpg" not in page.locator("main").inner_text()
    if javascript:
        found += violations(page)
    page.locator("main ol li button").last.click()
    expect(page.locator("main ol li")).to_have_count(1)
    for step in ("help", "contact", "check"):
        reporter.goes_to(step)
    reporter.sends()
    page.locator("main ol").wait_for()
    reporter.comes_back()
    page.locator("[name=text]").fill("And this one.")
    page.locator("button[name=choose]").click()
    page.locator("[type=file]").set_input_files(files["photo.jpg"])
    page.locator("[data-send]").click()
    page.locator("main .govuk-inset-text").wait_for()
    assert "photo.jpg" not in page.locator("main").inner_text()
    assert found == []


def test_the_page_shows_how_far_a_file_has_come_and_what_is_too_large_before_it_is_sent(
    welcome: Welcome, files: dict[str, str], tmp_path: Path
) -> None:
    reporter = begun(welcome, "en", javascript=True)
    page = reporter.page
    with (tmp_path / "huge.mp4").open("wb") as huge:
        huge.truncate(101 * 1024 * 1024)
    adds(reporter, str(tmp_path / "huge.mp4"))
    expect(page.locator("[role=status]")).to_contain_text("larger than 100 MB")
    page.evaluate(
        "window.said=[];new MutationObserver(function(){window.said.push(document.querySelector('[role=status]')"
        ".textContent)}).observe(document.querySelector('[role=status]'),{childList:true,characterData:true,subtree:true})"
    )
    page.route("**/report/files/add/", lambda route: route.abort())
    adds(reporter, files["photo.jpg"])
    expect(page.locator("[role=status]")).to_contain_text("The connection was cut")
    expect(page.locator("[data-send]")).to_be_enabled()
    said = page.evaluate("window.said")
    assert any("%" in words or "arrived" in words or "cut" in words for words in said)
    page.unroute("**/report/files/add/")
    page.locator("[data-send]").click()
    expect(page.locator("main ol li")).to_have_count(1, timeout=30_000)
