"""Somebody listens to a page: nothing is loaded before she presses it, and all of it comes, piece by piece."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from safetoshare.base.settings.environment import PACKAGE
from safetoshare.web.recordings import PIECE
from tests.house import House, running_house
from tests.journeys.conftest import PATIENCE_MILLISECONDS, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.once]

# Silence in MP3: a header of MPEG 1 layer III, 128 kbit/s at 44.1 kHz, and nothing in the frame.
FRAME = b"\xff\xfb\x90\x00" + bytes(413)
SECONDS_A_FRAME = 1152 / 44_100
FRAMES = 700


@pytest.fixture(scope="module")
def own_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with a force's folder of its own, in which one page can be heard."""
    folder = tmp_path_factory.mktemp("listening")
    shutil.copytree(PACKAGE / "forces" / "avon_and_somerset", folder / "force")
    (folder / "voice.mp3").write_bytes(FRAME * FRAMES)
    variables = {"SAFETOSHARE_DATABASE_URL": "", "SAFETOSHARE_FORCE": str(folder / "force")}
    with running_house(folder / "var", variables) as house:
        said = ("--page", "easy", "--language", "so", "--kind", "audio", "--spoken-by", "A", "--day", "2026-11-20")
        house.command("recordings", "add", str(folder / "voice.mp3"), *said)
        yield house


def wait_until(page: Page, fact: str) -> None:
    """Wait for something of the page; Playwright's own waiting needs what the page's policy forbids."""
    for _ in range(PATIENCE_MILLISECONDS // 100):
        if page.evaluate(fact):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never: {fact}")


def test_a_page_is_heard_to_its_end_and_loads_nothing_before(browser: Browser, own_house: House) -> None:
    with browser.new_context(base_url=own_house.address, viewport=PHONE) as context:
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        page = context.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto("/so/easy/")
        page.wait_for_timeout(300)
        assert not [url for url in asked if "/recordings/" in url]
        page.evaluate("() => { const one = document.querySelector('audio'); one.muted = true; return one.play(); }")
        wait_until(page, "document.querySelector('audio').currentTime > 0.2")
        length = page.evaluate("document.querySelector('audio').duration")
        page.evaluate("document.querySelector('audio').currentTime = document.querySelector('audio').duration - 0.5")
        wait_until(page, "document.querySelector('audio').ended")
    assert length == pytest.approx(FRAMES * SECONDS_A_FRAME, rel=0.05)
    assert complaints == []
    assert {url.split("/")[2] for url in asked} == {own_house.address.split("/")[2]}
    assert len(FRAME) * FRAMES > 2 * PIECE


def test_another_language_of_the_page_has_no_player(browser: Browser, own_house: House) -> None:
    with browser.new_context(base_url=own_house.address, viewport=PHONE) as context:
        page = context.new_page()
        page.goto("/ar/easy/")
        assert page.locator("audio, video").count() == 0
