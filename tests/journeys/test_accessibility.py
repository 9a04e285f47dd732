"""axe finds nothing on public pages in five languages, on staff pages in English and Arabic, and on error pages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.house import House
from tests.journeys.conftest import DESKTOP, PHONE, Welcome

pytestmark = pytest.mark.browser

PUBLIC = ["/", "/{}/", "/{}/safety/", "/{}/nowhere/"]


def violations(page: Page) -> list[str]:
    """What axe finds, a line each."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("code", ["en", "pa", "ur", "ar", "so"])
@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
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
