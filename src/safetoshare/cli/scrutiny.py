"""`safetoshare scrutiny`: what published documents say, without a database.

`read` exits with 0 when at least one recommendation is answered, 1 when none was found or none is answered, 2 when
the file cannot be read.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.markup import escape

from safetoshare.cli.console import Subparsers, print_json, read_bytes, say, table
from safetoshare.core.documents.answers import Recommendation
from safetoshare.core.documents.as_json import as_json
from safetoshare.core.documents.markdown import MAX_BYTES, read_markdown
from safetoshare.core.documents.reading import Reading, read_response
from safetoshare.core.errors import DocumentError

READABLE = (".md", ".markdown")
_SHOWN_CHARACTERS = 100


def register(subparsers: Subparsers) -> None:
    """Add the group `scrutiny` with its commands."""
    group = subparsers.add_parser("scrutiny", help="recommendations and the answers to them")
    commands = group.add_subparsers(metavar="COMMAND", required=True)
    read = commands.add_parser("read", help="read a published response (Markdown)")
    read.add_argument("file", metavar="FILE|-", help="a Markdown file, or - for standard input")
    read.add_argument("--json", action="store_true", help="print the reading as JSON")
    read.set_defaults(run=run_read)


def run_read(arguments: argparse.Namespace) -> int:
    """Read one published response and print what it says."""
    reading = read_response(read_markdown(_content(arguments.file)))
    if arguments.json:
        print_json(as_json(reading))
    else:
        _show(reading)
    return 1 if reading.falls_short else 0


def _content(name: str) -> bytes:
    """Return the bytes of a file or of standard input, at most one more than the reader takes."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    path = Path(name)
    if path.suffix.lower() not in READABLE:
        raise DocumentError(f"{name}: Markdown ({', '.join(READABLE)}) is what can be read; convert the document first")
    if path.exists() and not path.is_file():
        raise DocumentError(f"{name}: this is not a file")
    if path.is_file() and path.stat().st_size > MAX_BYTES:
        raise DocumentError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB: a published response is far smaller")
    return read_bytes(name)


def _show(reading: Reading) -> None:
    for name, value in (
        ("Title", reading.title),
        ("Super-complaint by", reading.super_complaint),
        ("Report published", reading.report_published),
        ("Response from", reading.responder),
        ("Kind of body", reading.responder_kind),
        ("Response dated", reading.response_date),
    ):
        say(f"{name + ':':<20}{value or 'not said'}")
    columns = ("No.", "To", "Asked", "Answer", "Stance", "Progress")
    # A document may hold what the table would take for its own markup.
    table("Recommendations", columns, [[escape(cell) for cell in _row(each)] for each in reading.recommendations])
    for warning in reading.warnings:
        say(f"Check: {warning.message}")


def _row(recommendation: Recommendation) -> tuple[str, ...]:
    position = recommendation.position
    answer = recommendation.answer
    return (
        recommendation.number or "none",
        ", ".join(_words(code) for code in recommendation.recipients) or "not said",
        _short(recommendation.text or "not quoted"),
        _short(answer.text) if answer else "NO ANSWER",
        _words(position.stance),
        _words(position.progress) if position.progress else "not said",
    )


def _words(code: str) -> str:
    return code.replace("_", " ")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN_CHARACTERS else flat[: _SHOWN_CHARACTERS - 1] + "…"
