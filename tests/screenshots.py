"""`make screenshots`: take the pictures that the documents show, of a real house in a real browser."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from rich.progress import track

from tests.house import House, running_house
from tests.journeys.conftest import FLAGS, PHONE

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"


def main() -> int:
    """Write every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_house(Path(folder) / "var", {"SAFETOSHARE_DATABASE_URL": ""}) as house,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        page = browser.new_context(base_url=house.address, viewport=PHONE, device_scale_factor=1).new_page()
        for name, path in track(list(_public_pages().items()), "Taking pictures"):
            page.goto(path)
            page.screenshot(path=PICTURES / f"{name}.png")
        _staff_pages(page, house)
        browser.close()
    return 0


def _public_pages() -> dict[str, str]:
    return {
        "choose-a-language": "/",
        "home-english": "/en/",
        "home-arabic": "/ar/",
        "home-urdu": "/ur/",
        "safety-punjabi": "/pa/safety/",
    }


def _staff_pages(page: Page, house: House) -> None:
    account = house.account("victim-care-officer")
    page.goto("/en/staff/")
    page.locator("#id_name").fill(account.name)
    page.locator("#id_code").fill(account.code)
    page.locator("main form button").click()
    page.goto("/en/staff/unlock/")
    page.locator("#id_passphrase").fill(account.passphrase)
    page.locator("main form button").click()
    page.get_by_text("Unlocked for").wait_for()
    page.screenshot(path=PICTURES / "staff-unlocked.png")


if __name__ == "__main__":
    sys.exit(main())
