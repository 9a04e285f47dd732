"""The pages of a reporter's way, opened one after another, and what each takes on the wire.

`OPENINGS` is the way: all pages that somebody meets who reports, comes back, or looks whom to believe first. Each is
opened as a person would: those that answer a form, by that form. `Scales` reads from the browser itself (the events
of the domain Network) what came over the line: bytes as they were sent, headers included. What the browser had kept
counts as nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Page

# Long enough for a page of 14 kB at 50 kbit/s, many times over.
PATIENCE_MILLISECONDS = 20_000
_ACCOUNT = "He keeps my papers and my wages."
_LARGEST_PAINT = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""


class BrokenLineError(Exception):
    """Something that a page loads did not come."""


@dataclass(frozen=True)
class Opening:
    """A page of the way, and how one gets to it from the page before.

    `is_padded`: it has one size whatever it says, larger than a page may be (`base.same_size`).
    """

    name: str
    open: Callable[[Page, str], object]
    is_padded: bool = False


@dataclass(frozen=True)
class Line:
    """A poor line: kbit/s down and up, and the milliseconds that each request waits for its answer."""

    name: str
    kilobits: int
    latency: int


@dataclass(frozen=True)
class Weight:
    """What one opening took: requests, and bytes on the wire."""

    requests: int
    wire_bytes: int


class Scales:
    """Weighs what one page of a browser loads, with an empty cache each time unless `keeps`.

    The page must have no `route` of Playwright's: with one, the browser keeps nothing.
    """

    def __init__(self, page: Page, line: Line | None = None, *, keeps: bool = False) -> None:
        self._page = page
        self._network: CDPSession = page.context.new_cdp_session(page)
        self._requests = 0
        self._on_their_way: set[str] = set()
        self._kept: set[str] = set()
        self._bytes: dict[str, int] = {}
        self._failures: list[str] = []
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        for event, note in {
            "requestWillBeSent": self._sent,
            "responseReceived": self._answered,
            "requestServedFromCache": lambda event: self._kept.add(event["requestId"]),
            "loadingFinished": self._finished,
            "loadingFailed": self._failed,
        }.items():
            self._network.on(f"Network.{event}", note)
        self._network.send("Network.enable")
        self._network.send("Network.setCacheDisabled", {"cacheDisabled": not keeps})
        if line:
            a_second = line.kilobits * 1000 / 8
            conditions = {"downloadThroughput": a_second, "uploadThroughput": a_second, "latency": line.latency}
            self._network.send("Network.emulateNetworkConditions", {"offline": False, **conditions})

    def weigh(self, opening: Opening, language: str) -> Weight:
        """Open the page and wait until all that it loads is there. BrokenLineError when something does not come."""
        self._requests = 0
        self._bytes.clear()
        self._kept.clear()
        opening.open(self._page, language)
        self._page.wait_for_load_state()
        while self._on_their_way:
            self._page.wait_for_timeout(10)
        if self._failures:
            raise BrokenLineError(", ".join(self._failures))
        return Weight(self._requests - len(self._kept), sum(self._bytes.values()))

    def largest_paint(self) -> float:
        """Seconds from the click to the largest contentful paint of the page that is shown."""
        return float(self._page.evaluate(_LARGEST_PAINT)) / 1000

    def _sent(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("data:"):
            return
        self._requests += 1
        self._on_their_way.add(event["requestId"])
        if "redirectResponse" in event:
            self._add(event["requestId"], event["redirectResponse"]["encodedDataLength"])

    def _answered(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self._kept.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._on_their_way and event["requestId"] not in self._kept:
            self._add(event["requestId"], event["encodedDataLength"])
        self._on_their_way.discard(event["requestId"])

    def _failed(self, event: dict[str, Any]) -> None:
        # An exception here would be lost: whoever waits raises it.
        if event["requestId"] in self._on_their_way:
            self._failures.append(event["errorText"])
        self._on_their_way.discard(event["requestId"])

    def _add(self, request: str, size: float) -> None:
        self._bytes[request] = self._bytes.get(request, 0) + int(size)


def _at(path: str) -> Callable[[Page, str], object]:
    return lambda page, language: page.goto(path.format(language))


def _press(button: str = "button", **typed: str) -> Callable[[Page, str], object]:
    """Type into fields, then press the last button of this kind in the page's form."""

    def press(page: Page, _language: str) -> None:
        for name, words in typed.items():
            page.locator(f"[name={name}]").fill(words)
        with page.expect_navigation():
            page.locator(f"main form {button}").last.click()

    return press


def _receipt(page: Page) -> list[str]:
    return re.findall(r"\b\d{4}\b", page.locator("p.govuk-heading-l").inner_text())


def _write_it_down(page: Page, language: str) -> None:
    _press(groups=" ".join(_receipt(page)[-2:]))(page, language)


def _come_back(page: Page, language: str) -> None:
    receipt = _receipt(page)
    page.goto(f"/{language}/return/")
    page.locator("[name=receipt]").fill(" ".join(receipt))


def _to(page: str) -> str:
    return f"button[name=to][value={page}]"


OPENINGS = (
    Opening("choose a language", _at("/")),
    Opening("start page", _at("/{}/")),
    Opening("safety", _at("/{}/safety/")),
    Opening("report: leaving", _at("/{}/report/")),
    Opening("report: easy read", _at("/{}/easy/")),
    Opening("report: our rule", _at("/{}/report/rule/")),
    Opening("report: receipt", _press("button[value=report]")),
    Opening("report: what happened", _write_it_down),
    Opening("report: more", _press(_to("more"), account=_ACCOUNT)),
    Opening("report: help wanted", _press(_to("help"))),
    Opening("report: safe contact", _press(_to("contact"))),
    Opening("report: check", _press(_to("check"))),
    Opening("report: received", _press("button[formaction$='/report/send/']")),
    Opening("return", _come_back),
    Opening("return: mailbox", _press(), is_padded=True),
    Opening("help", _at("/{}/help/")),
    Opening("help found", _at("/{}/help/?area=E06000023&need=domestic_abuse")),
    Opening("promise", _at("/{}/promise/")),
    Opening("log", _at("/{}/log/")),
)
