"""`safetoshare scrutiny`: what published documents say, and entering them into the register.

`read` needs no database. It reads Markdown, HTML, DOCX and PDF, told by what a file holds, each in a confined
process. It exits with 0 when every document answers at least one recommendation, 1 when in one of them none was found
or none is answered, 2 when one cannot be read. `import` enters a response, or what a register file in TOML says
(super-complaints, the report that it answers, what followed): 0 when it stands in the register afterwards, whether new
or known already; 1 when it was refused as a whole, with the reasons; 2 when the file cannot be read.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from safetoshare.base.confined.documents import read_confined
from safetoshare.cli.console import Subparsers, print_json, progress_of, read_bytes, say, table
from safetoshare.cli.django_setup import load_django
from safetoshare.core.documents.answers import Recommendation
from safetoshare.core.documents.as_json import as_json
from safetoshare.core.documents.formats import MAX_BYTES
from safetoshare.core.documents.reading import Reading, read_response
from safetoshare.core.errors import BadInputError, DocumentError, RefusedError

if TYPE_CHECKING:
    from safetoshare.scrutiny.api import Outcome, RegisterDiffers, RegisterEntered

REGISTER_FILE = ".toml"
_SHOWN_CHARACTERS = 100


def register(subparsers: Subparsers) -> None:
    """Add the group `scrutiny` with its commands."""
    group = subparsers.add_parser("scrutiny", help="recommendations and the answers to them")
    commands = group.add_subparsers(metavar="COMMAND", required=True)
    read = commands.add_parser("read", help="read published responses (Markdown, HTML, DOCX, PDF)")
    read.add_argument("files", metavar="FILE|-", nargs="+", help="documents, or - for standard input")
    read.add_argument("--json", action="store_true", help="print the reading as JSON; of several, a list of them")
    read.set_defaults(run=run_read)
    enter = commands.add_parser("import", help="enter a published response, or a register file, into the register")
    enter.add_argument(
        "file", metavar="FILE", help="a response (Markdown, HTML, DOCX, PDF), or a register file in TOML"
    )
    enter.add_argument("--json", action="store_true", help="print the outcome as JSON")
    enter.set_defaults(run=run_import)


def run_read(arguments: argparse.Namespace) -> int:
    """Read published responses and print what they say."""
    files: list[str] = arguments.files
    if len(files) == 1:
        reading = _read(files[0])
        if arguments.json:
            print_json(as_json(reading))
        else:
            _show(reading)
        return 1 if reading.falls_short else 0
    entries: list[dict[str, Any]] = []
    codes = {0}
    for name, read in _all_read(files):
        if isinstance(read, Reading):
            entries.append({"file": name, "reading": as_json(read)})
            codes.add(int(read.falls_short))
            if not arguments.json:
                say(f"\n{name}")
                _show(read)
        else:
            entries.append({"file": name, "refused": {"trouble": _trouble(read), "message": str(read)}})
            codes.add(2)
            sys.stderr.write(f"safetoshare: {_named(name, read)}\n")
    if arguments.json:
        print_json(entries)
    return max(codes)


def _read(name: str) -> Reading:
    return read_response(read_confined(_content(name)))


def _all_read(files: Sequence[str]) -> Iterator[tuple[str, Reading | BadInputError]]:
    """Yield each file with its reading, or why there is none, in the order given; as many at once as processors."""

    def outcome(name: str) -> Reading | BadInputError:
        try:
            return _read(name)
        except BadInputError as error:
            return error

    with (
        progress_of("Documents read", shown=sys.stderr.isatty()) as progress,
        ThreadPoolExecutor(os.cpu_count()) as workers,
    ):
        progress(0, len(files))
        for done, (name, read) in enumerate(zip(files, workers.map(outcome, files), strict=True), 1):
            progress(done, len(files))
            yield name, read


def _trouble(error: BadInputError) -> str:
    return error.trouble if isinstance(error, DocumentError) else "unreadable"


def _named(name: str, error: BadInputError) -> str:
    """Return the message with the file's name, which some carry already."""
    return str(error) if str(error).startswith(f"{name}: ") else f"{name}: {error}"


def run_import(arguments: argparse.Namespace) -> int:
    """Enter one document into the register and say what became of it."""
    path = Path(arguments.file)
    is_register_file = path.suffix.lower() == REGISTER_FILE
    if arguments.file == "-":
        raise DocumentError("-: a document is entered under its name; give a file")
    content = _content(arguments.file)
    load_django()
    from django.db import ProgrammingError
    from psycopg.errors import InsufficientPrivilege

    from safetoshare.scrutiny import api

    try:
        outcome = api.import_register_file(content) if is_register_file else api.import_document(content, path.name)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        raise RefusedError(
            "This login may not write the register: run it with SAFETOSHARE_DATABASE_URL set to the tables' owner."
        ) from None
    became, lines = _became(outcome)
    if arguments.json:
        print_json({"outcome": became, **asdict(outcome)})
    else:
        for line in lines:
            say(line)
    return 1 if became == "refused" else 0


def _became(outcome: Outcome | RegisterDiffers | RegisterEntered) -> tuple[str, list[str]]:
    """Return what became of a document in one word, and in sentences."""
    from safetoshare.scrutiny import api

    match outcome:
        case api.ResponseEntered(report, responder, version, answered, unanswered):
            lines = [f"Entered: {responder} on {report}, version {version}; answers to {', '.join(answered)}."]
            lines += [f"Not answered: {', '.join(unanswered)}."] if unanswered else []
            return "entered", [*lines, "Read by a machine: the register says so until a person has confirmed it."]
        case api.ResponseKnown(report, responder, version, is_superseded):
            newer = " A newer version supersedes it." if is_superseded else ""
            said = f"Known already: {responder} on {report}, version {version}. Nothing was entered.{newer}"
            return "known", [said]
        case api.RegisterEntered(0):
            return "known", ["Known already: all of it stands in the register. Nothing was entered."]
        case api.RegisterEntered(new_rows):
            return "entered", [f"Entered: {new_rows} rows of the register."]
        case api.ResponseRefused(problems) | api.RegisterDiffers(problems):
            return "refused", ["Refused. Nothing was entered:", *(f"- {problem}" for problem in problems)]


def _content(name: str) -> bytes:
    """Return the bytes of a file or of standard input, at most one more than the reader takes."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    path = Path(name)
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
