"""A page must reach a poor line: 14 kB for the first, in two requests, 8 kB for each next; nothing from elsewhere.

What a browser really loads on a reporter's way is weighed in `journeys/test_weight.py`; here stands every public page.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

from safetoshare.base.languages import LANGUAGES
from tests.web.trees import Element, tree
from tests.web.weights import FIRST_PAGE, NEXT_PAGE, REQUESTS

# Without it a page that reads tables would be weighed as an error page.
pytestmark = pytest.mark.django_db

STATIC = Path(__file__).parents[2] / "src/safetoshare/web/static"
PAGES = [
    "/",
    "/safety/",
    "/leave/",
    "/no-such-page/",
    "/log/",
    "/log/figures/",
    "/promise/",
    "/policy/",
    "/keys/",
    "/help/",
    "/scrutiny/",
    "/easy/",
    "/report/",
    "/report/rule/",
    "/report/advocate/",
    "/report/paper/",
    "/report/rights/",
    "/return/",
]
ADDRESSES = PAGES + [f"/{language.code}{page}" for language in LANGUAGES for page in PAGES]
# Whatever a browser fetches without being asked to.
FETCHING = {
    "script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src",
    "embed": "src", "object": "data", "link": "href", "input": "src", "track": "src",
}  # fmt: skip


def fetched(page: Element) -> list[str]:
    """Return the addresses that a browser fetches to show a page; a `data:` address is none."""
    found = [element.attributes.get(FETCHING[element.tag]) or "" for element in page.walk() if element.tag in FETCHING]
    return [address for address in found if address and not address.startswith("data:")]


def on_the_wire(visitor: Client, address: str) -> int:
    """Return the bytes of a page as it is sent to a browser that takes gzip, headers included."""
    response = visitor.get(address, headers={"accept-encoding": "gzip"})
    headers = sum(len(f"{name}: {value}\r\n".encode()) for name, value in response.items())
    return len(response.content) + headers


@pytest.fixture(scope="module")
def style_sheet() -> int:
    """The bytes of the style sheet after gzip."""
    return len(gzip.compress((STATIC / "safetoshare.css").read_bytes(), 9))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_first_page_fits_the_first_flight_and_a_next_page_its_budget(
    visitor: Client, address: str, style_sheet: int
) -> None:
    page = on_the_wire(visitor, address)
    assert page + style_sheet <= FIRST_PAGE
    assert page <= NEXT_PAGE


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_needs_two_requests_and_nothing_from_another_host(visitor: Client, address: str) -> None:
    addresses = fetched(tree(visitor.get(address).content.decode()))
    assert len(addresses) + 1 <= REQUESTS
    assert all(re.fullmatch(r"/static/safetoshare(\.\w+)?\.css", fetch) for fetch in addresses)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_holds_nothing_that_the_policy_forbids(visitor: Client, address: str) -> None:
    response = visitor.get(address)
    for element in tree(response.content.decode()).walk():
        # The one script is in the page, and the policy names its hash (`test_leaving`).
        assert element.tag != "script" or not element.attributes
        assert element.tag not in {"style", "iframe", "object", "embed", "base"}
        assert "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith("on")]
        assert not (element.attributes.get("href") or "").lower().startswith("javascript:")
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_the_page_that_leaves_names_another_host(visitor: Client, address: str) -> None:
    html = visitor.get(address).content.decode()
    outside = re.findall(r"(?:https?:)?//[\w.-]+", html.replace("http://www.w3.org/2000/svg", ""))
    assert outside == (["https://www.bbc.co.uk"] if "leave" in address else [])


def test_the_check_sees_what_a_browser_would_fetch() -> None:
    page = tree('<link href="//cdn.example/a.css"><img src="data:,"><script src="/a.js"></script>')
    assert fetched(page) == ["//cdn.example/a.css", "/a.js"]
