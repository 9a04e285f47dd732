"""From the promise to its proof: a reader follows every link on a phone, in five languages, without script."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import PHONE, Visitor, Welcome
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "pa", "ur", "ar", "so")
VERSION = re.compile(r"^/\w\w/policy/[0-9a-f-]{36}/$")


def opens(visitor: Visitor, end: str) -> None:
    """Follow the first link of the page whose address ends so."""
    visitor.page.locator(f"main a[href$='{end}']").first.click()
    visitor.page.wait_for_load_state()


def addresses(visitor: Visitor) -> list[str]:
    links = visitor.page.locator("main a").all()
    return [address for link in links if (address := link.get_attribute("href"))]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_reader_goes_from_the_promise_to_what_proves_it(welcome: Welcome, code: str) -> None:
    visitor = welcome(code, javascript=False, screen=PHONE)
    page = visitor.page
    page.goto(f"/{code}/promise/")
    for end in ("/promise/all/", "/promise/home-office/"):
        opens(visitor, end)
        assert page.locator("h1").count() == 1
        assert not visitor.scrolls_sideways()
        page.go_back()
    assert page.locator("[data-region]").count() > 0
    opens(visitor, f"/{code}/policy/")
    versions = [address for address in addresses(visitor) if VERSION.match(address)]
    assert versions
    for version in versions:
        page.goto(version)
        for address in addresses(visitor):
            if address.startswith(version) and not re.search(r"(file|json|cedar)/$", address):
                page.goto(address)
                assert page.locator("h1").count() == 1
                assert not visitor.scrolls_sideways()
    assert visitor.asked_elsewhere == []
    assert visitor.complaints == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_of_the_policy_is_accessible(welcome: Welcome, code: str) -> None:
    visitor = welcome(code, screen=PHONE)
    page = visitor.page
    page.goto(f"/{code}/policy/")
    version = next(address for address in addresses(visitor) if VERSION.match(address))
    page.goto(version)
    found = violations(page)
    for address in [one for one in addresses(visitor) if re.search(r"/(claims|rules|difference/[0-9a-f-]+)/$", one)]:
        page.goto(address)
        found += violations(page)
    assert found == []


def test_a_version_is_downloaded_as_a_file(welcome: Welcome) -> None:
    visitor = welcome("en")
    page = visitor.page
    page.goto("/en/policy/")
    page.goto(next(address for address in addresses(visitor) if VERSION.match(address)))
    names = set()
    for end in ("/file/", "/claims-file/", "/json/", "/cedar/"):
        with page.expect_download() as download:
            page.locator(f"main a[href$='{end}']").click()
        names.add(download.value.suggested_filename.rpartition(".")[2])
    assert names == {"toml", "json", "cedar"}
