"""axe finds nothing on public pages in five languages, on staff pages in English and Arabic, and on error pages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.house import House
from tests.journeys.conftest import DESKTOP, PHONE, Welcome
from tests.journeys.people import Reporter, Worker

pytestmark = pytest.mark.browser

# A list of services needs its question: an area, a need and a language.
SEARCH = "/{}/help/?area=E06000023&need=domestic_abuse&language=so"
PUBLIC = [
    "/",
    "/{}/",
    "/{}/safety/",
    "/{}/nowhere/",
    "/{}/log/",
    "/{}/log/figures/",
    "/{}/promise/",
    "/{}/promise/all/",
    "/{}/promise/home-office/",
    "/{}/policy/",
    "/{}/keys/",
    "/{}/scrutiny/",
    "/{}/help/",
    SEARCH,
    "/{}/easy/",
    "/{}/report/",
    "/{}/report/rule/",
    "/{}/report/advocate/",
    "/{}/report/paper/",
    "/{}/report/rights/",
    "/{}/return/",
]


def violations(page: Page) -> list[str]:
    """What axe finds on the page that is on its way or shown, a line each."""
    page.wait_for_load_state()
    page.locator("h1").first.wait_for()
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


SCREENS = [
    *[pytest.param(code, PHONE, id=f"phone-{code}") for code in ("en", "pa", "ur", "ar", "so")],
    # A wide screen changes columns and no words.
    *[
        pytest.param(code, DESKTOP, id=f"desktop-{code}", marks=pytest.mark.long)
        for code in ("en", "pa", "ur", "ar", "so")
    ],
]


@pytest.mark.parametrize(("code", "screen"), SCREENS)
def test_public_pages(welcome: Welcome, code: str, screen: ViewportSize) -> None:
    page = welcome(code, screen=screen).page
    found = []
    for path in PUBLIC:
        page.goto(path.format(code))
        found += violations(page)
    assert found == []


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("door", ["staff", "partner"])
def test_sign_in_and_its_errors(welcome: Welcome, code: str, door: str) -> None:
    page = welcome(code).page
    page.goto(f"/{code}/{door}/")
    found = violations(page)
    page.locator("main form button").click()
    page.get_by_role("alert").wait_for()
    found += violations(page)
    assert found == []


@pytest.mark.parametrize(("code", "name"), [("en", "witness-care-officer"), ("ar", "data-protection-officer")])
def test_signed_in_pages(welcome: Welcome, house: House, code: str, name: str) -> None:
    page = welcome(code).page
    account = house.account(name)
    page.goto(f"/{code}/staff/")
    page.locator("#id_name").fill(account.name)
    page.locator("#id_code").fill(account.code)
    page.locator("main form button").click()
    page.locator(f"a[href='/{code}/staff/unlock/']").wait_for()
    found = violations(page)
    page.goto(f"/{code}/staff/unlock/")
    found += violations(page)
    page.locator("main form button").click()
    page.get_by_role("alert").wait_for()
    found += violations(page)
    assert found == []


@pytest.mark.parametrize(("code", "name"), [("en", "victim-care-officer"), ("ar", "unit-supervisor")])
def test_the_units_pages_from_the_list_to_the_preview(welcome: Welcome, house: House, code: str, name: str) -> None:
    officer = Worker(welcome(code), house, name, language=code)
    officer.signs_in()
    officer.opens("cases")
    found = violations(officer.page)
    officer.page.locator("main a[href*='/staff/reports/']").first.click()
    officer.unlocks()
    found += violations(officer.page)
    officer.takes_the_case()
    found += violations(officer.page)
    case = officer.page.url
    officer.assesses_needs()
    for page in ("assessment", "services", "message"):
        officer.page.goto(f"{case}{page}/")
        found += violations(officer.page)
    officer.page.goto(case)
    officer.asks_for_consent()
    officer.previews()
    found += violations(officer.page)
    assert found == []


@pytest.mark.parametrize(("code", "name"), [("en", "partner-worker"), ("ar", "partner-worker-unseen")])
def test_the_partners_pages(welcome: Welcome, house: House, code: str, name: str) -> None:
    partner = Worker(welcome(code), house, name, "partner", code)
    partner.signs_in()
    partner.opens("referrals")
    found = violations(partner.page)
    partner.page.locator("main a[href*='/partner/referrals/']").first.click()
    partner.unlocks()
    found += violations(partner.page)
    assert found == []


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_reporters_pages_with_their_errors(welcome: Welcome, code: str) -> None:
    reporter = Reporter(welcome(code), code)
    reporter.chooses_her_language_and_reads_the_rule()
    reporter.page.locator("main form button[formaction*='report/work']").click()
    found = violations(reporter.page)
    reporter.page.locator("main form button").click()
    reporter.page.locator("main form button").click()
    reporter.page.get_by_role("alert").wait_for()
    found += violations(reporter.page)
    reporter.page.goto(f"/{code}/report/rule/")
    reporter.keeps_her_receipt()
    reporter.sends()
    reporter.page.get_by_role("alert").wait_for()
    found += violations(reporter.page)
    reporter.page.locator("[name=account]").fill("A few words are enough.")
    for page in ("more", "help", "contact", "check"):
        reporter.goes_to(page)
        found += violations(reporter.page)
    reporter.sends()
    reporter.page.locator("main ol").wait_for()
    found += violations(reporter.page)
    reporter.comes_back()
    found += violations(reporter.page)
    assert found == []
