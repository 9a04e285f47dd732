"""What the register shows, as values: reports, their recommendations with each body, and the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from safetoshare.core.documents.stances import Stance
from safetoshare.core.standing import Progress, Standing


@dataclass(frozen=True, slots=True)
class ShownBody:
    """A body that is asked, and on that day its successor, if it has one by then."""

    code: str
    name: str
    successor: str


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """One passage of an answer, and its place: characters of the plain text, line of the source."""

    title: str
    text: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One version of an answer. `answered_by` is another body's name when that body spoke for this one."""

    version: int
    dated_on: date | None
    answered_by: str
    is_for_another: bool
    stance: Stance
    stance_words: str
    progress: Progress
    progress_words: str
    passages: tuple[ShownPassage, ...]
    document_name: str
    document_sha256: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A sub-requirement: its code, its words, and what would show that it is met."""

    code: str
    text: str
    natural_evidence: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """The unit of progress on a day: one recommendation with one body. `versions` are its answers, oldest first."""

    report: str
    number: str
    text: str
    parts: tuple[ShownPart, ...]
    body: ShownBody
    standing: Standing
    versions: tuple[ShownAnswer, ...]

    @property
    def answer(self) -> ShownAnswer | None:
        """The answer that holds on that day."""
        return self.versions[-1] if self.versions else None


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report with the lines that the register holds of it."""

    code: str
    title: str
    published_on: date
    extent: str
    subject: str
    made_by: tuple[str, ...]
    received_on: date | None
    lines: tuple[ShownLine, ...]
