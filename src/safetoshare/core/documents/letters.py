"""Letters: no headings, the paragraphs say which recommendation they are about.

"In relation to recommendation 4, ..." opens an answer; a paragraph without such words continues the one before. What
is named only as a condition or a reference ("pending the outcome of recommendation 2") opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from safetoshare.core.documents.blocks import Block, Kind
from safetoshare.core.documents.labels import NUMBERS, numbers_in
from safetoshare.core.documents.marks import Mark, mark_of
from safetoshare.core.documents.passages import Passage, Role
from safetoshare.core.documents.sentences import sentences

_MENTION = re.compile(rf"\b(?P<noun>recommendation|rec|action)(?P<plural>s)?\b\.?\s{{1,2}}{NUMBERS}", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:(?:and|also|finally|firstly|secondly|next|lastly)\b,?\s)?(?:in\s(?:relation|respect|regard|response|answer)\s(?:to|of)|"
    r"with\s(?:regards?|respect)\sto|regarding|concerning|turning\s(?:now\s)?to|as\s(?:to|for|regards)|on|for|under)\s"
    r"(?:the\s)?$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:outcome\sof|pending|until|once|after|set\sout\sin|(?:follow|aris|result)\w*\sfrom|subject\sto|linked\sto|"
    r"depend\w*\s(?:on|upon)|reference\sto|result\sof|conclusion\sof|see|than|under)\s(?:the\s)?$",
    re.IGNORECASE,
)
_SALUTATION = re.compile(r"(?:dear\b|re\b\s?:|subject\b\s?:|our\sref|your\sref)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """Recommendations that a paragraph's first sentence is about; `opens`: it begins with "In relation to ..."."""

    numbers: tuple[str, ...]
    opens: bool


def cue_of(block: Block) -> Cue | None:
    """Return which recommendations a paragraph is about, by its first sentence; None when it does not say."""
    first = next(iter(sentences(block)), None)
    if first is None:
        return None
    flat = first.flat
    for match in _MENTION.finditer(flat):
        before = flat[: match.start()]
        opens = not before or _OPENING.fullmatch(before) is not None
        if not opens and _CONDITION.search(before):
            continue
        numbers = numbers_in(match["numbers"], ranges=bool(match["plural"]))
        if match["noun"].lower() == "action":
            numbers = tuple(f"Action {number}" for number in numbers)
        return Cue(numbers, opens)
    return None


def read_letter(blocks: Sequence[Block]) -> tuple[tuple[Passage, ...], tuple[Block, ...]]:
    """Return the answers of a letter, and the blocks that belong to none."""
    passages: list[Passage] = []
    outside: list[Block] = []
    keys: tuple[str, ...] = ()
    for block in blocks:
        if mark_of(block).mark is Mark.END or _SALUTATION.match(block.flat):
            keys = ()
        elif block.kind is not Kind.CELL and (cue := cue_of(block)) is not None:
            keys = cue.numbers
            passages.append(Passage(Role.ANSWER, keys, (block,), block.start))
            continue
        if keys and block.kind is not Kind.HEADING:
            last = passages[-1]
            passages[-1] = Passage(Role.ANSWER, last.keys, (*last.blocks, block), last.start)
        else:
            keys = ()
            outside.append(block)
    return tuple(passages), tuple(outside)
