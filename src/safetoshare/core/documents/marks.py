"""What a block says about the parts of a response: here a recommendation begins, here an answer, here a letter ends.

A mark is a heading, bold type, or a short line of its own; words in the middle of a sentence never are one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from safetoshare.core.documents.blocks import Block, Kind
from safetoshare.core.documents.dates import find_dates
from safetoshare.core.documents.labels import Label, label_of

# Below every heading, so that any heading closes what a line of bold type opened.
LINE_LEVEL = 7
_SHORT = 14

_ANSWER_WORDS = re.compile(
    r"(?:[\w’'.&-]{1,30}\s){0,7}?(?:response|reply|answer|position|commentary|comments?|update|progress)"
    r"(?:\s(?:from|of|by|to|on|against)\s[\w’'.&\s-]{1,80})?(?P<tail>[\s(–—-][^:]{0,40})?\s?:?"
    r"|actions?\staken(?:\s(?:by|to\sdate)[\w’'.&\s-]{0,40})?\s?:?"
    r"|what\s(?:we|the\s\w{1,20})\s(?:have|has|are|is|will)\s(?:done|doing|do)(?:\s(?:so\sfar|about\sit))?\s?:?",
    re.IGNORECASE,
)
_LEAD_WORDS = re.compile(
    r"(?:(?:our|the|my|joint|initial|force|constabulary|police|pcc|opcc|pfcc|commissioner|chief|constable|"
    r"[A-Z][\w-]{1,20})(?:[’']s|[’'])?\s){0,4}(?:response|reply|answer|position|update)\s?:\s+",
    re.IGNORECASE,
)
_ASKED_WORDS = re.compile(
    r"(?:the\s)?(?:recommendations?|what\s(?:was|we\swere|the\sreport)\s(?:asked|recommended|recommends|asks))"
    r"(?:\s(?:made|to|for|from|of)\s[^:]{1,80})?\s?:?",
    re.IGNORECASE,
)
_TO_ALL = re.compile(
    r"(?:(?:in|our|my|the|this\sis\smy|this\sis\sour)\s)?(?:response|reply|answer)\sto\s(?:all\s)?(?:of\s)?"
    r"(?:these|the\sabove|the\srecommendations|those)\b(?:\srecommendations)?",
    re.IGNORECASE,
)
_LEADS_ON = re.compile(r"(?:following|follows|below)\s?[.:]?$|:$", re.IGNORECASE)
_FAREWELL = re.compile(
    r"(?:yours\s(?:sincerely|faithfully|truly)|(?:kind|best|warm)\s?regards|with\s(?:kind|best)\swishes|"
    r"thank\syou\sfor\s(?:allowing|the\sopportunity|your|writing)|signed\b|dated?\b|"
    r"(?:this\s)?(?:response|reply)\s(?:is\s|was\s)?dated\b)",
    re.IGNORECASE,
)


_OFFICE = re.compile(r"chief\sconstable|commissioner\b|\bPCC\b|chair\b|chief\sexecutive", re.IGNORECASE)
_SIGNATURE_LINE = 9
_LONGEST_DATE_LINE = 60


class Mark(StrEnum):
    """What begins with a block."""

    ASKED = "asked"  # a recommendation, by its label
    ANSWER = "answer"  # an answer: numbered by its label, or to the recommendation before it
    ANSWER_TO_ALL = "answer to all"  # "In response to these recommendations ..."
    HEADING = "heading"  # another heading: it closes what stands above it on its level
    END = "end"  # a letter's farewell, or its date
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Marked:
    """A block's mark. `rest` is what of the block belongs to the content after the mark; `level` is the heading's."""

    mark: Mark
    level: int = LINE_LEVEL
    label: Label | None = None
    title: str = ""
    rest: Block | None = None


def mark_of(block: Block) -> Marked:
    """Return what the block marks (Mark.NONE for plain text); cells are not marks."""
    flat = block.flat
    label = label_of(block)
    stands_out = block.kind is Kind.HEADING or block.look.strong
    level = block.level if block.kind is Kind.HEADING else LINE_LEVEL
    if label is not None and _is_mark(label, block):
        mark = Mark.ANSWER if label.is_answer else Mark.ASKED
        return Marked(mark, level, label, flat[: label.rest].strip(), _rest(block, label.rest))
    return _to_all(block, level) or _answer(block, level, stands_out=stands_out) or _heading_or_end(block, level)


def is_signature(block: Block) -> bool:
    """Report whether a paragraph is a letter's farewell, or short lines of a name and an office."""
    if block.kind is not Kind.PARAGRAPH or block.level:
        return False
    lines = [line.strip() for line in block.text.split("\n")]
    named = len(lines) > 1 and all(
        len(line.split()) <= _SIGNATURE_LINE and not line.endswith((".", ";", ":")) for line in lines
    )
    farewell = len(block.flat.split()) <= _SHORT and _FAREWELL.match(block.flat) is not None
    return farewell or (named and _OFFICE.search(block.text) is not None)


