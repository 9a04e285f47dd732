"""The lines and tables of all pages put together to headings, paragraphs, items and cells.

Headings are larger than the text; items stand after a bullet or a number and hang; a paragraph ends where the next line
stands further down or at another edge. A line that ends although the next word had room ends so on purpose: that line
break is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from safetoshare.core.documents.flow import Flow, Run
from safetoshare.core.documents.hyphens import Vocabulary
from safetoshare.core.documents.pdf_letters import Line, Word
from safetoshare.core.documents.pdf_tables import Table

Element = Line | Table
_BULLETS = frozenset("•·▪◦●‣–-\uf0b7\uf0a7o")
_NUMBER = re.compile(r"\(?(?P<number>[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}|[a-z]|[ivx]{1,5})[.)]")
_SENTENCE_END = re.compile(r"[.!?:;][”’\"')\]]?$")
_LARGER = 1.1  # times the text's size: a heading
_LONGEST_HEADING = 45
_NEAR = 3.0
_CENTRED = 0.12  # of the width: a line that is centred leaves so much room on the left at least
_FURTHER = 1.3  # times the usual distance of lines: a new paragraph
_HANGS = 0.7  # of the size: the gap after the number of an item, where it stands at the edge of the text


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together; `text_x` is where its text begins, `level` the depth of its item, 0 outside lists."""

    lines: list[Line]
    text_x: float
    heading: int = 0
    level: int = 0
    marker: str | None = None  # it begins an item
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Measures:
    """The usual size of the text, the distance of its lines, and its edges: the outermost, and the usual left one."""

    size: float
    pitch: float
    left: float
    usual: float
    right: float
    headings: tuple[float, ...]

    @classmethod
    def of(cls, elements: Sequence[Element]) -> Measures:
        """Measure the lines, or the cells where a document is all table."""
        lines = [e for e in elements if isinstance(e, Line)]
        inside = [line for e in elements if isinstance(e, Table) for cell in e.cells for line in cell.lines]
        sizes = Counter[float]()
        for line in lines or inside:
            sizes[line.size] += len(line.text)
        size = sizes.most_common(1)[0][0] if sizes else 11.0
        of_text = [line for line in lines if abs(line.size - size) < 0.6]
        pitches = Counter(
            round(below.base - line.base, 0)
            for line, below in pairwise(of_text)
            if line.page == below.page and size < below.base - line.base < 2.2 * size
        )
        lefts = Counter(round(line.x0) for line in of_text)
        large = sorted({line.size for line in lines if line.size > _LARGER * size}, reverse=True)
        return cls(
            size,
            min((p for p, count in pitches.items() if count >= max(pitches.values()) / 3), default=1.35 * size),
            min((line.x0 for line in lines if len(line.words) > 1), default=0),
            min((x for x, count in lefts.items() if count >= max(lefts.values()) / 4), default=0),
            max((line.x1 for line in of_text), default=0),
            tuple(large),
        )


