"""`safetoshare recordings`: which pages can be heard or watched, what to read aloud, and adding a recording.

Without a further word it lists every page, language and kind: 0 when each slot is filled with the words that its page
says now, 1 when one is empty, out of date or damaged. `text` prints what is to be read aloud. `add` stores a file that
reads exactly that: 0 when it stands in its slot, 2 when the file or what was said of it is wrong.
"""

from __future__ import annotations

import argparse
import re
from datetime import date
from typing import Any, Final

from safetoshare.cli.console import Subparsers, print_json, read_bytes, say, table
from safetoshare.cli.django_setup import load_django
from safetoshare.core.errors import BadInputError
from safetoshare.core.languages import codes

_LONGEST_NAME: Final = 120


def register(subparsers: Subparsers) -> None:
    """Add `recordings` and its commands."""
    parser = subparsers.add_parser("recordings", help="pages that can be heard, or watched in British Sign Language")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.set_defaults(run=list_slots)
    commands = parser.add_subparsers(metavar="COMMAND")
    text = commands.add_parser("text", help="print what is to be read aloud of a page")
    _name_page(text)
    text.add_argument("--json", action="store_true", help="print JSON only")
    text.set_defaults(run=print_text)
    add = commands.add_parser("add", help="store a recording of a page as it is now")
    add.add_argument("file", metavar="FILE", help="a voice in MP3, Ogg or M4A; a video in MP4 or WebM")
    _name_page(add)
    add.add_argument("--kind", required=True, choices=["audio", "bsl"], help="a voice, or British Sign Language")
    add.add_argument("--spoken-by", required=True, metavar="NAME", help="who speaks or signs; never shown in public")
    add.add_argument("--day", required=True, metavar="YYYY-MM-DD", help="the day of the recording")
    add.add_argument("--captions", metavar="FILE", help="the captions of a video, in WebVTT")
    add.add_argument("--json", action="store_true", help="print JSON only")
    add.set_defaults(run=add_recording)


def list_slots(arguments: argparse.Namespace) -> int:
    """List each slot and how it stands."""
    load_django()
    from safetoshare.web.recordings import State

    rows = list(_rows())
    if arguments.json:
        print_json({"slots": rows})
    else:
        shown = [[row["page"], row["language"], row["kind"], row["state"].replace("_", " "),
                  f"{row['spoken_by']}, {row['day']}" if row["spoken_by"] else ""] for row in rows]  # fmt: skip
        table("Recordings", ["Page", "Language", "Kind", "State", "Spoken by"], shown)
        filled = sum(row["state"] == State.PRESENT for row in rows)
        say(f"{filled} of {len(rows)} can be played. What is out of date or damaged is not offered on its page.")
    return 0 if all(row["state"] == State.PRESENT for row in rows) else 1


def print_text(arguments: argparse.Namespace) -> int:
    """Print the words of a page, and their hash."""
    load_django()
    from safetoshare.web.recordings import hash_of, words_of_page

    _refuse_unknown_page(arguments.page)
    words = words_of_page(arguments.page, arguments.language)
    if arguments.json:
        print_json({"words": words, "sha256": hash_of(words)})
    else:
        say(words)
    return 0


def add_recording(arguments: argparse.Namespace) -> int:
    """Store a recording that reads what the page says now."""
    load_django()
    from safetoshare.base import recordings
    from safetoshare.web.recordings import hash_of, words_of_page

    _refuse_unknown_page(arguments.page)
    spoken_by, day = _spoken_by(arguments.spoken_by), _day(arguments.day)
    content = read_bytes(arguments.file)
    captions = read_bytes(arguments.captions) if arguments.captions else b""
    slot = recordings.Slot(arguments.page, arguments.language, recordings.Kind(arguments.kind))
    words = words_of_page(slot.page, slot.language)
    added = recordings.add(slot, recordings.Recording(spoken_by, day, hash_of(words)), content, captions)
    if arguments.json:
        print_json({"page": slot.page, "language": slot.language, "kind": slot.kind, "sha256": added.sha256})
    else:
        say(f"{slot.name}: stored. It is played as long as the page says what it says now.")
    return 0


def _rows() -> Any:  # noqa: ANN401  # rows of JSON
    from safetoshare.base.recordings import Kind, Slot
    from safetoshare.web.recordings import PAGES, state_of, words_of_page

    for page in PAGES:
        for language in codes():
            words = words_of_page(page, language)
            for kind in Kind:
                state, found = state_of(Slot(page, language, kind), words)
                yield {
                    **{"page": page, "language": language, "kind": kind, "state": state},
                    "spoken_by": found.spoken_by if found else None,
                    "day": found.day.isoformat() if found else None,
                }


def _name_page(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--page", required=True, help="the page, as `safetoshare recordings` lists it")
    parser.add_argument("--language", required=True, choices=codes(), help="the language of the page")


def _refuse_unknown_page(page: str) -> None:
    from safetoshare.web.recordings import PAGES

    if page not in PAGES:
        raise BadInputError(f"--page {page} has no slot. Known: {', '.join(PAGES)}.")


def _spoken_by(name: str) -> str:
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise BadInputError(f"--spoken-by must name who speaks, in one line of at most {_LONGEST_NAME} letters.")
    return name


def _day(text: str) -> date:
    from safetoshare.base import clock

    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise BadInputError("--day must be a day such as 2026-11-23.")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInputError("--day must be a day such as 2026-11-23.") from None
    if day > clock.today():
        raise BadInputError("--day lies in the future.")
    return day
