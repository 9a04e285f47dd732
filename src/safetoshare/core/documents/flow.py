"""Where running text stands while a document is walked: in a heading, a list, a quotation or the cell of a table.

The readers of HTML and DOCX tell a `Flow` what opens and closes and hand it runs of text; it makes the blocks. Cells
are laid out as a person sees them: one that spans columns or rows stands at its first, and the places that it covers
stay empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from safetoshare.core.documents.blocks import INVISIBLE, PLAIN, DocumentBuilder, Kind, Look, Place
from safetoshare.core.errors import DocumentError

MAX_BLOCKS = 50_000
MAX_CHARACTERS = 2_000_000
MAX_COLUMNS = 100
# Signs that are typed in place of a list: "• text", "· text" (as Word writes it into HTML), "▪ text".
_TYPED_BULLET = re.compile(r"\s*[•·▪◦●‣\uf0b7]\s+")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_TOO_MUCH = "the document holds more text than any published response: give the part that holds the answers"


@dataclass(frozen=True, slots=True)
class Run:
    """Text set in one way; a line break in it is one that is seen."""

    text: str
    strong: bool = False
    italic: bool = False


def looked(runs: Sequence[Run]) -> tuple[str, Look]:
    """Return the text of runs and how it is set, by the same measure as Markdown: see `Look`."""
    strong = italic = in_lead = True
    any_italic = False
    lead = 0
    text = "".join(INVISIBLE.sub("", run.text) for run in runs)
    for run in runs:
        if run.text.strip():
            strong = strong and run.strong
            in_lead = in_lead and run.strong
            if not in_lead:
                any_italic = any_italic or run.italic
                italic = italic and run.italic
        lead += len(INVISIBLE.sub("", run.text)) if in_lead else 0
    if not text.strip():
        return "", PLAIN
    lead -= len(text) - len(text.lstrip())
    return text.strip(), Look(strong=strong, italic=any_italic and italic, lead=max(lead, 0))


def squeeze(runs: Sequence[Run]) -> list[Run]:
    r"""Return runs with white space as a page shows it: one space at most, none beside a line break or at the ends.

    A line break that is meant is "\v" in what is given, and "\n" in what is returned.
    """
    squeezed: list[Run] = []
    open_end = False  # a space may follow
    for run in runs:
        text = re.sub(r" ?\v ?", "\n", _SPACES.sub(" ", run.text))
        if not open_end:
            text = text.lstrip(" ")
        if not text:
            continue
        if text.startswith("\n") and squeezed:
            squeezed[-1] = Run(squeezed[-1].text.rstrip(" "), squeezed[-1].strong, squeezed[-1].italic)
        open_end = not text.endswith((" ", "\n"))
        squeezed.append(Run(text, run.strong, run.italic))
    return squeezed


@dataclass(slots=True)
class Flow:
    """The state of one walk, which fills `builder`. DocumentError: more text, blocks or columns than the caps allow."""

    builder: DocumentBuilder
    heading: int = 0  # 1 to 6 inside a heading
    quotes: int = 0
    _numbers: list[str] = field(default_factory=list)  # the printed number of each open item, "" for a bullet
    _fresh_item: bool = False
    _table: int = -1
    _row: int = -1
    _column: int = -1
    _tables_open: int = 0
    _covered: dict[int, int] = field(default_factory=dict)  # column: rows that a cell above still covers
    _cell: list[Run] | None = None
    _cell_line: int = 1
    _around: tuple[list[str], bool] = field(default_factory=lambda: ([], False))  # the list in which the table stands
    _blocks: int = 0
    _characters: int = 0

    def open_item(self, marker: str) -> None:
        """A list item begins; `marker` is the number that it shows, "" for a bullet."""
        self._numbers.append(marker)
        self._fresh_item = True

    def close_item(self) -> None:
        """The innermost list item ends."""
        self._numbers.pop()
        self._fresh_item = False

    def stand_in_list(self, depth: int, marker: str | None) -> None:
        """What follows stands so deep in a list (0: in none); it begins an item unless `marker` is None."""
        self._numbers = [""] * (depth - (marker is not None)) + ([] if marker is None else [marker])
        self._fresh_item = marker is not None

    def open_table(self) -> None:
        """A table begins; one inside a cell becomes lines of that cell."""
        self._tables_open += 1
        if self._tables_open == 1:
            self._table += 1
            self._row = -1
            self._covered = {}

    def close_table(self) -> None:
        """The innermost table ends."""
        self._tables_open -= 1

    def open_row(self) -> None:
        """A row of the table begins."""
        if self._tables_open == 1:
            self._row += 1
            self._column = -1

    def close_row(self) -> None:
        """A row of the table ends: cells that reach down to it cover one row less."""
        if self._tables_open == 1:
            self._covered = {column: left - 1 for column, left in self._covered.items() if left > 1}

    def open_cell(self, line: int, columns: int = 1, rows: int = 1) -> None:
        """A cell begins that covers so many columns and rows."""
        if self._tables_open != 1:
            return
        self._row = max(self._row, 0)  # a cell outside of any row begins the first
        self._column += 1
        while self._column in self._covered:
            self._column += 1
        if self._column + columns > MAX_COLUMNS:
            raise DocumentError(f"a table has more than {MAX_COLUMNS} columns: {_TOO_MUCH}")
        self._cell, self._cell_line = [], line
        self._around, self._numbers, self._fresh_item = (self._numbers, self._fresh_item), [], False
        if rows > 1:  # the own row counts too: its end takes one from each
            self._covered |= dict.fromkeys(range(self._column, self._column + columns), rows)

    def pass_over(self, columns: int) -> None:
        """The next columns of the row hold no cell of their own: nothing, or what a cell above reaches down to."""
        if self._tables_open == 1:
            self._column += columns

    def close_cell(self, columns: int = 1) -> None:
        """A cell ends: its lines become one block."""
        if self._tables_open != 1 or self._cell is None:
            return
        text, look = looked(self._cell)
        self._cell = None
        self._numbers, self._fresh_item = self._around
        self._add(Kind.CELL, text, self._cell_line, look, place=Place(self._table, self._row, self._column))
        self._column += columns - 1

    def text(self, runs: Sequence[Run], line: int) -> None:
        """A paragraph of text stands where the walk is. Runs without visible text are passed over."""
        text, look = looked(runs)
        if not text:
            return
        if self._cell is not None:
            self._in_cell(runs)
            return
        if self.quotes:
            look = Look(look.strong, look.italic, quoted=True, lead=look.lead)
        depth = len(self._numbers)
        typed = _TYPED_BULLET.match(text)
        if self.heading:
            self._add(Kind.HEADING, text, line, look, level=self.heading)
        elif depth and self._fresh_item:
            self._fresh_item = False
            self._add(Kind.ITEM, text, line, look, level=depth, marker=self._numbers[-1])
        elif typed and not depth:
            self._add(Kind.ITEM, text[typed.end() :], line, look, level=1)
        else:
            self._add(Kind.PARAGRAPH, text, line, look, level=depth)

    def _in_cell(self, runs: Sequence[Run]) -> None:
        cell = self._cell if self._cell is not None else []
        if cell:
            cell.append(Run("\n"))
        if self._numbers and self._fresh_item:
            self._fresh_item = False
            marker = self._numbers[-1]
            cell.append(Run(f"{marker}. " if marker else "- "))
        cell += runs

    def _add(
        self,
        kind: Kind,
        text: str,
        line: int,
        look: Look,
        *,
        level: int = 0,
        marker: str = "",
        place: Place | None = None,
    ) -> None:
        self._blocks += 1
        self._characters += len(text)
        if self._blocks > MAX_BLOCKS or self._characters > MAX_CHARACTERS:
            raise DocumentError(_TOO_MUCH)
        self.builder.add(kind, text, line=line, level=level, marker=marker, look=look, place=place)
