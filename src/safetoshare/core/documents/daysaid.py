"""What a date in a document is the date of: three dates stand in one letter, and only one is the day of the answer.

The role comes from the words before the date in its sentence. A date whose role is not said stays `OTHER`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safetoshare.core.documents.blocks import Block, Kind, Span
from safetoshare.core.documents.dates import find_dates

_LETTER = re.compile(
    r"\b(?:your|their)\b[^.]{0,40}\bletter\b|\bletter\s(?:of|dated|from)\b|\byour\srequest\b", re.IGNORECASE
)
_REPORT = re.compile(r"\breport\b|\binspection\b|\bsuper[-\s]?complaint\b", re.IGNORECASE)
_RESPONSE = re.compile(r"\brespon(?:se|ses|ding|ded|d)\b|\breply\b|\bcomments\b", re.IGNORECASE)
_COMPLAINT = re.compile(
    r"\bsuper[-\s]?complaint\b[^.]{0,80}\b(?:made|submitted|received|brought|lodged)\b", re.IGNORECASE
)
_COMPLAINT_AFTER = re.compile(
    r"[^.]{0,100}\b(?:made|submitted|brought|lodged)\sa\s(?:police\s)?super[-\s]?complaint", re.IGNORECASE
)
_DEADLINE = re.compile(
    r"\b(?:by|before|until|from|since|between|after|deadline|due|no\slater\sthan)\s(?:the\s)?(?:end\sof\s)?$",
    re.IGNORECASE,
)
# The last of these before the date decides.
_CUE = re.compile(
    r"\b(?P<published>publish(?:ed)?|publication)\b"
    r"|(?P<dated>\bdated\b|\bdate(?:\sof\s(?:this\s)?(?:response|letter|reply))?\s?:|\bsent\s?:|\bdate\ssent\s?:)"
    r"|(?P<given>\b(?:submitted|sent|provided|gave|made|updated)\b)",
    re.IGNORECASE,
)
_FAR = 200
_NEAR = 60
_CLOSING = 3
_HEAD_BLOCKS = 12


class DatedAs(StrEnum):
    """What a date is the date of."""

    REPORT_PUBLISHED = "report_published"
    RESPONSE_DATED = "response_dated"
    RESPONSE_PUBLISHED = "response_published"
    COMPLAINT_MADE = "complaint_made"
    LETTER_RECEIVED = "letter_received"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A date of the document: what of, the day (None with the problem), and where it stands."""

    dated_as: DatedAs
    day: date | None
    text: str
    problem: str
    span: Span


def dates_said(blocks: Sequence[Block]) -> Iterator[SaidDate]:
    """Yield all dates of the blocks with what they are the dates of."""
    before: Block | None = None
    for index, block in enumerate(blocks):
        field = _row_head(before, block)
        flat = block.flat
        stands_out = block.kind is Kind.HEADING or block.look.strong
        previous = 0
        for found in find_dates(flat):
            sentence = max(flat.rfind(". ", previous, found.start) + 1, previous, found.start - _FAR)
            words = field + flat[sentence : found.start]
            after = flat[found.end : found.end + _FAR]
            role = _role(words, after, stands_out=stands_out, in_head=index < _HEAD_BLOCKS)
            span = Span(block.start + found.start, block.start + found.end, block.line)
            yield SaidDate(role, found.day, found.text, found.problem, span)
            previous = found.end
        before = block


def day_of(dates: Sequence[SaidDate], wanted: DatedAs) -> SaidDate | None:
    """Return the one date with that role; None when there is none, or when two different days are given."""
    with_role = [said for said in dates if said.dated_as is wanted]
    days = {said.day for said in with_role if said.day is not None}
    if len(days) > 1:
        return None
    return next((said for said in with_role if said.day is not None), next(iter(with_role), None))


def _row_head(before: Block | None, block: Block) -> str:
    if before is None or before.place is None or block.place is None:
        return ""
    same_row = before.place.row == block.place.row and before.place.table == block.place.table
    return f"{before.flat.rstrip(' :')}: " if same_row else ""


def _role(words: str, after: str, *, stands_out: bool, in_head: bool) -> DatedAs:
    if _LETTER.search(words):
        return DatedAs.LETTER_RECEIVED
    if _COMPLAINT_AFTER.match(after) or _COMPLAINT.search(words):
        return DatedAs.COMPLAINT_MADE
    cues = list(_CUE.finditer(words))
    cue = cues[-1].lastgroup if cues else None
    if cue == "published" and not _DEADLINE.search(words):
        return _published(words, after[:_NEAR])
    about_response = _RESPONSE.search(words) is not None
    if cue == "dated":
        ours = about_response or not _REPORT.search(words)
        return DatedAs.RESPONSE_DATED if ours else DatedAs.REPORT_PUBLISHED
    given = cue == "given" and about_response and not _DEADLINE.search(words)
    closes = len(after) <= _CLOSING and _closes(words, stands_out=stands_out, in_head=in_head)
    return DatedAs.RESPONSE_DATED if given or closes else DatedAs.OTHER


def _closes(words: str, *, stands_out: bool, in_head: bool) -> bool:
    """Report whether a date at the end of a block is the day of the answer: alone in its line, or after its title.

    "(17/12/2020)" after a heading is as often the day of the report: only a dash or comma counts.
    """
    if not words.strip(" ,–—-"):
        return in_head or not stands_out
    parted = words.rstrip().endswith((",", "–", "—", "-"))
    about_response = _RESPONSE.search(words) if stands_out else _RESPONSE.match(words)
    return parted and about_response is not None


def _published(words: str, after: str) -> DatedAs:
    """Tell the publication of the report from that of the answer, by the nearest of the two words."""
    report = max((m.start() for m in _REPORT.finditer(words)), default=-1)
    response = max((m.start() for m in _RESPONSE.finditer(words)), default=-1)
    follows = report == response and _REPORT.search(after.partition(".")[0]) is not None
    if report > response or follows:
        return DatedAs.REPORT_PUBLISHED
    return DatedAs.RESPONSE_PUBLISHED
