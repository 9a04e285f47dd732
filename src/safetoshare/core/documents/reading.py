"""The reading of a published response: who answers what, on which day, and what is said to each recommendation.

Promises: null where the text is silent, never a guess and never an invented number; every text comes with its place in
the document's plain text; what was inferred, shared, missing or left out is a warning. A reading proposes: a person
confirms (`scrutiny` publishes nothing by itself).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from safetoshare.core.documents.answers import Recommendation, recommendations_of
from safetoshare.core.documents.blocks import Block, CountedIn, Document
from safetoshare.core.documents.bodies import BodyKind, short_name
from safetoshare.core.documents.cautions import About, Caution, subject
from safetoshare.core.documents.daysaid import DatedAs, SaidDate
from safetoshare.core.documents.letters import read_letter
from safetoshare.core.documents.particulars import Particulars, read_particulars
from safetoshare.core.documents.passages import Passage, Role, keys_of
from safetoshare.core.documents.sections import read_sections
from safetoshare.core.documents.split import split_unmarked
from safetoshare.core.documents.tables import read_tables


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one document. `text` is the plain text that all spans point into.

    `counted_in` says what the `line` of a span counts: lines, paragraphs or pages of the document.
    """

    title: str | None
    super_complaint: str | None
    report_published: date | None
    responder: str | None
    responder_kind: BodyKind | None
    response_date: date | None
    recommendations: tuple[Recommendation, ...]
    dates: tuple[SaidDate, ...]
    warnings: tuple[Caution, ...]
    text: str
    counted_in: CountedIn = CountedIn.LINES

    @property
    def falls_short(self) -> bool:
        """No recommendation was found, or none of them has an answer."""
        return not any(recommendation.has_response for recommendation in self.recommendations)


def read_response(document: Document) -> Reading:
    """Read a published response from its blocks."""
    cautions = [Caution(About.SOURCE, note) for note in document.notes]
    passages, outside = _passages(document, cautions)
    particulars = read_particulars(outside)
    responder = particulars.responder
    names = [responder.name, short_name(responder.name)] if responder else []
    passages = _parted(passages, names)
    national = responder is not None and responder.kind is BodyKind.NATIONAL
    recommendations, found = recommendations_of(passages, national=national)
    cautions += [*found, *_about_particulars(particulars)]
    if not recommendations:
        cautions.insert(0, Caution(About.NOTHING_FOUND, "no recommendation was found"))
    return Reading(
        title=particulars.title,
        super_complaint=particulars.super_complaint,
        report_published=_day(particulars.report_published),
        responder=responder.name if responder else None,
        responder_kind=responder.kind if responder else None,
        response_date=_day(particulars.response_date),
        recommendations=recommendations,
        dates=particulars.dates,
        warnings=tuple(cautions),
        text=document.text,
        counted_in=document.counted_in,
    )


def _passages(document: Document, cautions: list[Caution]) -> tuple[list[Passage], tuple[Block, ...]]:
    """Return all passages in the order of the source, and the blocks outside them; a letter only without marks."""
    tables = read_tables(document.blocks)
    sections = read_sections(document.blocks, tables.read)
    cautions += [
        Caution(About.LEFT_OUT, f"the text under “{title}” belongs to no recommendation: it was left out")
        for title in sections.left_out
    ]
    cautions += [
        Caution(About.NUMBER_FROM_PART, f"{subject(number)} is numbered in its sub-items only", number)
        for number in tables.inferred
    ]
    passages = sorted([*tables.passages, *sections.passages], key=lambda passage: passage.start)
    # A table above all recommendations says who writes to whom, and when.
    first = passages[0].start if passages else 0
    unread = {b.place.table for b in sections.outside if b.place is not None and b.start > first}
    cautions += [
        Caution(About.LEFT_OUT, f"table {index + 1} of the document has no columns that are known: it was left out")
        for index in sorted(unread)
    ]
    if passages:
        return passages, sections.outside
    in_letter, outside = read_letter(document.blocks)
    return list(in_letter), outside


def _parted(passages: list[Passage], names: list[str]) -> list[Passage]:
    """Part recommendations from answers that follow them without a mark."""
    answered = set(keys_of(passages, Role.ANSWER))
    result: list[Passage] = []
    for passage in passages:
        waits = passage.role is Role.ASKED and passage.blocks and not answered & set(passage.keys)
        parted = split_unmarked(passage, names) if waits and not passage.part else None
        result += parted or (passage,)
    return result


def _about_particulars(particulars: Particulars) -> list[Caution]:
    silent = {
        "title": particulars.title,
        "maker of the super-complaint": particulars.super_complaint,
        "responder": particulars.responder,
    }
    cautions = [
        Caution(About.MISSING, f"the document does not say the {name} in words that are known")
        for name, value in silent.items()
        if value is None
    ]
    for role, name in (
        (DatedAs.REPORT_PUBLISHED, "day on which the report was published"),
        (DatedAs.RESPONSE_DATED, "day of the response"),
    ):
        cautions += _about_date(particulars, role, name)
    return cautions


def _about_date(particulars: Particulars, role: DatedAs, name: str) -> list[Caution]:
    said = [found for found in particulars.dates if found.dated_as is role]
    days = sorted({found.day for found in said if found.day})
    if len(days) > 1:
        listed = ", ".join(day.isoformat() for day in days)
        return [Caution(About.DATE, f"the document gives the {name} in two ways: {listed}")]
    if days:
        return []
    if said:
        return [Caution(About.DATE, f"the {name} is given as “{said[0].text}”: {said[0].problem}")]
    return [Caution(About.MISSING, f"the document does not say the {name}")]


def _day(said: SaidDate | None) -> date | None:
    return said.day if said else None
