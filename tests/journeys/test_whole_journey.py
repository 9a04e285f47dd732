"""One report travels through the whole house: from a telephone in one's own language to the commissioner's page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import expect

from safetoshare.base import clock
from safetoshare.core.measures import SMALLEST_SHOWN
from tests.house import House
from tests.journeys.conftest import DESKTOP, Visitor, Welcome
from tests.journeys.people import ACCOUNT_OF_EVENTS, NEXT_LINK, SAFE_WAY, Reporter, Worker, notes_and_figures

pytestmark = pytest.mark.browser

MESSAGE = "We found a safe place. Someone writes to you tomorrow."
WALKS = [
    pytest.param("en", False, id="English without JavaScript", marks=pytest.mark.main_journey),
    pytest.param("ar", True, id="Arabic with JavaScript", marks=pytest.mark.main_journey),
    *(pytest.param(code, True, id=code, marks=pytest.mark.long) for code in ("pa", "ur", "so")),
]
# Each walk publishes the log on a morning of its own, because the log is published once a day.
MORNINGS = count(1)


def worker_publishes_the_log(house: House) -> date:
    """Let the worker stand in the next morning that no walk has used."""
    day = clock.today() + timedelta(days=next(MORNINGS))
    house.command("worker", "--once", "--at", f"{day.isoformat()}T06:00")
    return day


def verified_elsewhere(proof: Path, key: str, folder: Path, *more: str) -> dict[str, object]:
    """Check the proof as she would on any other computer: no database, and no settings."""
    finished = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "safetoshare", "ledger", "verify", str(proof), "--key", key, *more, "--json"],
        cwd=folder,
        env={"PATH": "/nowhere", "SAFETOSHARE_STATE": str(folder / "nothing")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    told: dict[str, object] = json.loads(finished.stdout)
    return told


def figures(visitor: Visitor) -> str:
    """What the commissioner's page shows of Recommendation 4 and the chief constable: the answer, and the evidence."""
    visitor.page.goto("/en/scrutiny/")
    visitor.page.locator("main a[href*='/safe-to-share/4/']").click()
    return " ".join(visitor.page.locator("main").inner_text().split())


def staff_who_confirmed(visitor: Visitor) -> int:
    """How many of the staff have confirmed, as the commissioner's page shows it."""
    found = re.search(r"(\d+) out of \d+ – Staff who confirmed", figures(visitor))
    assert found is not None
    return int(found[1])


@pytest.mark.parametrize(("language", "javascript"), WALKS)
def test_one_report_travels_through_the_whole_house(
    welcome: Welcome, house: House, tmp_path: Path, language: str, javascript: bool
) -> None:
    notes_before, _ = notes_and_figures(house)

    # She reads the rule before the first question, keeps her receipt, and tells what happened.
    reporter = Reporter(welcome(language, javascript=javascript), language)
    assert "999" in reporter.chooses_her_language_and_reads_the_rule()
    expect(reporter.page.locator("main a[href$='/promise/']")).to_be_visible()
    assert reporter.page.locator("main textarea, main input:not([type=hidden])").count() == 0
    reporter.keeps_her_receipt()
    reporter.tells_what_happened()
    reporter.sends()
    assert reporter.receipt in " ".join(reporter.page.locator("main").inner_text().split())

    # A victim care officer reads it, triages it, and asks what she needs: nothing about status.
    # Another one for each walk in a row: a one-time code works once.
    name = "unit-supervisor" if language == "ar" else "victim-care-officer"
    officer = Worker(welcome(language, javascript=javascript, screen=DESKTOP), house, name, language=language)
    officer.signs_in()
    officer.opens("cases")
    officer.finds_the_new_report()
    assert officer.visitor.reads(SAFE_WAY)
    officer.takes_the_case()
    officer.assesses_needs()
    officer.asks_for_consent()
    preview = officer.previews()
    assert SAFE_WAY in preview
    assert ACCOUNT_OF_EVENTS not in preview, "she agreed to contact and needs alone"
    officer.presses(last=True)
    officer.writes(MESSAGE)

    # The organisation opens what was sealed to it, and takes her on.
    partner = Worker(welcome(language, javascript=javascript), house, "partner-worker", "partner", language)
    partner.signs_in()
    partner.opens("referrals")
    package = partner.opens_her_referral()
    assert SAFE_WAY in package
    assert ACCOUNT_OF_EVENTS not in package
    partner.accepts()

    # Next morning the worker publishes the log. She comes back, and sees who was told what.
    worker_publishes_the_log(house)
    reporter.comes_back()
    assert reporter.visitor.reads(MESSAGE)
    assert reporter.visitor.reads(NEXT_LINK)
    assert not reporter.visitor.reads(ACCOUNT_OF_EVENTS)
    proof = reporter.downloads_the_proof(tmp_path)
    key = house.command("ledger", "key").strip().splitlines()[-1].strip()
    assert NEXT_LINK in json.dumps(verified_elsewhere(proof, key, tmp_path))
    # On paper only its place, which is looked up in the log as anybody may read it.
    slip, log = reporter.copies_the_square(tmp_path), f"{house.address}/log"
    assert not reporter.visitor.reads(NEXT_LINK)
    assert verified_elsewhere(slip, key, tmp_path, "--log", log)["record"] is None
    assert NEXT_LINK in json.dumps(verified_elsewhere(slip, key, tmp_path, "--log", log, "--record", str(proof)))

    # One sealed note more, and until its month is over no published figure tells that there is.
    notes, published = notes_and_figures(house)
    assert notes == notes_before + 1
    to_services = published["disclosures_to_services"]
    assert to_services is not None
    assert to_services >= SMALLEST_SHOWN, "the synthetic month passes the gate for small numbers"
    shown = figures(welcome())
    assert published["disclosures_to_home_office"] == 0
    assert "0 – Times something about a person was told to the Home Office" in shown
    assert f"at least {to_services} – Times something about a person was told to a service that helps" in shown

    for person in (reporter, officer, partner):
        assert person.visitor.asked_elsewhere == []
        assert person.visitor.complaints == []
        assert not person.visitor.scrolls_sideways()


@pytest.mark.main_journey
def test_staff_confirm_that_they_read_the_briefing_and_the_commissioner_sees_how_many(
    welcome: Welcome, house: House
) -> None:
    before = staff_who_confirmed(welcome())
    officer = Worker(welcome(), house, "witness-care-officer")
    officer.signs_in()
    officer.opens("briefing")
    officer.presses(last=True)
    assert officer.visitor.reads("You confirmed")
    assert staff_who_confirmed(welcome()) == before + 1
