"""Tables of recommendations and responses, of two to seven columns, with sub-numbers and columns of updates.

A row whose number is empty continues the recommendation above it. A table whose columns are not known is not read: it
stays text of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from safetoshare.core.documents.blocks import Block, Kind
from safetoshare.core.documents.columns import Column, columns_of, is_register
from safetoshare.core.documents.labels import NUMBER, Label, label_of, normal_number
from safetoshare.core.documents.passages import Passage, Role, unnumbered_key
from safetoshare.core.documents.recipients import NOBODY, Recipients, read_recipients

_BULLET = re.compile(r"\s*[-•·*▪◦–]\s+")
_ONLY_NUMBER = re.compile(
    rf"(?:(?:recommendation|rec|no|action)\b\.?\s?(?:no\b\.?\s?)?)?(?P<number>{NUMBER})[.:)]?", re.IGNORECASE
)
_LEADING_NUMBER = re.compile(
    r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}[a-z]?)(?:[.:)]\s*|\s+(?:[–—-]\s+)?)(?=[^\W\d])"
)
_SUB_NUMBER = re.compile(
    r"(?P<parent>[0-9]{1,3})(?:\.[0-9]{1,2}){1,2}[a-z]?\.?|(?P<parent_of_letter>[0-9]{1,3})[a-z]\.?"
)


@dataclass(frozen=True, slots=True)
class Tables:
    """Passages of all tables that were read, the numbers of those tables, and the numbers inferred from sub-items."""

    passages: tuple[Passage, ...] = ()
    read: frozenset[int] = frozenset()
    inferred: tuple[str, ...] = ()


def read_tables(blocks: Sequence[Block]) -> Tables:
    """Return the passages of all tables whose columns are known."""
    passages: list[Passage] = []
    read: set[int] = set()
    inferred: list[str] = []
    for index, rows in _tables(blocks):
        heads = _heads(rows)
        columns = columns_of(heads)
        if not is_register(columns):
            continue
        reader = _TableReader(index, columns, heads)
        for row in sorted(rows):
            if row > 0:
                reader.row(rows[row])
        passages += reader.passages
        inferred += reader.inferred
        read.add(index)
    return Tables(tuple(passages), frozenset(read), tuple(dict.fromkeys(inferred)))


def _tables(blocks: Sequence[Block]) -> Iterator[tuple[int, dict[int, dict[int, Block]]]]:
    tables: dict[int, dict[int, dict[int, Block]]] = {}
    for block in blocks:
        if block.place is not None:
            rows = tables.setdefault(block.place.table, {})
            rows.setdefault(block.place.row, {})[block.place.column] = block
    yield from tables.items()


def _heads(rows: dict[int, dict[int, Block]]) -> dict[int, str]:
    """Return the head of each column; a head that spans sub-number and text is given to both.

    Converted to Markdown, such a head stands over the number alone and the heads after it have slipped one column to
    the left, so that the last column has none.
    """
    heads = {column: cell.flat for column, cell in rows.get(0, {}).items()}
    width = 1 + max((column for row in rows.values() for column in row), default=0)
    spanning = [column for column, kind in columns_of(heads).items() if kind is Column.PART]
    for column in spanning:
        below = [row[column].flat for index, row in rows.items() if index and column in row]
        if not below or not all(_SUB_NUMBER.fullmatch(text) for text in below):
            continue
        if column + 1 in heads and width - 1 not in heads:
            later = {index: text for index, text in heads.items() if index > column}
            heads = {index: text for index, text in heads.items() if index <= column}
            heads |= {index + 1: text for index, text in later.items()}
        heads.setdefault(column + 1, heads[column])
    return heads


class _TableReader:
    """Reads the rows of one table; keeps the recommendation that a row without number continues."""

    def __init__(self, index: int, columns: dict[int, Column], heads: dict[int, str]) -> None:
        self.index = index
        self.columns = columns
        self.heads = heads
        self.passages: list[Passage] = []
        self.inferred: list[str] = []
        self.keys: tuple[str, ...] = ()
        self.unnumbered = 0

    def row(self, cells: dict[int, Block]) -> None:
        """Add the passages of one row."""
        asked = self._first(cells, Column.ASKED)
        label = label_of(asked) if asked else None
        label = label if label is not None and label.firm else None
        number, asked = self._number(cells, asked, label)
        part_number, part = self._part(cells)
        if number is None and part_number and asked is None:
            number = self._parent(part_number)
        self._continue_or_begin(number, label, asked)
        if not self.keys:
            return
        start = next(iter(cells.values())).start
        recipients = self._recipients(cells, label)
        if asked is not None or number is not None:
            body = _body(asked)
            self._add(Passage(Role.ASKED, self.keys, body, start, recipients=recipients))
        if part is not None or part_number:
            self._add(Passage(Role.ASKED, self.keys, _body(part), start, recipients=recipients, part=part_number or ""))
        self._answers(cells, start, part_number or "")

    def _answers(self, cells: dict[int, Block], start: int, part: str) -> None:
        for column, kind in sorted(self.columns.items()):
            cell = cells.get(column)
            if kind in {Column.ANSWER, Column.STATUS} and cell is not None:
                title = self.heads.get(column, "")
                self._add(Passage(Role.ANSWER, self.keys, _body(cell), start, title, part=part))

    def _add(self, passage: Passage) -> None:
        if passage.blocks or passage.role is Role.ASKED:
            self.passages.append(passage)

    def _number(
        self, cells: dict[int, Block], asked: Block | None, label: Label | None
    ) -> tuple[tuple[str, ...] | None, Block | None]:
        """Return the row's numbers and what remains of its recommendation; None where the row prints no number."""
        cell = self._first(cells, Column.NUMBER)
        only = _ONLY_NUMBER.fullmatch(cell.flat) if cell else None
        if only is not None:
            number = normal_number(only["number"])
            action = cell is not None and cell.flat.lower().startswith("action")
            rest = asked.cut(label.rest) if asked and label and label.numbers else asked
            return (f"Action {number}" if action else number,), rest
        in_cell = label_of(cell) if cell else None
        if in_cell is not None and in_cell.numbers:
            return in_cell.numbers, asked
        if asked is not None and label is not None:
            rest = asked.cut(label.rest)
            return label.numbers or None, rest if rest.text else None
        if asked is not None and (leading := _LEADING_NUMBER.match(asked.flat)):
            return (normal_number(leading["number"]),), asked.cut(leading.end())
        return None, asked

    def _parent(self, part_number: str) -> tuple[str, ...] | None:
        """Return the number "7" that a sub-item "7.1" stands under, when the row above is not the same."""
        match = _SUB_NUMBER.fullmatch(part_number)
        parent = (match["parent"] or match["parent_of_letter"]) if match else None
        if parent is None or self.keys == (parent,):
            return None
        self.inferred.append(parent)
        return (parent,)

    def _continue_or_begin(self, number: tuple[str, ...] | None, label: Label | None, asked: Block | None) -> None:
        if number is not None:
            self.keys = number
        elif asked is not None or label is not None:
            self.unnumbered += 1
            self.keys = (unnumbered_key(1000 * (self.index + 1) + self.unnumbered),)

    def _recipients(self, cells: dict[int, Block], label: Label | None) -> Recipients:
        cell = self._first(cells, Column.RECIPIENTS)
        if label is not None and label.recipients.codes:
            return label.recipients
        read = read_recipients(cell.flat) if cell else NOBODY
        # "Owner: ACC Smith" names who does the work in the force, not a body that the report addresses.
        return read if read.codes else NOBODY

    def _part(self, cells: dict[int, Block]) -> tuple[str | None, Block | None]:
        """Return number and text of the row's sub-item, from one column or from two."""
        found = [cells[c] for c, kind in sorted(self.columns.items()) if kind is Column.PART and c in cells]
        if not found:
            return None, None
        number, text = _leading(found[0])
        return number, (found[1] if len(found) > 1 else text)

    def _first(self, cells: dict[int, Block], wanted: Column) -> Block | None:
        for column, kind in sorted(self.columns.items()):
            if kind is wanted and column in cells:
                return cells[column]
        return None


def _leading(part: Block) -> tuple[str | None, Block | None]:
    """Cut "7.1 text" into its number and its text; where there is only the number, there is no text."""
    only = _SUB_NUMBER.fullmatch(part.flat)
    if only is not None:
        return normal_number(only[0]), None
    match = _LEADING_NUMBER.match(part.flat)
    if match is None:
        return None, part
    return normal_number(match["number"]), part.cut(match.end())


def _body(cell: Block | None) -> tuple[Block, ...]:
    """Return a cell's lines as paragraphs and items."""
    if cell is None or not cell.text:
        return ()
    body: list[Block] = []
    for line in cell.lines():
        bullet = _BULLET.match(line.text)
        kind, level = (Kind.ITEM, 1) if bullet else (Kind.PARAGRAPH, 0)
        cut = line.cut(bullet.end()) if bullet else line
        body.append(replace(cut, kind=kind, level=level))
    return tuple(body)
