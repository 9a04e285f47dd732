"""html-validate finds nothing: on public pages in five languages, behind the doors in English and Arabic, after errors.

The pages are found, not listed: every address of the house, asked for by somebody who may. The rules are those that
html-validate recommends; `htmlvalidate.mjs` says which are used otherwise, and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from safetoshare.base.languages import LANGUAGES
from tests.attacks.house import House, build, undone
from tests.base.every_address import every_address
from tests.base.unwrapper.in_process import InProcess
from tests.checkers.tools import HERE, run_tool
from tests.report.conftest import SafeguardingUnit
from tests.report.pages import Reporter

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "audit"])]

CONFIG = HERE / "htmlvalidate.mjs"
HELP_FOUND = "/help/?area=E06000023&need=domestic_abuse"


class Pages:
    """A folder of pages, each under the address that it came from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._names)

    def add(self, name: str, answer: Any) -> None:  # noqa: ANN401  # the client's own response
        """Keep an answer that is a page; what is something else is not looked at."""
        if "html" not in answer.headers.get("Content-Type", "") or not answer.content:
            return
        assert answer.status_code < 500, name
        path = self._folder / f"{len(self._names)}.html"
        path.write_bytes(answer.content)
        self._names[str(path)] = name

    def faults(self) -> list[str]:
        """What html-validate says of them, a line for each kind of fault, with the first page that has it."""
        assert self._names
        answer = self._folder.with_suffix(".json")
        results = run_tool("html-validate", answer, "--config", CONFIG, "--formatter", f"json={answer}", self._folder)
        found: dict[str, str] = {}
        for result in results:
            for one in result["messages"]:
                where = f"{self._names[result['filePath']]}:{one['line']} {one.get('selector')}"
                found.setdefault(f"{one['ruleId']}: {one['message']}", where)
        return [f"{fault} ({where})" for fault, where in sorted(found.items())]


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    folder = tmp_path / "pages"
    folder.mkdir()
    return Pages(folder)


def public_addresses() -> Iterator[str]:
    """Every address before the doors, with identifiers of nothing."""
    yield from (one.path for one in every_address(_Nothing()) if one.door is None)
    yield HELP_FOUND


class _Nothing(dict[str, UUID]):
    def __missing__(self, _key: str) -> UUID:
        return uuid4()


@pytest.mark.parametrize("code", [language.code for language in LANGUAGES])
def test_every_public_page(visitor: Client, unit: SafeguardingUnit, pages: Pages, code: str) -> None:
    for address in public_addresses():
        pages.add(address, visitor.get(f"/{code}{address}"))
    assert len(pages) > 20
    pages.add("/", visitor.get("/"))
    for door in ("staff", "partner"):
        pages.add(door, visitor.get(f"/{code}/{door}/"))
        pages.add(f"{door}, wrong", visitor.post(f"/{code}/{door}/sign-in/", {"name": "", "code": ""}))
    assert pages.faults() == []


@pytest.mark.parametrize("code", [language.code for language in LANGUAGES])
def test_every_page_of_a_reporter_with_its_errors(
    visitor: Client, unit: SafeguardingUnit, pages: Pages, code: str
) -> None:
    reporter = Reporter(visitor, code)
    pages.add("receipt", reporter.take_receipt())
    pages.add("receipt, wrong", reporter.post("/report/write/", ticket=reporter.ticket, groups="1"))
    pages.add("receipt, too old", reporter.post("/report/write/", ticket="x", groups="1"))
    pages.add("way, unknown", reporter.post("/report/receipt/", promise_day="", way="none"))
    pages.add("work", reporter.post("/report/work/"))
    pages.add("what", reporter.reach_form())
    for page, to in (("what", "more"), ("more", "help"), ("help", "contact"), ("contact", "check")):
        pages.add(to, reporter.go(page, to, account="He took my wages.", danger="yes"))
    pages.add("empty", Reporter(visitor, code).report(account=""))
    pages.add("received", reporter.report(account="He took my wages.", danger="yes"))
    pages.add("mailbox", reporter.come_back())
    pages.add("mailbox, wrong", reporter.come_back("1"))
    assert pages.faults() == []


@pytest.fixture
def house(unwrapper: InProcess, monkeypatch: pytest.MonkeyPatch) -> House:
    return build(monkeypatch)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_every_page_behind_the_doors(house: House, pages: Pages, code: str) -> None:
    for address in house.addresses():
        for seat in house.seats_at(address):
            page = house.page_of(address).replace("/en/", f"/{code}/", 1)
            pages.add(f"{seat.role.value} {page}", seat.browser.get(page))
    assert len(pages) > 60
    assert pages.faults() == []


def test_every_form_behind_the_doors_sent_empty(house: House, pages: Pages) -> None:
    for seat, form in house.forms():
        with undone(seat.browser):
            pages.add(f"{form.address}, empty", seat.post(form, **dict.fromkeys(form.typed, "")))
    assert len(pages) > 15
    assert pages.faults() == []


def test_a_planted_fault_is_found(pages: Pages, visitor: Client) -> None:
    answer = visitor.get("/en/")
    answer.content = answer.content.replace(b"</main>", b"<p><div></p></main>")
    pages.add("planted", answer)
    assert [
        fault for fault in pages.faults() if fault.startswith(("close-order", "no-implicit-close", "element-permitted"))
    ]
