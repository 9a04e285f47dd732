"""What a register file says, as values: read by `register_file` and `register_follow_ups`, entered by `registers`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from safetoshare.core.deadlines import Rule
from safetoshare.core.duties import Mark
from safetoshare.core.known_days import KnownDay
from safetoshare.core.standing import Asked
from safetoshare.core.super_complaints import KnownStage
from safetoshare.scrutiny.models import BodyKind

ALL_RECIPIENTS = "all_recipients"
# The codes under which readings name recipients (core/documents/recipients.toml), and the kind of body they mean.
ADDRESSED = {"chief_constables": BodyKind.CHIEF_CONSTABLE, "pccs": BodyKind.LOCAL_POLICING_BODY}


@dataclass(frozen=True, slots=True)
class DesignationEntry:
    """From and until when a body may make super-complaints."""

    since: date
    until: date | None
    source: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """A body, the code of the body that oversees it (or ""), and its other names."""

    code: str
    name: str
    kind: BodyKind
    overseen_by: str
    also_called: tuple[str, ...]
    ends: KnownDay | None = None
    ends_source: str = ""
    designations: tuple[DesignationEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ComplaintEntry:
    """A super-complaint and its course."""

    code: str
    subject: str
    made_by: tuple[str, ...]
    stages: tuple[KnownStage, ...]


@dataclass(frozen=True, slots=True)
class ClockEntry:
    """One clock: what it asks for and how it is counted. `binds` are the kinds of bodies a statutory duty is on."""

    asked: Asked
    rule: Rule
    count: int
    base: date
    source: str
    duty: str = ""
    binds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartEntry:
    """A sub-requirement."""

    code: str
    text: str
    natural_evidence: str


@dataclass(frozen=True, slots=True)
class RecommendationEntry:
    """A recommendation, whom it asks (codes of `ADDRESSED` or of bodies, or all), its own clocks and its parts."""

    number: str
    to: tuple[str, ...]
    text: str
    clocks: tuple[ClockEntry, ...]
    parts: tuple[PartEntry, ...]


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report, the code of its super-complaint (or ""), and the clocks that run for all of its recipients."""

    code: str
    title: str
    super_complaint: str
    published_by: tuple[str, ...]
    published_on: date
    extent: str
    clocks: tuple[ClockEntry, ...]
    recommendations: tuple[RecommendationEntry, ...]


@dataclass(frozen=True, slots=True)
class SuccessionEntry:
    """One body takes over the duties of another on a day."""

    body: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class SupersessionEntry:
    """A recommendation no longer asks from a day on. `by_report` and `by_number` are "" when nothing took its place."""

    report: str
    number: str
    by_report: str
    by_number: str
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """What the commissioner found on a day of a recommendation with a body."""

    report: str
    number: str
    body: str
    on: date
    is_confirmed: bool
    words: str


@dataclass(frozen=True, slots=True)
class WaitEntry:
    """For what and for whom a body says it waits, and when to look again."""

    report: str
    number: str
    body: str
    what: str
    whom: str
    since: date
    review_on: date
    may_be_policy: bool
    source: str


FollowUp = SuccessionEntry | SupersessionEntry | FindingEntry | WaitEntry


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """All of one file. `follow_ups` speak of what the file itself holds or the register holds already."""

    bodies: tuple[BodyEntry, ...]
    complaints: tuple[ComplaintEntry, ...]
    report: ReportEntry | None
    follow_ups: tuple[FollowUp, ...]
