"""What the people of the whole journey do at their browsers: one verb a step, in any language, with or without scripts.

Fields and buttons are found by their names in the form, not by words, because the same journey is walked in five
languages. Each verb ends on the page that the person is then looking at.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from safetoshare.base import clock
from tests.house import House
from tests.journeys.conftest import Visitor

ACCOUNT_OF_EVENTS = "He keeps my papers and my wages, and last night he hit me. I am afraid to ask for help."
SAFE_WAY = "Text message, never call"
NEXT_LINK = "Next Link"
COUNTS = """
import json, django
from datetime import timedelta
django.setup()
from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.sharing.api.figures import measures
from safetoshare.sharing.models import TallyNote
today = clock.today()
with unit_of_work():
    notes = TallyNote.objects.filter(month=today.replace(day=1)).count()
print(json.dumps([notes, {one.name: one.count.at_least for one in measures(today - timedelta(days=364), today)}]))
"""


@dataclass
class Reporter:
    """Somebody with a cheap phone, who keeps nothing but the receipt."""

    visitor: Visitor
    language: str
    receipt: str = field(default="", repr=False)

    @property
    def page(self) -> Page:
        return self.visitor.page

    def chooses_her_language_and_reads_the_rule(self) -> str:
        """From the first page to the one before the first question; returns what it says."""
        self.page.goto("/")
        self.page.locator(f"main a[hreflang='{self.language}']").click()
        self.page.locator(f"main a[href='/{self.language}/report/']").click()
        self.page.locator(f"main a[href='/{self.language}/report/rule/']").click()
        return self.page.locator("main").inner_text()

    def keeps_her_receipt(self) -> None:
        """Take the receipt, and show that it was written down."""
        self.page.locator("main form button[value=report]").click()
        digits = re.findall(r"\b\d{4}\b", self.page.locator("p.govuk-heading-l").inner_text())
        self.receipt = " ".join(digits)
        assert len(digits) == 6
        self.page.locator("[name=groups]").fill(" ".join(digits[-2:]))
        self.page.locator("main form button").click()

    def tells_what_happened(self, account: str = ACCOUNT_OF_EVENTS) -> None:
        """Free words, and how to reach her: page by page."""
        self.page.locator("[name=account]").fill(account)
        self.goes_to("more")
        self.page.locator("[name=about][value=me]").check()
        self.page.locator("[name=area][value=E06000023]").check()
        self.page.locator("[name=pathways][value=domestic_abuse]").check()
        self.goes_to("help")
        self.page.locator("[name=needs][value=safe_place]").check()
        self.goes_to("contact")
        self.page.locator("[name=how]").fill(SAFE_WAY)

    def goes_to(self, page: str) -> None:
        """Press the button that leads to another page of the report."""
        self.page.locator(f"main form button[name=to][value={page}]").last.click()
        self.page.locator(f"main [name=page][value={page}]").wait_for(state="attached")

    def sends(self) -> None:
        self.page.locator("main form button[formaction$='/report/send/']").click()

    def comes_back(self) -> None:
        """Type the receipt; the mailbox opens."""
        self.page.goto(f"/{self.language}/return/")
        self.page.locator("[name=receipt]").fill(self.receipt)
        self.page.locator("main form button").click()
        self.page.locator("main form[action$='/return/mailbox/']").wait_for()

    def downloads_the_proof(self, folder: Path) -> Path:
        with self.page.expect_download() as download:
            self.page.locator("form[action$='/return/proof/'] button:not([name])").click()
        path = folder / f"proof-{self.language}"
        download.value.save_as(path)
        return path

    def copies_the_square(self, folder: Path) -> Path:
        """Write down what the square picture holds; the page stands in the place of the mailbox afterwards."""
        self.page.locator("form[action$='/return/proof/'] button[name=square]").click()
        self.page.locator("main img").wait_for()
        path = folder / f"slip-{self.language}"
        path.write_text(self.page.locator("main code").inner_text())
        return path


@dataclass
class Worker:
    """Somebody who signs in by one of the two doors."""

    visitor: Visitor
    house: House
    name: str
    door: str = "staff"
    language: str = "en"

    @property
    def page(self) -> Page:
        return self.visitor.page

    def signs_in(self) -> None:
        account = self.house.account(self.name)
        self.page.goto(f"/{self.language}/{self.door}/")
        self.page.locator("[name=name]").fill(account.name)
        self.page.locator("[name=code]").fill(account.code)
        self.page.locator("main form button").click()
        self.page.locator(f"form[action$='/{self.door}/sign-out/']").wait_for()

    def unlocks(self) -> None:
        """Type the passphrase on the page that asks for it."""
        expect(self.page).to_have_url(re.compile(f"/{self.door}/unlock/"))
        self.page.locator("[name=passphrase]").fill(self.house.account(self.name).passphrase)
        self.page.locator("main form button").click()

    def opens(self, workplace: str) -> None:
        """Go from the page after signing in to a workplace."""
        self.page.goto(f"/{self.language}/{self.door}/")
        self.page.locator(f"main a[href$='/{workplace}/']").click()

    def presses(self, *, last: bool = False) -> None:
        buttons = self.page.locator("main form button[type=submit], main form button:not([type])")
        (buttons.last if last else buttons.first).click()

    # What a victim care officer does.

    def finds_the_new_report(self, account: str = ACCOUNT_OF_EVENTS) -> None:
        """Open the reports that wait, the newest first, until the one with these words is there."""
        self._opens_one_after_another("main a[href*='/staff/reports/']", account)

    def takes_the_case(self) -> None:
        self.presses()
        expect(self.page).to_have_url(re.compile("/staff/cases/[0-9a-f-]{36}/$"))

    def assesses_needs(self) -> None:
        """On the telephone: what she needs, nothing about who she is to the state."""
        self.page.locator("main a[href$='/assessment/']").click()
        self._answers("age", "adult")
        self._answers("need_safe_place", "yes")
        self._answers("need_domestic_abuse", "yes")
        self.presses()

    def asks_for_consent(self) -> None:
        """The first service that can be written to; she agrees to what helps, by her own words."""
        self.page.locator("main a[href$='/services/']").last.click()
        self.page.locator("main a[href*='/consent/?service=']").first.click()
        for kind in ("contact_and_location", "needs"):
            self.page.locator(f"[name=data][value={kind}]").check()
        self._answers("language", self.language)
        self._answers("interpreter", "no")
        self._answers("adviser_offered", "yes")
        self._answers("answer", "agree")
        self.presses()

    def previews(self) -> str:
        """Look at the decision and at the very words that would be sent."""
        expect(self.page).to_have_url(re.compile("/refer/[0-9a-f-]{36}/$"))
        return self.page.locator("main").inner_text()

    def writes(self, text: str) -> None:
        """Write to the person's mailbox."""
        self.page.locator("main a[href$='/message/']").click()
        self.page.locator("[name=text]").fill(text)
        self._answers("language", self.language)
        self.presses()

    # What an organisation's worker does.

    def opens_her_referral(self) -> str:
        """Open those that wait until hers is there; returns what the page shows."""
        self._opens_one_after_another("main h3 a[href*='/partner/referrals/']", SAFE_WAY)
        return self.page.locator("main").inner_text()

    def accepts(self) -> None:
        self.page.locator("main a[href$='/accept/']").click()
        self.page.locator("[name=contact]").fill("The duty worker")
        self.page.locator("[name=contact_by]").fill((clock.today() + timedelta(days=1)).isoformat())
        self.presses()

    # What an officer with a minute does.

    def asks_whether_a_doubt_may_be_passed_on(self) -> str:
        """Ask about a victim, Immigration Enforcement and learning the status; returns the answer."""
        self._answers("recipient", "immigration_enforcement")
        self._answers("subject", "victim")
        self._answers("purpose", "status_check")
        self.presses()
        return self.page.locator("main").inner_text()

    def _opens_one_after_another(self, links: str, until_it_says: str) -> None:
        """Open what a list links to, the last first, until a page says the words."""
        self.page.locator(links).first.wait_for()
        addresses = [link.get_attribute("href") or "" for link in self.page.locator(links).all()]
        for address in reversed(addresses):
            self.page.goto(address)
            if "/unlock/" in self.page.url:
                self.unlocks()
            if self.visitor.reads(until_it_says):
                return
        raise AssertionError(f"none of {len(addresses)} pages says what was looked for")

    def _answers(self, name: str, value: str) -> None:
        """Give an answer, whether it is chosen from a list or ticked."""
        choice = self.page.locator(f"select[name={name}]")
        if choice.count():
            choice.select_option(value)
        else:
            self.page.locator(f"[name={name}][value={value}]").check()


def notes_and_figures(house: House) -> tuple[int, dict[str, int | None]]:
    """How many sealed notes wait for their month's end, which no page shows, and the published figures by name."""
    finished = subprocess.run(  # noqa: S603  # our own query
        [sys.executable, "-c", COUNTS],
        env={**house.environment, "DJANGO_SETTINGS_MODULE": "safetoshare.base.settings.project"},
        capture_output=True,
        text=True,
        check=True,
    )
    notes, published = json.loads(finished.stdout)
    return notes, published
