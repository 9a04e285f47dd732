"""`make screenshots`: take the pictures that the documents show, of a real house in a real browser.

The people of the whole journey walk it (see `journeys.people`), and a picture is taken of what each is looking at.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright
from rich.progress import Progress

from tests.house import House, running_house
from tests.journeys.conftest import FLAGS, PHONE, Visitor
from tests.journeys.people import Reporter, Worker

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
TABLET: ViewportSize = {"width": 820, "height": 1000}
PUBLIC = {
    "choose-a-language": "/",
    "home-english": "/en/",
    "home-arabic": "/ar/",
    "home-urdu": "/ur/",
    "safety-punjabi": "/pa/safety/",
    "promise-english": "/en/promise/",
    "help-somali": "/so/help/?area=E06000023",
    "scrutiny-english": "/en/scrutiny/",
}


class Photographer:
    """A browser, a house, and a progress bar that moves with each picture."""

    def __init__(self, browser: Browser, house: House, progress: Progress) -> None:
        self._browser = browser
        self._house = house
        self._progress = progress
        self._task = progress.add_task("Taking pictures", total=len(PUBLIC) + 8)

    def visitor(self, screen: ViewportSize = PHONE) -> Visitor:
        context = self._browser.new_context(base_url=self._house.address, viewport=screen, device_scale_factor=1)
        return Visitor(context.new_page())

    def take(self, visitor: Visitor, name: str) -> None:
        visitor.page.screenshot(path=PICTURES / f"{name}.png")
        self._progress.advance(self._task)

    def public_pages(self) -> None:
        visitor = self.visitor()
        for name, path in PUBLIC.items():
            visitor.page.goto(path)
            self.take(visitor, name)

    def journey(self) -> None:
        """One report, from the receipt to the list of who was told."""
        reporter = Reporter(self.visitor(), "ar")
        reporter.chooses_her_language_and_reads_the_rule()
        self.take(reporter.visitor, "before-you-start-arabic")
        reporter.keeps_her_receipt()
        reporter.tells_what_happened()
        reporter.sends()
        officer = Worker(self.visitor(TABLET), self._house, "victim-care-officer")
        officer.signs_in()
        officer.opens("cases")
        self.take(officer.visitor, "cases")
        officer.finds_the_new_report()
        self.take(officer.visitor, "report-and-triage")
        officer.takes_the_case()
        officer.assesses_needs()
        officer.asks_for_consent()
        officer.previews()
        self.take(officer.visitor, "preview")
        officer.presses(last=True)
        partner = Worker(self.visitor(), self._house, "partner-worker", "partner")
        partner.signs_in()
        partner.opens("referrals")
        partner.opens_her_referral()
        self.take(partner.visitor, "referral")
        reporter.comes_back()
        reporter.page.locator("main h3").last.scroll_into_view_if_needed()
        self.take(reporter.visitor, "who-was-told-arabic")

    def answer_in_a_minute(self) -> None:
        officer = Worker(self.visitor(), self._house, "response-officer")
        officer.signs_in()
        self.take(officer.visitor, "staff-signed-in")
        officer.opens("may-i-share")
        officer.asks_whether_a_doubt_may_be_passed_on()
        self.take(officer.visitor, "may-i-share")


def main() -> int:
    """Write every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_house(Path(folder) / "var", {"SAFETOSHARE_DATABASE_URL": ""}) as house,
        sync_playwright() as playwright,
        Progress() as progress,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        photographer = Photographer(browser, house, progress)
        photographer.public_pages()
        photographer.journey()
        photographer.answer_in_a_minute()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
