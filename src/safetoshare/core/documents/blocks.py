"""The block list that every reader of a published document produces, whatever its format.

A `Document` is one plain text and the blocks that lie in it, in reading order. The promise to all that build on it:
`document.text[block.start:block.end] == block.text`, blocks do not overlap, and none is empty. A reader of Markdown,
HTML, DOCX or PDF only has to fill a `DocumentBuilder`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum

# They change what a reader sees against what is stored (UAX 9 embeddings, overrides and isolates; zero-width space;
# soft hyphen). Joiners and direction marks stay: Urdu and Arabic need them.
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_BREAK = re.compile(r" ?\n ?")
_GAP = "\n\n"


class CountedIn(StrEnum):
    """What the number `line` of a block or span counts, from 1: lines of the source where the format has them."""

    LINES = "lines"
    PARAGRAPHS = "paragraphs"
    PAGES = "pages"


class Kind(StrEnum):
    """What a block is in the document's layout."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of the document's plain text; where in the source: `CountedIn`."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: table of the document, row and column, all from 0; row 0 is the head of the table."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Look:
    """How a block is set: facts that show a heading in disguise or the quoting of somebody else's words.

    `lead` counts the characters of bold type at its beginning; `italic` is said of what follows them.
    """

    strong: bool = False
    italic: bool = False
    quoted: bool = False
    lead: int = 0


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or table cell.

    `level` is 1 to 6 for a heading, the depth of nesting (from 1) for an item, for a paragraph the depth of the item
    it continues, else 0. `marker` is the number printed before a numbered item ("4"), else empty. `line` is the
    1-based line of the source (see `CountedIn`). A line break of the source is kept; `has_lines` says that each is
    also a new line of the source, which it is not in a cell, a page or a tag.
    """

    kind: Kind
    text: str
    start: int
    line: int
    level: int = 0
    marker: str = ""
    look: Look = PLAIN
    place: Place | None = None
    has_lines: bool = False

    @property
    def end(self) -> int:
        """Offset just after the block's last character."""
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        """The whole block as a span."""
        return Span(self.start, self.end, self.line)

    @property
    def flat(self) -> str:
        """The text in one line, of the same length, so that offsets found in it hold."""
        return self.text.replace("\n", " ")

    def cut(self, first: int, last: int | None = None) -> Block:
        """Return the part from offset `first` to `last` of this block, without white space around it."""
        part = self.text[first:last]
        skipped = len(part) - len(part.lstrip())
        line = self.line + (self.text.count("\n", 0, first + skipped) if self.has_lines else 0)
        return replace(self, text=part.strip(), start=self.start + first + skipped, line=line)

    def lines(self) -> list[Block]:
        """Return the block cut at its line breaks; empty lines are left out."""
        found: list[Block] = []
        first = 0
        for text in self.text.split("\n"):
            if text.strip():
                found.append(self.cut(first, first + len(text)))
            first += len(text) + 1
        return found


@dataclass(frozen=True, slots=True)
class Document:
    """The plain text of a document and its blocks; `notes` says in words what the reader had to change or leave."""

    text: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    counted_in: CountedIn = CountedIn.LINES


def clean(text: str) -> str:
    """Return text without invisible and control characters; line breaks stay, other white space becomes one space."""
    text = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    kept = "".join(
        " " if unicodedata.category(character) == "Cc" and character != "\n" else character for character in text
    )
    return _AROUND_BREAK.sub("\n", _SPACES.sub(" ", kept)).strip()


@dataclass(slots=True)
class DocumentBuilder:
    """Collects cleaned blocks and lays them out in one plain text.

    `breaks_are_lines`: a line break inside a block, but not inside a cell, is a new line of the source (Markdown).
    """

    counted_in: CountedIn = CountedIn.LINES
    breaks_are_lines: bool = False
    _parts: list[str] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)
    _length: int = 0

    def add(
        self,
        kind: Kind,
        text: str,
        *,
        line: int,
        level: int = 0,
        marker: str = "",
        look: Look = PLAIN,
        place: Place | None = None,
    ) -> None:
        """Append a block. A block without visible text is left out, but for a cell's place nobody else needs it."""
        text = clean(text)
        if not text:
            return
        if self._parts:
            self._length += len(_GAP)
        look = replace(look, lead=min(look.lead, len(text)))
        has_lines = self.breaks_are_lines and place is None
        self._blocks.append(
            Block(kind, text, self._length, line, level, marker, look=look, place=place, has_lines=has_lines)
        )
        self._parts.append(text)
        self._length += len(text)

    def document(self, notes: tuple[str, ...] = ()) -> Document:
        """Return what was collected."""
        return Document(_GAP.join(self._parts), tuple(self._blocks), notes, self.counted_in)