@dataclass(slots=True)
class Layout:
    """Fills a flow with the elements of a document, in reading order."""

    flow: Flow
    measures: Measures
    vocabulary: Vocabulary
    _open: _Paragraph | None = None
    _items: list[float] = field(default_factory=list)  # where the text of each open item begins

    def run(self, elements: Sequence[Element]) -> None:
        """Hand all elements to the flow."""
        for element in elements:
            if isinstance(element, Table):
                self._close()
                self._items = []
                self._table(element)
            else:
                self._line(element)
        self._close()

    def _line(self, line: Line) -> None:
        marker, text_x = self._marker(line)
        heading = self._heading(line)
        if self._open is not None and marker is None and self._goes_on(self._open, line, heading):
            self._open.lines.append(line)
            return
        self._close()
        if heading:
            self._items = []
            self._open = _Paragraph([line], line.x0, heading=heading)
            return
        while self._items and text_x < self._items[-1] - _NEAR:
            self._items.pop()
        if marker is not None:
            if not self._items or text_x > self._items[-1] + _NEAR:
                self._items.append(text_x)
            self._open = _Paragraph([line], text_x, level=len(self._items), marker=marker)
            return
        level = len(self._items) if self._items and abs(text_x - self._items[-1]) <= _NEAR else 0
        self._items = self._items if level else []
        set_in = not level and self.measures.usual + 1.5 * line.size < line.x0
        quoted = set_in and not line.is_strong and not self._is_centred(line)
        self._open = _Paragraph([line], line.x0, level=level, quoted=quoted)

    def _heading(self, line: Line) -> int:
        if line.size not in self.measures.headings or len(line.words) > _LONGEST_HEADING:
            return 0
        return min(self.measures.headings.index(line.size) + 1, 6)

    def _marker(self, line: Line) -> tuple[str | None, float]:
        """Return the number of an item that a line begins ("" for a bullet) and where its text begins; cut it off."""
        if line.marker is not None:
            return line.marker, line.x0
        if line.bullet is not None:
            line.marker = ""
        elif len(line.words) > 1:
            first, second = line.words[0], line.words[1]
            far = second.x0 - first.x1 > _HANGS * line.size
            hangs = far or line.x0 > self.measures.left + _NEAR
            number = _NUMBER.fullmatch(first.text)
            # A lone "o" is Word's second bullet, a dash may open a sentence: both hang.
            if first.text in _BULLETS and (hangs or first.text not in "o-–"):
                line.marker = ""
            elif number is not None and (far or (hangs and not first.text.startswith("("))):
                line.marker = number["number"]
            if line.marker is not None:
                del line.words[0]
        return line.marker, line.x0

    def _goes_on(self, paragraph: _Paragraph, line: Line, heading: int) -> bool:
        last = paragraph.lines[-1]
        if heading != paragraph.heading or abs(last.size - line.size) > 0.6:
            return False
        at_edge = abs(line.x0 - paragraph.text_x) <= _NEAR
        if last.page != line.page:
            # Two paragraphs taken for one would hide a label; one taken for two hides nothing.
            ends = heading or _SENTENCE_END.search(last.text) is not None
            return not ends and at_edge and self._is_full(last, line.words[0], self._right(paragraph))
        pitch = self.measures.pitch / self.measures.size * line.size
        if line.base - last.base > _FURTHER * pitch:
            return False
        if heading or (self._is_centred(last) and self._is_centred(line)):
            return True
        first_indented = len(paragraph.lines) == 1 and 0 < last.x0 - line.x0 < 4 * line.size and not paragraph.level
        if first_indented and self._is_full(last, line.words[0], self._right(paragraph)):
            paragraph.text_x, paragraph.quoted = line.x0, False
            return True
        return at_edge

    def _right(self, paragraph: _Paragraph) -> float:
        """Return the right edge to which the lines of a paragraph run."""
        if paragraph.quoted:  # a quotation may be set in from the right, too
            return max(line.x1 for line in paragraph.lines)
        return self.measures.right

    def _is_centred(self, line: Line) -> bool:
        left, right = self.measures.left, self.measures.right
        # A quotation that is set in on both sides is wider than that.
        far = line.x0 - left > _CENTRED * (right - left)
        return far and abs((line.x0 + line.x1) / 2 - (left + right) / 2) < 2 * _NEAR

    def _is_full(self, line: Line, next_word: Word, right: float) -> bool:
        """Report whether the next word had no room in the line, or hardly any: edges are known to a few points."""
        return line.x1 + 0.2 * line.size + next_word.x1 - next_word.x0 > right - _NEAR

    def _close(self) -> None:
        paragraph, self._open = self._open, None
        if paragraph is None:
            return
        self.flow.heading = paragraph.heading
        self.flow.quotes = int(paragraph.quoted)
        depth = paragraph.level if paragraph.level or paragraph.marker is None else 1
        self.flow.stand_in_list(depth, paragraph.marker)
        self.flow.text(self._runs(paragraph.lines, self._right(paragraph)), paragraph.lines[0].page)
        self.flow.heading = self.flow.quotes = 0
        self.flow.stand_in_list(0, None)

    def _runs(self, lines: Sequence[Line], right: float) -> list[Run]:
        """Return the text of lines, joined by a space, a kept line break, or nothing inside a parted word."""
        runs: list[Run] = []
        for index, line in enumerate(lines):
            of_line = line.runs()
            if index + 1 < len(lines):
                below = lines[index + 1]
                last = of_line[-1]
                whole = self.vocabulary.joined(line.text, below.text)
                if whole is not None:
                    of_line[-1] = Run(last.text if whole == line.text else last.text[:-1], last.strong, last.italic)
                else:
                    # A line of bold type before other type is a title, however long it is.
                    titled = line.is_strong and not below.words[0].letters[0].strong
                    seam = "\n" if titled or not self._is_full(line, below.words[0], right) else " "
                    of_line.append(Run(seam, last.strong, last.italic))
            runs += of_line
        return runs

    def _table(self, table: Table) -> None:
        self.flow.open_table()
        rows = sorted({cell.row for cell in table.cells})
        for row in rows:
            self.flow.open_row()
            column = 0
            for cell in sorted((each for each in table.cells if each.row == row), key=lambda each: each.column):
                self.flow.pass_over(cell.column - column)
                column = cell.column + 1
                self.flow.open_cell(cell.lines[0].page if cell.lines else table.page)
                padding = min((line.x0 for line in cell.lines), default=cell.x0) - cell.x0
                for paragraph in _in_cell(cell.lines):
                    self._in_cell(paragraph, cell.x1 - padding)
                self.flow.close_cell()
            self.flow.close_row()
        self.flow.close_table()

    def _in_cell(self, lines: list[Line], right: float) -> None:
        if lines[0].bullet is not None:
            self.flow.stand_in_list(1, "")
        self.flow.text(self._runs(lines, right), lines[0].page)
        self.flow.stand_in_list(0, None)


def _in_cell(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of a cell as paragraphs: a bullet, or a wider gap, begins a new one."""
    paragraphs: list[list[Line]] = []
    distance = min((b.base - a.base for a, b in pairwise(lines) if b.base > a.base), default=0.0)
    for line in lines:
        last = paragraphs[-1][-1] if paragraphs else None
        further = last is not None and line.page == last.page and line.base - last.base > _FURTHER * distance
        if last is None or line.bullet is not None or further:
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return paragraphs
