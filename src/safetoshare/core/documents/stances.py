"""Stance and progress of an answer, each from the sentence that says it, by the phrases of `stances.toml`.

Two axes, never one: a body may accept a recommendation and have done nothing, or wait for others and be at work. A
sentence in which another body speaks ("The NPCC did not accept ...") says nothing of the responder. Where no phrase
is found nothing is read.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

from safetoshare.core.documents.blocks import Block, Span
from safetoshare.core.documents.phrases import compile_phrases
from safetoshare.core.documents.sentences import sentences

_NO = r"\b(?:not|never|cannot|no|neither|nor|unable|without)\b|n[’']t\b"
_NEGATIVE = re.compile(_NO, re.IGNORECASE)
_GUARD = re.compile(
    rf"{_NO}|\b(?:if|once|when|until|unless|before|whether|should|would|could|may|might|yet\sto|far\sfrom|will\sbe|to\sbe)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:–—]|,\s(?:and|but|so)\b|\bbut\b|\balthough\b|\band\s(?=we\b|the\b|i\b)", re.IGNORECASE)
_OTHERS_SPEAK = re.compile(
    r"(?:the\s)?(?:npcc|national\spolice\schiefs[’']?\scouncil|apcc|home\soffice|home\ssecretary|government|college\sof\spolicing|"
    r"hmicfrs|inspectorate|iopc|report|super[-\s]?complaint)\s(?:has\s|have\s|had\s|did\s|does\s|do\s)?(?:also\s|not\s)*"
    r"(?:accept|agree|support|reject|disagree|consider|recommend|ask)",
    re.IGNORECASE,
)
_LONGEST_ALONE = 40
_LONGEST_SENTENCE = 2_000


class Stance(StrEnum):
    """What the responder says of the recommendation itself."""

    ACCEPTED = "accepted"
    PARTIALLY = "partially"
    NOT_ACCEPTED = "not_accepted"
    AWAITING_NATIONAL_POSITION = "awaiting_national_position"
    DEFERRED_TO_BODY = "deferred_to_body"
    NO_STATEMENT = "no_statement"


class Progress(StrEnum):
    """What the responder claims to have done; verification is the commissioner's and is never read from a document."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED_CLAIMED = "completed_claimed"


class Status(StrEnum):
    """Both axes in one word, for comparison with readings that have one only."""

    PENDING_NATIONAL = "pending_national"
    PARTIALLY = "partially"
    REJECTED = "rejected"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    NO_STATEMENT = "no_statement"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that decided, and where it stands in the document's plain text."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Position:
    """Stance and progress of one answer; `also` lists the stances of other sentences."""

    stance: Stance = Stance.NO_STATEMENT
    stance_evidence: Evidence | None = None
    progress: Progress | None = None
    progress_evidence: Evidence | None = None
    also: tuple[Stance, ...] = ()

    @property
    def status(self) -> Status:
        """Both axes in one word: what is awaited, limited or refused first, then progress, then acceptance."""
        by_stance = {
            Stance.AWAITING_NATIONAL_POSITION: Status.PENDING_NATIONAL,
            Stance.PARTIALLY: Status.PARTIALLY,
            Stance.NOT_ACCEPTED: Status.REJECTED,
        }
        by_progress = {
            Progress.IN_PROGRESS: Status.IN_PROGRESS,
            Progress.COMPLETED_CLAIMED: Status.COMPLETED,
        }
        if self.stance in by_stance:
            return by_stance[self.stance]
        if self.progress in by_progress:
            return by_progress[self.progress]
        return Status.ACCEPTED if self.stance is Stance.ACCEPTED else Status.NO_STATEMENT


@dataclass(frozen=True, slots=True)
class _Signs:
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    alone: frozenset[str]
    guarded: bool

    def in_sentence(self, flat: str) -> bool:
        if not self.alone.isdisjoint(_openings(flat)):
            return True
        if self.unless is not None and self.unless.search(flat):
            return False
        return any(not self.guarded or not self._negated(flat, m) for m in self.pattern.finditer(flat))

    @staticmethod
    def _negated(flat: str, match: re.Match[str]) -> bool:
        """Report whether "not", "once", "if" ... stands before the phrase in its clause, or after its first word."""
        clause = max((m.end() for m in _CLAUSE.finditer(flat, 0, match.start())), default=0)
        if _GUARD.search(flat, clause, match.start()):
            return True
        return _NEGATIVE.search(match[0].partition(" ")[2]) is not None


