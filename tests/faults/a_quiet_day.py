"""A day on which nothing is told to anybody, lived with one set of facts about a person or with another.

`python -m tests.faults.a_quiet_day FOLDER FACTS` lives it in a house of its own, always at the same moment and with the
same identifiers. FACTS is a JSON object: `report` and `assessment`, answers by field; `leak`, whether a case whose
person needs advice on immigration is looked at a day sooner, as it must not be. Afterwards FOLDER holds what `a_day`
leaves, and `seen.json`: what each account sees on every page that it finds, with the number of queries.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from tests.faults.a_day import Day, draw_from, finish, last_report, settle, unwrapper_here

AT: Final = datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/London"))
SEED: Final = 11
# Of the pages of those who may read what a person said, the lists are compared, which open nothing.
LISTS: Final = ("/en/staff/", "/en/staff/cases/", "/en/staff/erasures/", "/en/staff/people/")
PUBLIC: Final = ("/en/", "/en/log/", "/en/log/checkpoint", "/en/promise/", "/en/scrutiny/", "/en/keys/", "/en/help/")
# The demonstration draws its passphrases, and shows them: they differ in length too.
_PASSPHRASE: Final = r"\b[a-z-]+(?: [a-z-]+){5}(?=</span></dd>)"
_MOST_PAGES: Final = 60
# What the library draws at random, so that it differs between any two houses: its length stands for it.
DRAWN: Final = (
    r'value="[^"]{40,}"',  # what is sealed into a form, and what checks the form's way
    "<!--[^>]*-->",  # what pads a page to its size
    "(?:[0-9a-f]{4} ){7}[0-9a-f]{4}",  # the fingerprint of the key list
    "[A-Za-z0-9+/]{42,}={0,2}",  # hashes and signatures of the log
)


def live(day: Day, facts: dict[str, dict[str, Any]]) -> None:
    """A report, a case, its assessment, a message and her coming back; and the worker's morning after."""
    from safetoshare.base import clock
    from safetoshare.base.schedule import all_jobs, run_what_is_due

    receipt = day.reports(danger="no", area="E06000023", **facts["report"])
    officer = day.signs_in("victim-care-officer")
    case = day.does(officer, last_report(officer), pathway="domestic_abuse").headers["Location"]
    day.does(officer, f"{case}assessment/", language="ar", **facts["assessment"])
    day.does(officer, f"{case}message/")
    day.comes_back(receipt, writes=True)
    if facts.get("leak") and facts["assessment"].get("need_immigration_advice") == "yes":
        look_sooner()
    with clock.clock_at((AT + timedelta(days=1)).replace(hour=6, minute=0)):
        assert all(done.succeeded for done in run_what_is_due(all_jobs()))


def look_sooner() -> None:
    """The planted leak: a day in the clear that depends on what was said."""
    from django.db.models import F

    from safetoshare.base.database import unit_of_work
    from safetoshare.hub.models import Case

    with unit_of_work(write=True):
        Case.objects.update(review_on=F("review_on") - timedelta(days=1))


def seen_by_everybody(day: Day) -> dict[str, dict[str, list[object]]]:
    """Return account -> address -> status, page and number of queries; and the same for whoever signs in nowhere."""
    from safetoshare.base.demonstration import synthetic_accounts
    from safetoshare.base.permissions import CASE_ROLES, KEY_HOLDERS

    seen = {"nobody": {address: _page(day.new_browser(), address) for address in PUBLIC}}
    for account in sorted(synthetic_accounts(), key=lambda one: one.name):
        door = "partner" if "partner" in account.role else "staff"
        if account.name == "victim-care-officer":
            continue  # her code of this half minute is used up
        desk = day.signs_in(account.name, door) if account.role in KEY_HOLDERS else day.comes_in(account, door)
        may_see = account.role in CASE_ROLES
        seen[account.name] = _found(desk, LISTS if may_see else (f"/en/{door}/",), follows=not may_see)
    return seen


def _found(desk: Any, start: tuple[str, ...], *, follows: bool) -> dict[str, list[object]]:  # noqa: ANN401  # a client
    pages: dict[str, list[object]] = {}
    waiting = list(start)
    while waiting and len(pages) < _MOST_PAGES:
        address = waiting.pop(0)
        pages[address] = _page(desk, address)
        if follows:
            links = re.findall(r'href="(/en/(?:staff|partner)/[^"#]*)"', str(pages[address][1]))
            waiting += sorted(set(links) - set(pages) - set(waiting))
    return pages


def _page(browser: Any, address: str) -> list[object]:  # noqa: ANN401  # a client
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connections["default"]) as queries:
        answer = browser.get(address)
    page = re.sub(_PASSPHRASE, "", answer.content.decode())
    for drawn in DRAWN:
        page = re.sub(drawn, lambda found: f"({len(found[0])} drawn)", page)
    return [answer.status_code, page, len(queries)]


def main() -> None:
    folder, facts = Path(sys.argv[1]).absolute(), json.loads(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    os.umask(0o077)
    draw_from(SEED)
    from safetoshare.base import clock

    with clock.clock_at(AT):
        settle(folder)
        logging.getLogger("safetoshare").addHandler(logging.FileHandler(folder / "log.txt"))
        day = Day()
        with unwrapper_here():
            live(day, facts)
            seen = seen_by_everybody(day)
        (folder / "seen.json").write_text(json.dumps(seen, ensure_ascii=False, indent=1), "utf-8")
        finish(folder)
    sys.stdout.write(f"{sum(map(len, seen.values()))} pages were seen.\n")


if __name__ == "__main__":
    main()
