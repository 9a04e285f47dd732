"""The grammar of labels: "Recommendation 4. To chief constables", "Response to recommendations 4 and 5", "Action 2".

Numbers are strings as printed ("3a", "4.2", "4(e)"); a label without a number has none, and none is made up. Words
count up to twenty ("Recommendation Four"). A range is read only after a plural ("Recommendations 4 to 6").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from safetoshare.core.documents.blocks import Block, Kind
from safetoshare.core.documents.recipients import NOBODY, Recipients, read_recipients

_WORDS = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
]
_FIGURES = r"[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}(?:\s?\([a-z]\)|[a-z](?![a-z]))?(?![0-9a-z])(?!\.[0-9])"
NUMBER = rf"(?:{_FIGURES}|(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b)"
_JOINT = r"\s{0,2}(?:,\s?and|,\s?&|,|and|&|/|to|-|–|—)\s{0,2}"
_NOUN = r"(?P<noun>recommendation|rec|action)(?P<plural>s)?\b\.?"
NUMBERS = rf"(?:(?:no\b\.?|nos\b\.?|numbers?\b|#)\s?)?(?P<numbers>{NUMBER}(?:{_JOINT}{NUMBER}){{0,30}})"
_RESPONSE_TO = (
    r"(?P<answer>(?:in\s)?(?:[\w’'.&-]{1,30}\s){0,5}?(?:response|reply|answer|update|comments?|position|progress)\s"
    r"(?:to|on|against|for|regarding)\s(?:the\s)?)?"
)
_LABEL = re.compile(
    rf"[\s“\"'(\[]{{0,3}}{_RESPONSE_TO}(?:super-?complaint\s)?{_NOUN}(?:\s?(?:[–—-]\s)?{NUMBERS})?",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"({NUMBER})\s{{0,2}}(to|-|–|—)\s{{0,2}}({NUMBER})", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[.:;)\]”\"'–—|-]+\s*|\s+(?=\()|\s*$|\s*\n\s*")
_LONGEST_RANGE = 40
# Up to the first full stop or colon, or the end of the line: "To chief constables: text".
_ADDRESS = re.compile(
    r"\(?(?:(?:to|for)\s+(?P<to>[^.:;\n()–—]{2,200})|(?P<bare>[^.:;\n()–—]{2,200}))\)?\s*(?P<end>[.:;–—\n]\s*|$)",
    re.IGNORECASE,
)
_ANSWER_TAIL = re.compile(
    r"(?:[\w’'.&-]{1,30}\s){0,5}?(?:response|reply|answer|update|comments?|position)\s*:?\s*$", re.IGNORECASE
)


class Sort(StrEnum):
    """Recommendations and actions are numbered separately in a report."""

    RECOMMENDATION = "recommendation"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says. `numbers` is empty for an unnumbered one; `rest` is the offset of the text after the label.

    `firm` says that punctuation or the end of the line closes it: else it may be the start of an ordinary sentence
    ("Recommendation 1 is accepted").
    """

    sort: Sort
    numbers: tuple[str, ...]
    is_answer: bool
    recipients: Recipients
    rest: int
    firm: bool


def read_label(text: str) -> Label | None:
    """Return the label that the text begins with, else None."""
    match = _LABEL.match(text)
    if match is None or (match["plural"] and not match["numbers"]):
        return None
    sort = Sort.ACTION if match["noun"].lower() == "action" else Sort.RECOMMENDATION
    written = match["numbers"] or ""
    numbers = numbers_in(written, ranges=bool(match["plural"]))
    end = match.end()
    if written and not match["plural"]:
        # "Recommendation 4 to chief constables" is one number; "Recommendation 4, 5" several.
        numbers, end = _singular(match, numbers)
    separator = _SEPARATOR.match(text, end)
    addressed = re.compile(r"\s+(?:to|for)\s", re.IGNORECASE).match(text, end)
    if not numbers and (sort is Sort.ACTION or not (separator or addressed)):
        return None
    rest = separator.end() if separator else end
    is_answer = match["answer"] is not None
    if _ANSWER_TAIL.fullmatch(text, rest):
        return Label(sort, _named(sort, numbers), True, NOBODY, len(text), firm=True)
    recipients, rest, closed = _recipients(text, rest)
    firm = separator is not None or closed
    return Label(sort, _named(sort, numbers), is_answer, recipients, rest, firm)


def label_of(block: Block) -> Label | None:
    """Return the label that a block begins with; the end of its leading bold type, or of a cell's line, closes it."""
    text = block.text if block.kind is Kind.CELL else block.flat
    lead = block.look.lead
    if lead < len(text) and text[lead] == " ":
        text = f"{text[:lead]}\n{text[lead + 1 :]}" if lead else text
    return read_label(text)


def numbers_in(written: str, *, ranges: bool) -> tuple[str, ...]:
    """Return the numbers of "4, 5 and 8" or, with `ranges`, of "4 to 6", in the order of the text, each once."""
    found: list[str] = []
    position = 0
    while (match := re.compile(NUMBER, re.IGNORECASE).search(written, position)) is not None:
        span = _RANGE.match(written, match.start()) if ranges else None
        found += _spread(span[1], span[3]) if span else [normal_number(match[0])]
        position = span.end() if span else match.end()
    return tuple(dict.fromkeys(found))


def normal_number(written: str) -> str:
    """Return "3a" for "3A", "4(e)" for "4 (e)", "4" for "Four": one spelling, so that numbers can be compared."""
    number = re.sub(r"\s", "", written).strip(".:#").lower()
    return str(_WORDS.index(number) + 1) if number in _WORDS else number


def _spread(first: str, last: str) -> list[str]:
    low, high = normal_number(first), normal_number(last)
    if low.isdecimal() and high.isdecimal() and int(low) < int(high) <= int(low) + _LONGEST_RANGE:
        return [str(number) for number in range(int(low), int(high) + 1)]
    return [low, high]


def _singular(match: re.Match[str], numbers: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Keep only the first number when a range or a dash follows a singular "Recommendation"."""
    first = re.compile(NUMBER, re.IGNORECASE).match(match.string, match.start("numbers"))
    after = match.string[first.end() : match.end()] if first else ""
    if first and re.match(r"\s{0,2}(?:to|-|–|—)", after, re.IGNORECASE):
        return (normal_number(first[0]),), first.end()
    return numbers, match.end()


def _named(sort: Sort, numbers: tuple[str, ...]) -> tuple[str, ...]:
    return numbers if sort is Sort.RECOMMENDATION else tuple(f"Action {number}" for number in numbers)


def _recipients(text: str, start: int) -> tuple[Recipients, int, bool]:
    """Return the addressees that stand at `start`, the offset after them, and whether they are closed off."""
    match = _ADDRESS.match(text, len(text) - len(text[start:].lstrip()))
    if match is None:
        return NOBODY, start, False
    read = read_recipients(match["to"] or match["bare"])
    # Without "to" only a list of known bodies counts; else it is a title or the recommendation itself.
    if not read.codes or (read.unknown and match["to"] is None) or len(read.unknown.split()) > 6:
        return NOBODY, start, False
    return read, match.end(), True
