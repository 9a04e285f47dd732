"""What a reporter's pages weigh, and when they are seen: python benchmarks/pages.py [--json] [--languages en,ar].

The real commands serve a new demonstration, and Debian's Chromium walks the way of somebody who reports and comes back
(`tests/journeys/weighing.py`), at 360 by 740 pixels, with scripts on. It walks once with an empty cache at each page,
once with what it has kept, and once with an empty cache on each of two poor lines, as the browser itself slows them
down: so many bits a second, and so many milliseconds before each answer. Setting a connection up is not slowed: on a
real line of 400 ms that is two or three times as long again, once a visit.

Bytes are those on the wire, headers included. The largest contentful paint counts from the click. The mailbox has one
size whatever it says, uncompressed (`base.same_size`): no bar of weight stands against it. Exit 1 when a bar is missed.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys.weighing import OPENINGS, Line, Opening, Scales  # noqa: E402
from tests.web.weights import FIRST_PAGE, NEXT_PAGE, REQUESTS  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LANGUAGES = "en,pa,ur,ar,so"
SLOW, POOR = Line("50 kbit/s, 400 ms", 50, 400), Line("400 kbit/s, 150 ms", 400, 150)
PAINT_SECONDS = {SLOW: 5.0, POOR: 1.5}
WALKS = 4


@dataclass(frozen=True)
class Figures:
    """One page in one language. Bytes are on the wire; seconds are to the largest contentful paint."""

    page: str
    language: str
    requests: int
    first_bytes: int
    next_bytes: int
    slow_seconds: float
    poor_seconds: float
    is_padded: bool

    def missed(self) -> list[str]:
        """The bars that this page misses, a sentence each."""
        bars = {
            f"{self.requests} requests": self.requests > REQUESTS,
            f"{self.first_bytes:,} bytes with an empty cache": self.first_bytes > FIRST_PAGE and not self.is_padded,
            f"{self.next_bytes:,} bytes as a next page": self.next_bytes > NEXT_PAGE and not self.is_padded,
            f"{self.slow_seconds} s at {SLOW.name}": self.slow_seconds >= PAINT_SECONDS[SLOW],
            f"{self.poor_seconds} s at {POOR.name}": self.poor_seconds >= PAINT_SECONDS[POOR],
        }
        return [f"{self.page} ({self.language}): {bar}" for bar, is_missed in bars.items() if is_missed]


class Walker:
    """A browser before a house, and a bar that moves with each page."""

    def __init__(self, browser: "Browser", address: str, progress: Progress, pages: int) -> None:
        self._browser = browser
        self._address = address
        self._progress = progress
        self._task = progress.add_task("pages", total=pages)

    def walk(self, language: str, line: Line | None = None, *, keeps: bool = False) -> Iterator[tuple[Opening, Scales]]:
        """Open one page after another in a new profile; yield each with the scales that stand on it."""
        from tests.journeys.conftest import PHONE

        with self._browser.new_context(base_url=self._address, viewport=PHONE) as context:
            scales = Scales(context.new_page(), line, keeps=keeps)
            if keeps:
                scales.weigh(OPENINGS[1], language)
            for opening in OPENINGS:
                yield opening, scales
                self._progress.advance(self._task)

    def measure(self, language: str) -> list[Figures]:
        """Walk the way four times in one language."""
        first = [scales.weigh(opening, language) for opening, scales in self.walk(language)]
        later = [scales.weigh(opening, language) for opening, scales in self.walk(language, keeps=True)]
        painted = {}
        for line in (SLOW, POOR):
            painted[line] = [
                round(scales.largest_paint(), 2)
                for opening, scales in self.walk(language, line)
                if scales.weigh(opening, language)
            ]
        return [
            Figures(page.name, language, one.requests, one.wire_bytes, next_one.wire_bytes, slow, poor, page.is_padded)
            for page, one, next_one, slow, poor in zip(OPENINGS, first, later, *painted.values(), strict=True)
        ]


def measure(languages: list[str]) -> list[Figures]:
    """Serve a house and open its pages."""
    from playwright.sync_api import sync_playwright

    from tests.house import running_house
    from tests.journeys.conftest import FLAGS

    with (
        tempfile.TemporaryDirectory(prefix="safetoshare-benchmark-") as folder,
        running_house(Path(folder), {"SAFETOSHARE_DATABASE_URL": ""}) as house,
        sync_playwright() as playwright,
        Progress(console=Console(stderr=True)) as progress,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        walker = Walker(browser, house.address, progress, len(languages) * WALKS * len(OPENINGS))
        figures = [row for language in languages for row in walker.measure(language)]
        browser.close()
    return figures


def table_of(figures: list[Figures]) -> Table:
    """Each page with its worst figures among the languages, and whose they are."""
    table = Table(title="A reporter's pages: the worst language of each figure", box=SIMPLE, padding=(0, 1, 0, 0))
    for heading in ("page", "requests", "first bytes", "next bytes", f"s at {SLOW.name}", f"s at {POOR.name}"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    for opening in OPENINGS:
        rows = [row for row in figures if row.page == opening.name]
        cells = []
        for name in ("requests", "first_bytes", "next_bytes", "slow_seconds", "poor_seconds"):
            worst = max(rows, key=lambda row: getattr(row, name))
            cells.append(f"{getattr(worst, name):,}" + ("" if name == "requests" else f" {worst.language}"))
        table.add_row(opening.name + (" (padded)" if opening.is_padded else ""), *cells)
    return table


def worst_of(figures: list[Figures]) -> list[str]:
    """Say which page is the worst: by weight among those that have a bar, and by what is seen last."""
    heaviest = max((row for row in figures if not row.is_padded), key=lambda row: row.first_bytes)
    latest = max(figures, key=lambda row: row.slow_seconds)
    return [
        f"Heaviest: {heaviest.page} ({heaviest.language}), {heaviest.first_bytes:,} bytes of {FIRST_PAGE:,}.",
        f"Seen last: {latest.page} ({latest.language}), {latest.slow_seconds} s of {PAINT_SECONDS[SLOW]:g} "
        f"at {SLOW.name}.",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--languages", default=LANGUAGES, help="which, with commas")
    arguments = parser.parse_args()
    figures = measure(arguments.languages.split(","))
    missed = [bar for row in figures for bar in row.missed()]
    if arguments.json:
        json.dump([asdict(row) for row in figures], sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        Console(width=120).print(table_of(figures), *worst_of(figures), sep="\n", highlight=False)
    Console(stderr=True).print(*(f"Missed: {bar}" for bar in missed), sep="\n")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
