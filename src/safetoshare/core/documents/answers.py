"""Passages put together: each recommendation with its text, sub-items, addressees and answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safetoshare.core.documents.blocks import Block, Span
from safetoshare.core.documents.cautions import About, Caution, subject
from safetoshare.core.documents.items import Item, items_of
from safetoshare.core.documents.labels import Sort
from safetoshare.core.documents.passages import Passage, Role, number_of
from safetoshare.core.documents.recipients import addressed_in
from safetoshare.core.documents.stances import Position, joint_position, position_of

_FIRST_WORDS = 20


@dataclass(frozen=True, slots=True)
class AnswerPassage:
    """One piece of an answer: the heading that the document gives it ("March 2026 update"), text and place.

    `part` is the number of the sub-item that it answers, else empty.
    """

    title: str
    part: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is answered to one recommendation, oldest first, and the position read from it."""

    passages: tuple[AnswerPassage, ...]
    position: Position

    @property
    def text(self) -> str:
        """The whole answer, its passages parted by a blank line."""
        return "\n\n".join(passage.text for passage in self.passages)

    @property
    def first_words(self) -> str:
        """The first twenty words."""
        return " ".join(self.text.split()[:_FIRST_WORDS])


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation (or action) and its answer; `number` and `text` are None where the document has none."""

    sort: Sort
    number: str | None
    text: str | None
    span: Span | None
    items: tuple[Item, ...]
    recipients: tuple[str, ...]
    answer: Answer | None

    @property
    def has_response(self) -> bool:
        """Whether the document answers it."""
        return self.answer is not None

    @property
    def position(self) -> Position:
        """Position of the answer; the silent one where there is no answer."""
        return self.answer.position if self.answer else Position()


def recommendations_of(
    passages: Sequence[Passage], *, national: bool
) -> tuple[tuple[Recommendation, ...], list[Caution]]:
    """Return the recommendations, those that are asked first, in the order of the document, and what to look at."""
    keyed: dict[str, list[Passage]] = {}
    for passage in sorted(passages, key=lambda passage: passage.role is Role.ANSWER):
        for key in passage.keys:
            keyed.setdefault(key, []).append(passage)
    recommendations: list[Recommendation] = []
    cautions: list[Caution] = []
    for key, own in keyed.items():
        asked = _asked_once([p for p in own if p.role is Role.ASKED], number_of(key), cautions)
        answers = [p for p in own if p.role is Role.ANSWER]
        recommendation = Recommendation(
            sort=Sort.ACTION if key.startswith("Action ") else Sort.RECOMMENDATION,
            number=number_of(key),
            text=_text(_whole(asked)),
            span=_span(_whole(asked)),
            items=items_of(asked),
            recipients=_recipients(asked, number_of(key), cautions),
            answer=_answer(answers, national=national),
        )
        recommendations.append(recommendation)
        cautions += _about(recommendation, answers)
    return tuple(recommendations), cautions


def _asked_once(asked: list[Passage], number: str | None, cautions: list[Caution]) -> list[Passage]:
    """Keep one quotation of the recommendation and all its parts; a second, different one is reported."""
    whole = [p for p in asked if not p.part and p.blocks]
    kept = whole[:1]
    texts = {"".join((_text(p.blocks) or "").casefold().split()) for p in whole}
    if len(texts) > 1:
        message = f"{subject(number)} is quoted more than once, in different words: the first is kept"
        cautions.append(Caution(About.ASKED_TWICE, message, number))
    empty = [p for p in asked if not p.part and not p.blocks]
    return [*kept, *(empty if not kept else []), *(p for p in asked if p.part)]


def _recipients(asked: Sequence[Passage], number: str | None, cautions: list[Caution]) -> tuple[str, ...]:
    for passage in asked:
        if passage.recipients.unknown:
            message = f"{subject(number)} is addressed to a body that is not known: “{passage.recipients.unknown}”"
            cautions.append(Caution(About.UNKNOWN_RECIPIENT, message, number))
    labelled = tuple(dict.fromkeys(code for p in asked for code in p.recipients.codes))
    whole = _whole(asked)
    return labelled or (addressed_in(whole[0].text) if whole else ())


def _answer(answers: Sequence[Passage], *, national: bool) -> Answer | None:
    passages = tuple(
        AnswerPassage(p.title, p.part, _text(p.blocks) or "", span)
        for p in answers
        if (span := _span(p.blocks)) is not None
    )
    if not passages:
        return None
    by_part: dict[str, list[Sequence[Block]]] = {}
    for answer in answers:
        by_part.setdefault(answer.part, []).append(answer.blocks)
    positions = [position_of(blocks, national=national) for blocks in by_part.values()]
    return Answer(passages, joint_position(positions))


def _about(recommendation: Recommendation, answers: Sequence[Passage]) -> list[Caution]:
    number = recommendation.number
    it = subject(number)
    titles = [p.title.casefold() for p in answers if p.blocks and not p.part]
    not_quoted = recommendation.text is None and not recommendation.items
    begins_unseen = any(p.inferred for p in answers)
    shared = any(len(p.keys) > 1 for p in answers)
    checks = (
        (number is None, About.UNNUMBERED, "a recommendation has no number in the document"),
        (not_quoted, About.NOT_QUOTED, f"the text of {it} is not quoted"),
        (not recommendation.has_response, About.NO_ANSWER, f"{it} is not answered"),
        (begins_unseen, About.SPLIT, f"no mark begins the answer to {it}: check where it begins"),
        (shared, About.SHARED_ANSWER, f"the answer to {it} is given to several recommendations at once"),
        (len(set(titles)) < len(titles), About.ANSWERED_TWICE, f"{it} is answered in more than one place"),
    )
    cautions = [Caution(about, message, number) for applies, about, message in checks if applies]
    position = recommendation.position
    if position.also:
        others = ", ".join(stance.value for stance in position.also)
        message = f"the answer to {it} is read as {position.stance.value}; other sentences say {others}"
        cautions.append(Caution(About.MIXED_STANCE, message, number))
    return cautions


def _whole(asked: Sequence[Passage]) -> tuple[Block, ...]:
    return next((p.blocks for p in asked if not p.part and p.blocks), ())


def _text(blocks: Sequence[Block]) -> str | None:
    """Return the text with one line a block and no other line breaks; None for no text."""
    lines = (" ".join(block.text.split()) for block in blocks)
    return "\n".join(lines) or None


def _span(blocks: Sequence[Block]) -> Span | None:
    return Span(blocks[0].start, blocks[-1].end, blocks[0].line) if blocks else None
