"""Another body is told by address and code, after a rank decided; the person finds it all (Recs 1 and 4(g))."""

from __future__ import annotations

import re

import pytest

from tests.house import House
from tests.journeys.conftest import DESKTOP, PHONE, Visitor, Welcome
from tests.journeys.people import Reporter, Worker
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.browser

BODY = "Invented Police of the Other Shore"
ACCOUNT = "He was seen on the other shore, at my cousin's door. Another story, for another force."
WHY = "They keep him from her cousin's door."


def asks_for_a_decision(officer: Worker, found: list[str]) -> None:
    page = officer.page
    page.locator("main a[href$='/letter/']").click()
    found += violations(page)
    officer.presses()
    page.get_by_role("alert").wait_for()
    found += violations(page)
    page.locator("[name=organisation_name]").fill(BODY)
    for name, value in (
        ("recipient", "other_force"),
        ("purpose", "investigation"),
        ("gateway", "law_enforcement_task"),
    ):
        page.locator(f"select[name={name}]").select_option(value)
    page.locator("[name=kinds][value=needs]").check()
    page.locator("[name=summary]").fill("His car is red.")
    page.locator("[name=necessity]").fill("He goes from door to door.")
    for name, value in (("danger", "likely_harm"), ("consent", "not_asked"), ("adviser_offered", "no")):
        page.locator(f"[name={name}][value={value}]").check()
    officer.presses()
    page.locator("main button[value=ask]").wait_for()
    found += violations(page)
    page.locator("main button[value=ask]").click()


def decides(inspector: Worker, found: list[str]) -> None:
    page = inspector.page
    found += violations(page)
    page.locator("main a[href*='/staff/decisions/']").last.click()
    inspector.unlocks()
    page.get_by_text("His car is red.").wait_for()
    found += violations(page)
    page.locator("[name=answer][value=yes]").check()
    page.locator("[name=necessity]").fill(WHY)
    page.locator("[name=proportionality]").fill("The colour of a car, and no name.")
    page.locator("[name=evidence]").fill("Log 7")
    inspector.presses()
    page.locator("main a.govuk-button[href$='/staff/decisions/']").wait_for()
    found += violations(page)


def sends(officer: Worker, found: list[str]) -> tuple[str, str]:
    page = officer.page
    page.reload()
    page.locator("main a[href*='/decided/']").click()
    page.get_by_text(WHY).wait_for()
    found += violations(page)
    officer.presses()
    shown = page.locator("main dd span[dir=ltr]")
    shown.nth(1).wait_for()
    page.set_viewport_size(PHONE)
    assert not officer.visitor.scrolls_sideways()
    found += violations(page)
    address, code = shown.all_inner_texts()
    assert re.fullmatch(r"\d{4} \d{4}", code)
    assert f"/{officer.language}/" not in address
    return address, code


def opens_it(reader: Visitor, address: str, code: str, found: list[str] | None) -> None:
    """Open the letter. Without a list nothing is looked for: axe needs JavaScript, and the letter does not."""
    page = reader.page

    def look() -> None:
        if found is not None:
            found.extend(violations(page))

    page.goto(address)
    look()
    assert "His car is red." not in page.content()
    page.locator("[name=code]").fill("1")
    page.locator("main form button").click()
    page.get_by_role("alert").wait_for()
    look()
    page.locator("[name=code]").fill(code)
    page.locator("main form button").click()
    page.get_by_text("His car is red.").wait_for()
    look()
    assert not reader.scrolls_sideways()


@pytest.mark.parametrize("language", ["en", pytest.param("ar", marks=pytest.mark.long)])
def test_another_force_is_told_after_a_rank_decided_and_the_person_finds_it(
    welcome: Welcome, house: House, language: str
) -> None:
    found: list[str] = []
    has_script = language == "ar"
    reporter = Reporter(welcome(language, javascript=has_script, screen=PHONE), language)
    reporter.chooses_her_language_and_reads_the_rule()
    reporter.keeps_her_receipt()
    reporter.tells_what_happened(ACCOUNT)
    reporter.sends()
    name = "victim-care-officer" if language == "en" else "victim-care-officer-two"
    officer = Worker(welcome(language, screen=DESKTOP), house, name, language=language)
    officer.signs_in()
    officer.opens("cases")
    officer.finds_the_new_report(ACCOUNT)
    officer.takes_the_case()
    asks_for_a_decision(officer, found)
    rank = "inspector" if language == "en" else "chief-officer"
    inspector = Worker(welcome(language, screen=PHONE), house, rank, language=language)
    inspector.signs_in()
    inspector.opens("decisions")
    decides(inspector, found)
    address, code = sends(officer, found)
    reader = welcome(language, javascript=has_script, screen=PHONE)
    opens_it(reader, address, code, found if has_script else None)
    reporter.comes_back()
    assert reporter.visitor.reads(BODY)
    assert reporter.visitor.reads(WHY)
    for visitor in (reporter.visitor, officer.visitor, inspector.visitor, reader):
        assert not visitor.asked_elsewhere
        assert not visitor.complaints
        assert not visitor.scrolls_sideways()
    assert found == []
