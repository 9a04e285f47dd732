"""A real browser, Debian's Chromium, in front of a real house. Nothing beyond this machine is ever reached."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, ViewportSize, sync_playwright

from tests.house import House, fresh_database, running_house
from tests.postgres import Cluster

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MILLISECONDS = 8_000
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[House]:
    """A demonstration, served on the database of this suite."""
    with ExitStack() as stack:
        database = {"SAFETOSHARE_DATABASE_URL": ""}
        if os.environ.get("SAFETOSHARE_DATABASE_URL", "").startswith("postgresql:"):
            cluster: Cluster = request.getfixturevalue("postgresql_cluster")
            database = dict(stack.enter_context(fresh_database(cluster)))
        yield stack.enter_context(running_house(tmp_path_factory.mktemp("house"), database))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys; each visitor has a profile of her own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield chromium
        chromium.close()


@dataclass
class Visitor:
    """A person at a browser. What the pages asked of other hosts, and what the console said, is kept."""

    page: Page
    asked_elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def reads(self, text: str) -> bool:
        """Whether the text stands on the page."""
        return text in self.page.locator("body").inner_text()

    def scrolls_sideways(self) -> bool:
        """Whether the page is wider than the screen, once its style sheet is there."""
        self.page.wait_for_load_state()
        wide: bool = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return wide


Welcome = Callable[..., Visitor]


@pytest.fixture
def welcome(browser: Browser, house: House) -> Iterator[Welcome]:
    """`welcome(language=..., javascript=..., screen=...)`: a new visitor with a fresh profile."""
    with ExitStack() as stack:

        def new_visitor(language: str = "en", *, javascript: bool = True, screen: ViewportSize = PHONE) -> Visitor:
            context = browser.new_context(
                base_url=house.address,
                locale=language,
                java_script_enabled=javascript,
                viewport=screen,
                # Only `evaluate` of the accessibility check needs it; the header itself is tested elsewhere.
                bypass_csp=True,
            )
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE_MILLISECONDS)
            visitor = Visitor(context.new_page())
            _keep_on_this_machine(visitor)
            return visitor

        yield new_visitor


def _keep_on_this_machine(visitor: Visitor) -> None:
    def is_ours(url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("data", "about", "blob") or parts.hostname == "127.0.0.1"

    def refuse(route: Route, request: Request) -> None:
        if not request.is_navigation_request():
            visitor.asked_elsewhere.append(request.url)
        route.abort()

    def note(complaint: str) -> None:
        # An answer to a wrong form is 422, which the browser calls a failure and a person sees as an error summary.
        if "status of 422" not in complaint:
            visitor.complaints.append(complaint)

    visitor.page.route(lambda url: not is_ours(url), refuse)
    visitor.page.on("console", lambda message: note(message.text))
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[Visitor, str], Path]:
    """`picture(visitor, name)`: a screenshot in ./var/pictures, for eyes."""

    def take(visitor: Visitor, name: str) -> Path:
        folder = request.config.rootpath / "var" / "pictures"
        path = folder / f"{name}.png"
        visitor.page.screenshot(path=path, full_page=True)
        return path

    return take