def position_of(passages: Sequence[Sequence[Block]], *, national: bool = False) -> Position:
    """Read the position from the passages of one answer, oldest first: what the latest says on an axis is taken.

    `national`: a national body answers, so that "The NPCC accepts ..." is its own word.
    """
    stance_signs, progress_signs = _signs()
    stances: dict[str, Evidence] = {}
    progress: tuple[str, Evidence] | None = None
    for blocks in reversed(passages):
        said = [s for block in blocks for s in sentences(block) if len(s.text) <= _LONGEST_SENTENCE]
        if not stances:
            stances = _found(said, stance_signs, others_count=national)
        if progress is None:
            progress = next(iter(_found(said, progress_signs, others_count=True).items()), None)
    first = next(iter(stances.items()), None)
    return Position(
        Stance(first[0]) if first else Stance.NO_STATEMENT,
        first[1] if first else None,
        Progress(progress[0]) if progress else None,
        progress[1] if progress else None,
        tuple(Stance(name) for name, said_in in stances.items() if first and said_in != first[1]),
    )


def joint_position(positions: Sequence[Position]) -> Position:
    """Return the position on a whole whose parts have been answered one by one.

    Complete only when every part is claimed complete; accepted here and refused there is partial acceptance.
    """
    said = [p for p in positions if p.stance is not Stance.NO_STATEMENT or p.progress is not None]
    if len(positions) == 1 or not said:
        return said[0] if said else Position()
    order = list(Stance)
    wanted = (Stance.AWAITING_NATIONAL_POSITION, Stance.PARTIALLY)
    stances = sorted({p.stance for p in positions if p.stance is not Stance.NO_STATEMENT}, key=order.index)
    stance = next((s for s in wanted if s in stances), stances[0] if stances else Stance.NO_STATEMENT)
    if stance not in wanted and {Stance.ACCEPTED, Stance.NOT_ACCEPTED} <= set(stances):
        stance = Stance.PARTIALLY
    by_stance = next((p for p in said if p.stance is stance), said[0])
    claims = {p.progress for p in positions}
    progress = _joint_progress(claims)
    by_progress = next((p for p in said if p.progress is progress), None)
    return Position(
        stance,
        by_stance.stance_evidence,
        progress,
        by_progress.progress_evidence if by_progress else None,
        tuple(s for s in stances if s is not stance),
    )


def _joint_progress(claims: set[Progress | None]) -> Progress | None:
    if claims == {Progress.COMPLETED_CLAIMED}:
        return Progress.COMPLETED_CLAIMED
    if claims & {Progress.COMPLETED_CLAIMED, Progress.IN_PROGRESS}:
        return Progress.IN_PROGRESS
    return Progress.NOT_STARTED if Progress.NOT_STARTED in claims else None


def _found(said: Iterable[Block], signs: Mapping[str, _Signs], *, others_count: bool) -> dict[str, Evidence]:
    """Return the names whose signs are in the sentences, in the order of `signs`, each with its first sentence."""
    found: dict[str, Evidence] = {}
    for sentence in said:
        if not others_count and _OTHERS_SPEAK.match(sentence.flat):
            continue
        for name, sign in signs.items():
            if name not in found and sign.in_sentence(sentence.flat):
                found[name] = Evidence(sentence.flat, sentence.span)
    return {name: found[name] for name in signs if name in found}


def _openings(flat: str) -> tuple[str, str]:
    """Return a short sentence as a whole, and what stands before its colon or dash ("Accepted: ...")."""
    plain = re.sub(r"^status\s?:\s?", "", flat.replace("–", "-").lower()).strip(" .!;*")
    head = re.split(r"\s?[:;—]|\s-\s", plain, maxsplit=1)[0]
    return (plain if len(plain) <= _LONGEST_ALONE else ""), head


@functools.cache
def _signs() -> tuple[dict[str, _Signs], dict[str, _Signs]]:
    source = resources.files(__package__).joinpath("stances.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(source)
    words: dict[str, list[str]] = table["words"]

    def signs(axis: str) -> dict[str, _Signs]:
        return {
            name: _Signs(
                compile_phrases(entry["phrases"], words),
                compile_phrases(entry["unless"], words) if "unless" in entry else None,
                frozenset(entry["alone"]) if "alone" in entry else frozenset(),
                not entry.get("unguarded", False),
            )
            for name, entry in table[axis].items()
        }

    return signs("stance"), signs("progress")
