"""A telephone call that is found out later: written down, looked at by a colleague, read by the person (Rec 4(g))."""

from __future__ import annotations

import pytest

from safetoshare.base import clock
from tests.house import House
from tests.journeys.conftest import DESKTOP, PHONE, Visitor, Welcome
from tests.journeys.people import Reporter, Worker
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.browser

BODY = "Invented Immigration Office"
# Words of its own: whoever looks for another journey's report does not take this one.
WHY = "Nobody was in danger, and nobody had asked her."
ACCOUNT = "Somebody at the station telephoned them while I was waiting. Nobody told me."


def writes_down_a_call(officer: Worker, found: list[str]) -> None:
    page = officer.page
    page.locator("main a[href$='/told/']").click()
    found += violations(page)
    officer.presses()
    page.get_by_role("alert").wait_for()
    found += violations(page)
    page.locator("[name=act][value=found_outside]").check()
    page.locator("[name=organisation_name]").fill(BODY)
    page.locator("select[name=recipient]").select_option("immigration_enforcement")
    page.locator("[name=happened_on]").fill(clock.today().isoformat())
    page.locator("[name=kinds][value=identity]").check()
    assert not officer.visitor.scrolls_sideways()
    officer.presses()
    page.locator("main .govuk-warning-text").wait_for()
    found += violations(page)


def looks_at_it_again(reviewer: Worker, found: list[str]) -> None:
    page = reviewer.page
    reviewer.opens("reviews")
    page.locator("main a[href*='/staff/reviews/']").first.wait_for()
    found += violations(page)
    page.locator("main a[href*='/staff/reviews/']").last.click()
    reviewer.unlocks()
    page.locator("[name=answer]").first.wait_for()
    assert page.get_by_text(BODY).is_visible()
    found += violations(page)
    reviewer.presses()
    page.get_by_role("alert").wait_for()
    page.locator("[name=answer][value=no]").check()
    page.locator("[name=why]").fill(WHY)
    page.locator("[name=evidence]").fill("Reference 4711")
    assert not reviewer.visitor.scrolls_sideways()
    reviewer.presses()
    page.locator("main a[href$='/message/']").wait_for()
    found += violations(page)


def is_clean(visitor: Visitor) -> bool:
    return not (visitor.asked_elsewhere or visitor.complaints or visitor.scrolls_sideways())


@pytest.mark.parametrize(
    ("language", "name", "second"),
    [
        ("en", "victim-care-officer", "unit-supervisor"),
        pytest.param("ar", "unit-supervisor", "victim-care-officer", marks=pytest.mark.long),
    ],
)
def test_a_call_that_was_found_later_is_reviewed_by_a_colleague_and_read_by_the_person(
    welcome: Welcome, house: House, language: str, name: str, second: str
) -> None:
    found: list[str] = []
    reporter = Reporter(welcome(language, javascript=language == "ar", screen=PHONE), language)
    reporter.chooses_her_language_and_reads_the_rule()
    reporter.keeps_her_receipt()
    reporter.tells_what_happened(ACCOUNT)
    reporter.sends()
    officer = Worker(welcome(language, screen=DESKTOP), house, name, language=language)
    officer.signs_in()
    officer.opens("cases")
    officer.finds_the_new_report(ACCOUNT)
    officer.takes_the_case()
    writes_down_a_call(officer, found)
    reviewer = Worker(welcome(language, screen=PHONE), house, second, language=language)
    reviewer.signs_in()
    looks_at_it_again(reviewer, found)
    reporter.comes_back()
    assert reporter.visitor.reads(BODY)
    assert reporter.visitor.reads(WHY)
    if language == "ar":
        found += violations(reporter.page)
    assert is_clean(reporter.visitor)
    assert is_clean(officer.visitor)
    assert is_clean(reviewer.visitor)
    assert found == []
