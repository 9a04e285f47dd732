"""A report that waits, opened with the keys of whoever reads it: what was told, and what triage proposes (Rec 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from safetoshare.base.accounts.opening import Opener
from safetoshare.base.sealing import fields_of
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.triage import TriageProposal, propose
from safetoshare.report import api as reports
from safetoshare.report.api import Message, ReportContent, ReportInQueue, SafeContact

__all__ = ["OpenedReport", "facts_of", "open_report", "report_of"]


@dataclass(frozen=True)
class OpenedReport:
    """A report as it was told, and what triage proposes. `contact` is None for a role that may not open it."""

    queue: ReportInQueue
    content: ReportContent = field(repr=False)
    contact: SafeContact | None = field(repr=False)
    proposal: TriageProposal
    # What the person wrote since, in order.
    messages: list[Message] = field(default_factory=list, repr=False)


def open_report(report: UUID, opener: Opener, *, restricted: bool, day: date) -> OpenedReport | None:
    """Open a report that waits. LockedError without keys; None if there is no such report."""
    queue = reports.report(report)
    if queue is None:
        return None
    sealed, letters = reports.sealed_groups(report), reports.messages_from_reporter(report)
    content, contact = report_of(opener, "read_report", sealed, restricted=restricted)
    plaintexts = opener.open("read_report", letters) if letters else []
    messages = [Message.from_fields(fields_of(plaintext)) for plaintext in plaintexts]
    reports.note_look(report, opener.role, day)
    return OpenedReport(queue, content, contact, propose(facts_of(content), day), messages)


def facts_of(content: ReportContent) -> frozenset[str]:
    """Return what triage is told of a report."""
    return frozenset(content.pathways) | ({"danger_now"} if content.danger == "yes" else frozenset())


def report_of(
    opener: Opener, purpose: str, sealed: dict[str, SealedValue], *, restricted: bool
) -> tuple[ReportContent, SafeContact | None]:
    """Open the groups of a report. LockedError without keys."""
    names = ["account", "contact"] if restricted else ["account"]
    opened = [fields_of(plaintext) for plaintext in opener.open(purpose, [sealed[name] for name in names])]
    return ReportContent.from_fields(opened[0]), SafeContact.from_fields(opened[1]) if restricted else None
