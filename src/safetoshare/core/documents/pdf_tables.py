"""The ruled tables of a PDF page: where lines cross are cells, and the letters inside a cell are its text.

The crossings are found by pdfplumber (https://github.com/jsvine/pdfplumber, "Extracting tables"). Columns without ruled
lines are not a table here: they are read as lines, and the reader says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from safetoshare.core.documents.pdf_letters import Letter, Line, Shape, lines_of, mark_bullets
from safetoshare.core.documents.troubles import not_installed

try:
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
except ImportError:
    raise not_installed("pdfplumber") from None

_NEAR = 3.0
MAX_EDGES = 4_000


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight ruled line: upright, or level."""

    x0: float
    x1: float
    top: float
    bottom: float
    is_upright: bool


@dataclass(slots=True)
class Cell:
    """The lines in one cell; row and column count from 0, `x0` and `x1` are its edges."""

    row: int
    column: int
    x0: float
    x1: float
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table or the part of one that stands on a page."""

    page: int
    box: Shape
    columns: tuple[float, ...]  # left edges
    cells: list[Cell]

    @property
    def base(self) -> float:
        """Where it stands among the lines of the page."""
        return self.box.top


def tables_of(edges: Sequence[Edge], letters: Sequence[Letter], shapes: Sequence[Shape], page: int) -> list[Table]:
    """Return the tables of two columns or more, from top to bottom, with the lines of their cells."""
    found = [boxes for boxes in _grids(edges) if len({round(x0) for x0, *_ in boxes}) > 1]
    tables = [_table(boxes, letters, shapes, page) for boxes in found]
    return sorted((table for table in tables if table.cells), key=lambda table: table.base)


_Box = tuple[float, float, float, float]  # x0, top, x1, bottom


def _grids(edges: Sequence[Edge]) -> list[list[_Box]]:
    if len({edge.is_upright for edge in edges}) < 2 or len(edges) > MAX_EDGES:
        return []
    as_dicts = [
        {
            "x0": edge.x0,
            "x1": edge.x1,
            "top": edge.top,
            "bottom": edge.bottom,
            "width": edge.x1 - edge.x0,
            "height": edge.bottom - edge.top,
            "orientation": "v" if edge.is_upright else "h",
        }
        for edge in (*edges, *_closing(edges))
    ]
    merged = merge_edges(as_dicts, _NEAR, _NEAR, _NEAR, _NEAR)
    return [
        list(boxes) for boxes in cells_to_tables(intersections_to_cells(edges_to_intersections(merged, _NEAR, _NEAR)))
    ]


def _closing(edges: Sequence[Edge]) -> list[Edge]:
    """Return the level lines that a page break leaves out: where three uprights or more end on one height."""
    closing: list[Edge] = []
    uprights = [edge for edge in edges if edge.is_upright]
    for ends in ([edge.top for edge in uprights], [edge.bottom for edge in uprights]):
        for mark in _marks(ends):
            there = [edge.x0 for edge, end in zip(uprights, ends, strict=True) if abs(end - mark) <= _NEAR]
            if len(_marks(there)) > 2:
                closing.append(Edge(min(there), max(there), mark, mark, is_upright=False))
    return closing


def _table(boxes: Sequence[_Box], letters: Sequence[Letter], shapes: Sequence[Shape], page: int) -> Table:
    columns, rows = _marks(box[0] for box in boxes), _marks(box[1] for box in boxes)
    cells = []
    for x0, top, x1, bottom in sorted(boxes, key=lambda box: (box[1], box[0])):
        inside = [letter for letter in letters if in_box(letter, Shape(x0, x1, top, bottom))]
        lines = lines_of(inside, page)
        mark_bullets(lines, [shape for shape in shapes if x0 < shape.x0 < x1 and top < shape.middle < bottom])
        cells.append(Cell(_index(top, rows), _index(x0, columns), x0, x1, lines))
    whole = Shape(
        min(b[0] for b in boxes), max(b[2] for b in boxes), min(b[1] for b in boxes), max(b[3] for b in boxes)
    )
    return Table(page, whole, tuple(columns), cells)


def in_box(letter: Letter, box: Shape) -> bool:
    """Report whether the middle of a letter lies in a box."""
    return box.x0 <= (letter.x0 + letter.x1) / 2 < box.x1 and box.top <= letter.base - letter.size / 3 < box.bottom


def _marks(values: Iterable[float]) -> list[float]:
    """Return the places at which values lie close together, each by its first."""
    marks: list[float] = []
    for value in sorted(values):
        if not marks or value - marks[-1] > _NEAR:
            marks.append(value)
    return marks


def _index(value: float, marks: Sequence[float]) -> int:
    return min(range(len(marks)), key=lambda index: abs(marks[index] - value))


def joined(parts: Sequence[Table]) -> list[Table]:
    """Put tables together that a page break has parted, given that nothing stands between them.

    A head that is printed again is dropped. A row that begins with an empty cell, or in the middle of a sentence, goes
    on with the row before it.
    """
    whole: list[Table] = []
    for part in parts:
        if not whole or not _same_columns(whole[-1], part):
            whole.append(part)
            continue
        table = whole[-1]
        cells = _without_head(table, part)
        first = min((cell.row for cell in cells), default=0)
        last = max((cell.row for cell in table.cells), default=-1)
        opening = [cell for cell in cells if cell.row == first]
        if _goes_on(opening):
            cells = [cell for cell in cells if cell.row != first]
            _append_row([cell for cell in table.cells if cell.row == last], opening, table)
            first += 1
        for cell in cells:
            cell.row += last + 1 - first
        table.cells += cells
    return whole


def _same_columns(table: Table, part: Table) -> bool:
    return len(table.columns) == len(part.columns) and all(
        abs(ours - theirs) < _NEAR for ours, theirs in zip(table.columns, part.columns, strict=True)
    )


def _row_text(cells: Sequence[Cell], row: int) -> list[str]:
    return [" ".join(line.text for line in cell.lines) for cell in cells if cell.row == row]


def _without_head(table: Table, part: Table) -> list[Cell]:
    again = _row_text(part.cells, 0) == _row_text(table.cells, 0)
    return [cell for cell in part.cells if cell.row > 0] if again else part.cells


def _goes_on(opening: Sequence[Cell]) -> bool:
    if not opening:
        return False
    first = opening[0]
    return first.column > 0 or not first.lines or first.lines[0].text[:1].islower()


def _append_row(above: Sequence[Cell], opening: Sequence[Cell], table: Table) -> None:
    for cell in opening:
        target = next((each for each in above if each.column == cell.column), None)
        if target is not None:
            target.lines += cell.lines
        elif above:
            cell.row = above[0].row
            table.cells.append(cell)
