"""Words that are parted at the end of a line: is the hyphen the word's own ("super-complaint") or the line's?

The document itself is asked: a word that it writes elsewhere in one piece, or with its hyphen, is written so here.
Else a hyphen stays after a part that makes such words ("non-", "multi-") or when both parts are words of the document,
and goes otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PARTED = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)([-\u2010\u00ad])$")
_MAKING_PARTS = (
    "anti co cross decision ex follow high inter long low mid multi non on one post pre pro re self semi short "
    "sub super third trans two under victim well whole wide year"
)
_MAKING = frozenset(_MAKING_PARTS.split())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a document, in small letters, with and without hyphens."""

    words: frozenset[str]

    @classmethod
    def of(cls, lines: Iterable[str]) -> Vocabulary:
        """Return the words that stand inside lines; those parted by the end of a line are left out."""
        found: set[str] = set()
        cut_off = False
        for line in lines:
            words = [match[0].lower() for match in _WORD.finditer(line)]
            parted = _PARTED.search(line) is not None
            found |= set(words[1 if cut_off else 0 : -1 if parted else None])
            cut_off = parted
        return cls(frozenset(found))

    def joined(self, before: str, after: str) -> str | None:
        """Return `before` as it is to be written directly before `after`; None when a space parts the lines."""
        match = _PARTED.search(before)
        next_word = _WORD.match(after)
        if match is None or next_word is None:
            return None
        if match[2] == "\u00ad":
            return before[:-1]
        first, second = match[1].lower(), next_word[0].lower()
        if match[2] == "\u2010" or not after[0].islower():
            return before[:-1] if match[2] == "\u2010" else before
        if f"{first}-{second}" in self.words:
            return before
        if first + second in self.words:
            return before[:-1]
        keeps = first.rpartition("-")[2] in _MAKING or {first, second} <= self.words
        return before if keeps else before[:-1]
