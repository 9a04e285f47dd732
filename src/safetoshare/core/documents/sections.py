"""Documents with marks: "Recommendation 4" ... "Response to recommendation 4" ..., as headings, bold type or lines.

A label stands for the recommendation when it names addressees or comes for the first time, and for its answer when
the recommendation has already been quoted. Text under an unrelated heading is left out and said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from safetoshare.core.documents.blocks import Block, Kind
from safetoshare.core.documents.letters import cue_of
from safetoshare.core.documents.marks import LINE_LEVEL, Mark, Marked, mark_of
from safetoshare.core.documents.passages import Passage, Role, unnumbered_key
from safetoshare.core.documents.recipients import NOBODY, Recipients

# A heading of its own, but not the title of the document, above answers that are labelled "Recommendation 1".
_RESPONSES = re.compile(
    r"(?:(?:the|our|my)\s)?(?:responses?|answers?|replies)(?:\sto\s(?:the\s)?recommendations)?", re.I
)


@dataclass(frozen=True, slots=True)
class Sections:
    """Passages of a document, the blocks before, between and after them, and headings whose text was left out."""

    passages: tuple[Passage, ...]
    outside: tuple[Block, ...]
    left_out: tuple[str, ...]


@dataclass(slots=True)
class _Open:
    role: Role
    keys: tuple[str, ...]
    start: int
    level: int = LINE_LEVEL
    title: str = ""
    recipients: Recipients = NOBODY
    in_list: int = 0  # its label is a list item, the count of such items in a row
    inferred: bool = False  # it begins in running text
    repeated: bool = False  # an answer only because its recommendation has already been quoted
    blocks: list[Block] = field(default_factory=list)

    def closed(self) -> Passage:
        return Passage(
            self.role,
            self.keys,
            tuple(self.blocks),
            self.start,
            self.title,
            self.recipients,
            inferred=self.inferred,
        )


def read_sections(blocks: Sequence[Block], tables_read: frozenset[int]) -> Sections:
    """Return the passages that the marks of a document set apart; cells of `tables_read` are passed over."""
    kept_blocks = [b for b in blocks if b.place is None or b.place.table not in tables_read]
    walk = _Walk(_labelled(kept_blocks))
    for block in kept_blocks:
        walk.take(block)
    passages = (opened.closed() for opened in walk.opened)
    kept = tuple(p for p in passages if p.blocks or p.role is Role.ASKED)
    return Sections(kept, tuple(walk.outside), tuple(dict.fromkeys(walk.left_out)))


def _labelled(blocks: Sequence[Block]) -> frozenset[str]:
    """Return the numbers that stand in a label anywhere in the document."""
    labels = (mark_of(block).label for block in blocks if block.kind is not Kind.CELL)
    return frozenset(number for label in labels if label for number in label.numbers)


class _Walk:
    def __init__(self, labelled: frozenset[str]) -> None:
        self.labelled = labelled
        self.opened: list[_Open] = []
        self.current: _Open | None = None
        self.outside: list[Block] = []
        self.left_out: list[str] = []
        self.heading = ""  # the unrelated heading that closed a passage and whose text follows
        self.answers_all = False  # "In response to these recommendations ...": paragraphs say which they answer
        self.answers_follow = False  # under a heading "Response" of its own, labels stand for answers
        self.unnumbered = 0
        self.last: tuple[str, ...] = ()
        self.quoted: set[str] = set()  # recommendations whose text has been seen
        self.waiting: dict[str, None] = {}  # recommendations not answered so far, in order

    def take(self, block: Block) -> None:
        marked = Marked(Mark.NONE) if block.kind is Kind.CELL else mark_of(block)
        match marked.mark:
            case Mark.ASKED:
                self._asked(block, marked)
            case Mark.ANSWER | Mark.ANSWER_TO_ALL:
                self._answer(block, marked)
            case Mark.HEADING:
                self._heading(block, marked)
            case Mark.END:
                self.current, self.heading = None, ""
                self.outside.append(block)
            case Mark.NONE:
                self._text(block)

    def _open(self, opened: _Open, rest: Block | None) -> None:
        self.opened.append(opened)
        self.current, self.heading = opened, ""
        self.last = opened.keys
        if opened.role is Role.ASKED:
            self.waiting |= dict.fromkeys(opened.keys)
        if rest is not None:
            self._append(opened, rest)

    def _append(self, opened: _Open, block: Block) -> None:
        if not opened.blocks and opened.role is Role.ASKED:
            self.quoted |= set(opened.keys)
        elif not opened.blocks:
            for key in opened.keys:
                self.waiting.pop(key, None)
        opened.blocks.append(block)

    def _asked(self, block: Block, marked: Marked) -> None:
        label = marked.label
        numbers = label.numbers if label else ()
        if not numbers:
            self.unnumbered += 1
        keys = numbers or (unnumbered_key(self.unnumbered),)
        recipients = label.recipients if label else NOBODY
        repeated = not recipients.codes and (self.answers_follow or set(keys) <= self.quoted)
        role = Role.ANSWER if repeated else Role.ASKED
        in_list = 1 + (self.current.in_list if self.current else 0) if block.kind is Kind.ITEM else 0
        opened = _Open(role, keys, block.start, marked.level, "", recipients, in_list, repeated=repeated)
        self._open(opened, marked.rest)

    def _answer(self, block: Block, marked: Marked) -> None:
        to_all = marked.mark is Mark.ANSWER_TO_ALL
        numbers = marked.label.numbers if marked.label else ()
        keys = numbers or (tuple(self.waiting) if to_all else self.last)
        if not keys:
            first = not any(earlier.kind is Kind.HEADING for earlier in self.outside)
            self._heading(block, marked)
            self.answers_follow = not first and _RESPONSES.fullmatch(marked.title) is not None
            return
        last = self.opened[-1] if self.opened else None
        if last and last.repeated and not numbers and not to_all:
            last.role = Role.ASKED  # the quotation was repeated, and only now comes the answer
        self.answers_all = self.answers_all or to_all
        self._open(_Open(Role.ANSWER, keys, block.start, marked.level, marked.title), marked.rest)

    def _heading(self, block: Block, marked: Marked) -> None:
        self.answers_follow = False
        if self.current is not None and marked.level > self.current.level:
            self._append(self.current, block)
            return
        if self.opened:
            self.heading = marked.title
        self.current = None
        self.outside.append(block)

    def _text(self, block: Block) -> None:
        numbers = self._turned_to(block)
        if numbers:
            self._open(_Open(Role.ANSWER, numbers, block.start, inferred=True), block)
            return
        below = block.kind is Kind.PARAGRAPH and block.level == 0
        if self.current is not None and below and self.current.in_list > 1:
            self.current = None  # a list of short answers has ended
        if self.current is not None:
            self.current.in_list = 0 if below else self.current.in_list
            self._append(self.current, block)
        else:
            self.outside.append(block)
            if self.heading:
                self.left_out.append(self.heading)

    def _turned_to(self, block: Block) -> tuple[str, ...]:
        """Return the numbers that an answer turns to in running text ("In relation to recommendation 8, ...").

        Numbers with a label of their own only where the paragraphs are all that parts the answers.
        """
        answering = self.current is not None and self.current.role is Role.ANSWER
        if not answering or block.kind is Kind.CELL or block.level > 1:
            return ()
        cue = cue_of(block)
        if cue is None or not cue.opens:
            return ()
        return cue.numbers if self.answers_all or not self.labelled & set(cue.numbers) else ()
