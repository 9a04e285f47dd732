"""`python -m tests.checkers.lighthouse`: Lighthouse's scores for public pages of a served demonstration.

Accessibility and best practices are tests (`test_lighthouse.py`); performance depends on the machine and is a figure
for docs/benchmarks.md. Debian's Chromium, Lighthouse's own phone and line ("slow 4G", simulated).
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.checkers.tools import run_tool
from tests.house import running_house
from tests.journeys.conftest import FLAGS

CHROMIUM: Final = "/usr/bin/chromium"
BARS: Final = ("accessibility", "best-practices")
CATEGORIES: Final = (*BARS, "performance")
# Now and then the browser gives Lighthouse no trace of a page (NO_NAVSTART), whatever the page.
_TRIES = 3
PATHS: Final = (
    *("/{}/", "/{}/safety/", "/{}/easy/", "/{}/report/", "/{}/report/rule/", "/{}/return/", "/{}/help/"),
    *("/{}/help/?area=E06000023&need=domestic_abuse", "/{}/promise/", "/{}/log/", "/{}/policy/"),
)
PAGES: Final = tuple(path.format(code) for code in ("en", "ar") for path in PATHS)


@dataclass(frozen=True)
class Scores:
    """Of one page: a category's score from 0 to 100, and the audits that took something from it."""

    page: str
    of: dict[str, int]
    missed: dict[str, list[str]]


def scores(address: str, page: str, folder: Path, categories: tuple[str, ...] = CATEGORIES) -> Scores:
    """Let Lighthouse look at one page of the house at this address. AssertionError when it could not."""
    report = _report(f"{address}{page}", folder / "lighthouse.json", categories)
    of, missed = {}, {}
    for name in categories:
        category = report["categories"][name]
        assert category["score"] is not None, f"{page}: {name} has no score"
        of[name] = round(category["score"] * 100)
        audits = {one["id"]: report["audits"][one["id"]] for one in category["auditRefs"] if one["weight"]}
        missed[name] = [audit for audit, one in audits.items() if one["score"] is not None and one["score"] < 1]
    return Scores(page, of, missed)


def _report(address: str, answer: Path, categories: tuple[str, ...]) -> dict[str, Any]:
    told = [f"--only-categories={','.join(categories)}", "--output=json", f"--output-path={answer}", "--quiet"]
    told += [f"--chrome-path={CHROMIUM}", f"--chrome-flags={' '.join(FLAGS)}", "--no-enable-error-reporting"]
    for _ in range(_TRIES):
        answer.unlink(missing_ok=True)
        report: dict[str, Any] = run_tool("lighthouse", answer, address, *told)
        if not report.get("runtimeError"):
            return report
    raise AssertionError(f"{address}: {report['runtimeError']['message']}")


def main() -> int:
    """Print a table of all pages; with --json the scores alone."""
    with (
        tempfile.TemporaryDirectory(prefix="safetoshare-lighthouse-") as folder,
        running_house(Path(folder) / "var", {"SAFETOSHARE_DATABASE_URL": ""}) as house,
    ):
        pages = track(PAGES, "pages", console=Console(stderr=True))
        found = [scores(house.address, page, Path(folder)) for page in pages]
    if "--json" in sys.argv[1:]:
        sys.stdout.write(json.dumps({one.page: one.of for one in found}, indent=2) + "\n")
        return 0
    table = Table("page", *CATEGORIES, "what took something", box=SIMPLE)
    for one in found:
        missed = ", ".join(audit for audits in one.missed.values() for audit in audits)
        table.add_row(one.page, *(str(one.of[name]) for name in CATEGORIES), missed)
    Console(width=140).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
