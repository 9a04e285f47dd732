"""The places to which the groups, messages and mailbox keys of a report are sealed."""

from __future__ import annotations

from uuid import UUID

from safetoshare.core.vault import Place


def group_place(report: UUID, group: str) -> Place:
    """Return the place of one group of a report."""
    return Place(report, "report_reportgroup", group, 1)


def contact_place(report: UUID) -> Place:
    """Return the place to which a report's safe contact (`SafeContact`) is sealed."""
    return group_place(report, "contact")


def mailbox_place(report: UUID) -> Place:
    """Return the place of a report's mailbox key."""
    return Place(report, "report_report", "mailbox", 1)


def promise_place(report: UUID) -> Place:
    """Return the place of the day on which the reporter was shown the promise."""
    return Place(report, "report_report", "promise", 1)


def draft_place(draft: UUID) -> Place:
    """Return the place of a draft, and of its key."""
    return Place(draft, "report_reportdraft", "answers", 1)


def words_place(report: UUID) -> Place:
    """Return the place of the marks of a reporter's own words."""
    return Place(report, "report_report", "words", 1)


def item_place(report: UUID, number: int) -> Place:
    """Return the place of a message to the reporter."""
    return Place(report, "report_mailboxitem", "message", number)


def look_place(look: UUID) -> Place:
    """Return the place of a note of who looked."""
    return Place(look, "report_look", "look", 1)


def reporter_message_place(report: UUID, number: int) -> Place:
    """Return the place of a message from the reporter."""
    return Place(report, "report_reportermessage", "message", number)


def contact_change_place(report: UUID, number: int) -> Place:
    """Return the place of a later safe contact."""
    return Place(report, "report_contactchange", "contact", number)


def chunk_place(file: UUID, part: str, number: int) -> Place:
    """Return the place of a piece of a file."""
    return Place(file, "report_reportfilechunk", part, number)
