"""Words that somebody else wrote: shown safely, and set right by the nearest known one.

A message may end on a terminal or a page, so nothing that a reader cannot see (controls,
bidirectional overrides, lone surrogates) passes through as it is.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

# Longer words are no misspelling, and comparing them costs time that an attacker would choose.
LONGEST_WORD = 60
MOST_LISTED = 14


def shown(text: str, longest: int = LONGEST_WORD) -> str:
    """Return the text with all that is not printable escaped, cut after `longest` characters."""
    visible = "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text[:longest]
    )
    return visible + "…" if len(text) > longest else visible


def unprintable(text: str) -> str:
    """Return the first character that a reader cannot see as "U+202E", or "" if there is none.

    Line breaks and tabs count as seen.
    """
    return next((f"U+{ord(c):04X}" for c in text if not c.isprintable() and c not in "\n\t"), "")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that the given one most resembles, if it resembles any."""
    simple = word[:LONGEST_WORD].strip().lower().replace("-", "_").replace(" ", "_")
    found = difflib.get_close_matches(simple, list(known), n=1)
    return found[0] if found else None


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return the word with what to write in its place: "doubts: did you mean doubt?"."""
    valid = list(known)
    close = nearest(word, valid)
    if close is not None:
        return f"{shown(word)}: did you mean {close}?"
    return f"{shown(word)}: {choices(valid)}"


def choices(known: Iterable[str]) -> str:
    """Return "use one of yes, no, unknown", cut after some."""
    valid = list(known)
    return "use one of " + ", ".join(valid[:MOST_LISTED]) + (", …" if len(valid) > MOST_LISTED else "")
