"""What the register shows, as values: reports, their recommendations with each body, and the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from safetoshare.core.documents.stances import Stance
from safetoshare.core.duties import Mark
from safetoshare.core.known_days import KnownDay
from safetoshare.core.standing import Progress, Standing
from safetoshare.core.super_complaints import Course
from safetoshare.core.waiting import WaitStanding


@dataclass(frozen=True, slots=True)
class ShownBody:
    """A body that is asked, and its successor, if it has one by that day; `ends` is when its office ends by law."""

    code: str
    name: str
    successor: str
    ends: KnownDay | None
    ends_source: str


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
class ShownFinding:
    """What the commissioner found on a day, and why."""

    found_on: date
    is_confirmed: bool
    words: str


@dataclass(frozen=True, slots=True)
class ShownSupersession:
    """From when a recommendation no longer asks, by which source, and what stands in its place, if anything does."""

    on: date
    source: str
    by_number: str
    by_title: str


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
    findings: tuple[ShownFinding, ...]
    superseded: ShownSupersession | None

    @property
    def answer(self) -> ShownAnswer | None:
        """The answer that holds on that day."""
        return self.versions[-1] if self.versions else None


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report with the lines that the register holds of it. `complaint` is the code of its super-complaint, or ""."""

    code: str
    title: str
    published_on: date
    extent: str
    complaint: str
    made_by: tuple[str, ...]
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class ShownComplaint:
    """A super-complaint on a day: its course, and the reports on it that the register holds by then."""

    code: str
    subject: str
    made_by: tuple[ShownMaker, ...]
    course: Course
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownMaker:
    """A body that made a super-complaint, and its designation when it was received."""

    name: str
    designated_on: date
    source: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class ShownWait:
    """Who waits for what and for whom, and how that stands on a day."""

    report: str
    title: str
    number: str
    body: str
    body_name: str
    what: str
    whom: str
    since: date
    review_on: date
    source: str
    standing: WaitStanding
