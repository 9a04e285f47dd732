"""The letters of a PDF page put together to words and lines, by where they stand (ISO 32000-1, 9.4).

All lengths are points; `top` and `bottom` count down from the upper edge of the page.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from safetoshare.core.documents.flow import Run

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
_SPACE = 0.18  # of the size of the letters: a wider gap parts two words
_WRITTEN = 0.05  # of the size: a gap that holds a written space
_RAISED = 0.45  # of the size: letters so far above or below still belong to the line ("17th")
WIDE = 4.0  # of the size: a gap that only a column leaves
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter (or ligature), its box, its base line, its size, and how it is set."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    strong: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """The box of something drawn."""

    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Word:
    """Letters without a gap."""

    letters: list[Letter]

    @property
    def text(self) -> str:
        """The word as text."""
        return "".join(letter.text for letter in self.letters)

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.letters[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(letter.x1 for letter in self.letters)


@dataclass(slots=True)
class Line:
    """Words on one base line of a page. `bullet` is the left edge of a bullet that is drawn before it, if any."""

    page: int
    words: list[Word]
    base: float
    size: float
    bullet: float | None = None
    marker: str | None = field(default=None)  # set when its first word is found to be the number of an item

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """Left edge of the first word."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right edge of the last word."""
        return self.words[-1].x1

    @property
    def is_strong(self) -> bool:
        """Whether all of it is bold."""
        return all(letter.strong for word in self.words for letter in word.letters)

    @property
    def gap(self) -> float:
        """The widest gap between two words."""
        return max((after.x0 - word.x1 for word, after in zip(self.words, self.words[1:], strict=False)), default=0.0)

    def runs(self) -> list[Run]:
        """Return the text as runs of letters that are set alike; a space is set as the word before it."""
        runs: list[Run] = []
        for index, word in enumerate(self.words):
            for letter in word.letters:
                _append(runs, letter.text, letter)
            if index + 1 < len(self.words):
                _append(runs, " ", word.letters[-1])
        return runs


def _append(runs: list[Run], text: str, letter: Letter) -> None:
    if runs and (runs[-1].strong, runs[-1].italic) == (letter.strong, letter.italic):
        runs[-1] = Run(runs[-1].text + text, letter.strong, letter.italic)
    else:
        runs.append(Run(text, letter.strong, letter.italic))


@functools.lru_cache(256)
def is_bold(font: str) -> bool:
    """Report whether a font's name says that it is bold."""
    return _BOLD.search(font.rpartition("+")[2]) is not None


def is_italic(font: str, slant: float) -> bool:
    """Report whether a font's name or its slanted setting says that it is italic."""
    return abs(slant) > 0.05 or _is_named_italic(font)


@functools.lru_cache(256)
def _is_named_italic(font: str) -> bool:
    return _ITALIC.search(font.rpartition("+")[2]) is not None


def plain(text: str) -> str:
    """Return the text of a letter without ligatures."""
    return _LIGATURES.get(text, text)


def lines_of(letters: Iterable[Letter], page: int) -> list[Line]:
    """Return the lines of a page or a cell from top to bottom. Letters drawn twice (for boldness) count once."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda letter: (letter.base, letter.x0)):
        last = rows[-1][0] if rows else None
        if last is not None and letter.base - last.base < _RAISED * max(letter.size, last.size):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return [line for row in rows if (line := _line(row, page)) is not None]


def _line(row: list[Letter], page: int) -> Line | None:
    words: list[Word] = []
    is_new = True
    before: Letter | None = None
    for letter in sorted(row, key=lambda letter: letter.x0):
        if not letter.text.strip():
            is_new = True
            continue
        if before is not None and _twice(before, letter):
            continue
        gap = letter.x0 - before.x1 if before is not None else 0.0
        # A space over which the next letter is set is none: it stands for a soft hyphen that was not needed.
        if not words or gap > (_WRITTEN if is_new else _SPACE) * letter.size:
            words.append(Word([]))
        words[-1].letters.append(letter)
        before, is_new = letter, False
    if not words:
        return None
    sizes = [letter.size for word in words for letter in word.letters]
    bases = [letter.base for word in words for letter in word.letters]
    common = max(set(sizes), key=sizes.count)
    return Line(page, words, max(set(bases), key=bases.count), common)


def _twice(before: Letter, letter: Letter) -> bool:
    return before.text == letter.text and abs(before.x0 - letter.x0) < 0.1 * letter.size


def mark_bullets(lines: Sequence[Line], shapes: Sequence[Shape]) -> None:
    """Note on each line the small shape that stands before it: browsers draw bullets instead of writing them."""
    for shape in shapes:
        for line in lines:
            beside = line.base - line.size < shape.middle < line.base + 0.2 * line.size
            small = max(shape.x1 - shape.x0, shape.bottom - shape.top) < 0.7 * line.size
            if beside and small and 0 <= line.x0 - shape.x1 < 3 * line.size:
                line.bullet = shape.x0
                break