def _is_mark(label: Label, block: Block) -> bool:
    if block.kind is Kind.HEADING or block.look.strong:
        return True
    if block.look.lead:
        return label.firm or block.look.lead >= label.rest - 2
    return label.firm and (block.kind is Kind.PARAGRAPH or block.level == 1)


def _to_all(block: Block, level: int) -> Marked | None:
    flat = block.flat
    if _TO_ALL.match(flat) is None:
        return None
    heading = block.kind is Kind.HEADING or block.look.strong
    leads_on = len(flat.split()) <= 2 * _SHORT and _LEADS_ON.search(flat) is not None
    return Marked(Mark.ANSWER_TO_ALL, level, title=flat, rest=None if heading or leads_on else block)


def _answer(block: Block, level: int, *, stands_out: bool) -> Marked | None:
    flat = block.flat
    if stands_out or (block.kind is Kind.PARAGRAPH and flat.endswith(":")) or _alone(flat):
        if len(flat.split()) <= _SHORT and _ANSWER_WORDS.fullmatch(flat):
            return Marked(Mark.ANSWER, level, title=flat.rstrip(" :"))
        if block.look.strong:
            return None
    lead = _LEAD_WORDS.match(flat)
    if lead is None and block.look.lead:
        head = flat[: block.look.lead].strip()
        if len(head.split()) <= _SHORT and _ANSWER_WORDS.fullmatch(head):
            return Marked(Mark.ANSWER, level, title=head.rstrip(" :"), rest=_rest(block, block.look.lead))
    if lead is None or block.kind is Kind.HEADING:
        return None
    return Marked(Mark.ANSWER, level, title=lead[0].rstrip(" :"), rest=_rest(block, lead.end()))


def _alone(flat: str) -> bool:
    return flat.lower() in {"response", "our response", "answer", "reply", "update"}


def _heading_or_end(block: Block, level: int) -> Marked:
    flat = block.flat
    if block.kind is Kind.HEADING:
        return Marked(Mark.HEADING, level, title=flat)
    found = find_dates(flat) if len(flat) <= _LONGEST_DATE_LINE else []
    only_date = len(found) == 1 and found[0].end - found[0].start >= len(flat) - 8
    plain = block.kind is Kind.PARAGRAPH and block.level == 0
    if plain and not block.look.strong and (only_date or is_signature(block)):
        return Marked(Mark.END, level)
    if block.look.strong and len(flat.split()) <= _SHORT and _ASKED_WORDS.fullmatch(flat):
        return Marked(Mark.HEADING, level, title=flat)
    return Marked(Mark.NONE, level)


def _rest(block: Block, first: int) -> Block | None:
    rest = block.cut(first)
    # What follows a label in a list item is the text of a section, not a sub-item.
    return replace(rest, kind=Kind.PARAGRAPH, level=0) if rest.text else None
