"""Makes each source (responses/NAME.md) into HTML, DOCX and PDF: `python -m tests.core.documents.making [NAME ...]`.

A source is written once; how it is framed and printed stands in responses/making.toml. The PDF files are printed by
chromium, so that their bytes change with every making: make only what has changed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from tests.core.documents.comparing import NAMES, RESPONSES
from tests.core.documents.making.web import page_of, printed_page_of
from tests.core.documents.making.word import docx_of

CHROMIUM = [
    "/usr/bin/chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
    "--disable-pdf-tagging",
]


def main(names: list[str]) -> None:
    """Make the documents of these names, or of all."""
    ways: dict[str, Any] = tomllib.loads((RESPONSES / "making.toml").read_text(encoding="utf-8"))
    for name in names or NAMES:
        way = ways.get(name, {})
        source = (RESPONSES / f"{name}.md").read_text(encoding="utf-8")
        (RESPONSES / f"{name}.html").write_text(page_of(source, way.get("root", "main")), encoding="utf-8")
        (RESPONSES / f"{name}.docx").write_bytes(docx_of(source))
        switches = {name: way.get(name, False) for name in ("footer", "hyphens", "split_rows")}
        page = printed_page_of(source, way.get("header", ""), **switches)
        (RESPONSES / f"{name}.pdf").write_bytes(printed(page))
        sys.stdout.write(f"{name}\n")


def printed(page: str) -> bytes:
    """Return an HTML page as PDF."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        command = [*CHROMIUM, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603
        return target.read_bytes()


if __name__ == "__main__":
    main(sys.argv[1:])
