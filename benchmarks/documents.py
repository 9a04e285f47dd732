"""Measures the reading of published responses: one of ten pages in each format, and a thousand documents at once.

Run: .venv/bin/python benchmarks/documents.py [--documents N] [--json]. The document of ten pages is the real response
of the tests, twice over, made into each format (its PDF by chromium). A reading begins with the bytes and ends with the
answers: the confined process, its start and its imports are counted. The thousand are the documents of the tests in all
four formats, again and again, on two cores; what fails to give a recommendation fails the run. Figures, not promises:
compare runs on the same machine.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from rich.bar import Bar
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from safetoshare.base.confined.documents import read_confined
from safetoshare.cli.console import print_json, progress_of
from safetoshare.core.documents.reading import read_response
from tests.core.documents.comparing import NAMES, RESPONSES
from tests.core.documents.making.__main__ import printed
from tests.core.documents.making.web import page_of, printed_page_of
from tests.core.documents.making.word import docx_of

ENDINGS = ("md", "html", "docx", "pdf")
CORES = 2
TURNS = 7
Figure = dict[str, Any]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = [*_ten_pages(), *_many(arguments.documents)]
    if arguments.json:
        print_json(figures)
    else:
        _show(figures)


def _ten_pages() -> Iterator[Figure]:
    source = (RESPONSES / "avon-and-somerset-pcc-2021.md").read_text(encoding="utf-8")
    source += "\n\n## Annex: the same once more\n\n" + source
    page = printed_page_of(source, "Response", footer=True, hyphens=False, split_rows=False)
    contents = {
        "Markdown": source.encode(),
        "HTML": page_of(source, "main").encode(),
        "DOCX": docx_of(source),
        "PDF": printed(page),
    }
    for name, content in contents.items():
        seconds = [_seconds(content) for _ in range(TURNS)]
        yield _figure(f"ten pages of {name}, {len(source):,} characters", statistics.median(seconds), "s", most=1)


def _many(count: int) -> Iterator[Figure]:
    every = [(RESPONSES / f"{name}.{ending}").read_bytes() for name in NAMES for ending in ENDINGS]
    contents = list(islice(cycle(every), count))
    started = time.perf_counter()
    with ThreadPoolExecutor(CORES) as workers, progress_of("Documents read", shown=sys.stderr.isatty()) as progress:
        for done, _ in enumerate(workers.map(_seconds, contents), 1):
            progress(done, count)
    whole = time.perf_counter() - started
    yield _figure(f"{count:,} documents on {CORES} cores", whole, "s", most=300 * count / 1_000)
    yield _figure("documents a second", count / whole, "a second")


def _seconds(content: bytes) -> float:
    """Return the seconds by the clock from the bytes of a document to its reading."""
    started = time.perf_counter()
    reading = read_response(read_confined(content))
    seconds = time.perf_counter() - started
    if not reading.recommendations:
        raise SystemExit("a document gave no recommendation")
    return seconds


def _figure(what: str, value: float, unit: str, most: float | None = None) -> Figure:
    return {"what": what, "value": round(value, 3), "unit": unit, "most": most, "met": most is None or value <= most}


def _show(figures: Sequence[Figure]) -> None:
    console = Console() if sys.stdout.isatty() else Console(width=120)
    shown = Table(title="Reading of documents", title_justify="left")
    for column in ("What", "Value", "Bar", "Met", "Of the bar"):
        shown.add_column(column, overflow="fold")
    for figure in figures:
        most = figure["most"]
        limit = f"at most {most:g} {figure['unit']}" if most else ""
        met = ("yes" if figure["met"] else "NO") if most else ""
        part = Bar(1, 0, min(figure["value"] / most, 1), width=24) if most else ""
        shown.add_row(figure["what"], f"{figure['value']:,} {figure['unit']}", limit, met, part)
    console.print(shown)


if __name__ == "__main__":
    main()
