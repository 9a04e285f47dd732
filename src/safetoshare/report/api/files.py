"""What the unit's pages ask of files that came with a report: which there are, their content, and who opened them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from safetoshare.base.accounts.selectors import names_of
from safetoshare.base.database import SecurityContext, unit_of_work
from safetoshare.report.labels import FILE_GROUPS, size_in_words
from safetoshare.report.selectors import files as selectors
from safetoshare.report.selectors.content import Message, ReportContent
from safetoshare.report.selectors.files import FilePart, Group, SentFile
from safetoshare.report.services.files import note_opening

__all__ = [
    "FilePart",
    "SentFile",
    "content_of",
    "files_of",
    "group_name",
    "note_opening",
    "openings_with_names",
    "size_in_words",
]


def files_of(content: ReportContent, messages: Sequence[Message] = ()) -> list[SentFile]:
    """Return the files of a report, then those that came later, in order. BadInputError: one cannot be read."""
    packed = [*content.files, *(one for message in messages for one in message.files)]
    return [SentFile.unpacked(one) for one in packed]


def content_of(file: SentFile, part: FilePart, context: SecurityContext) -> Iterator[bytes]:
    """Yield a part of a file, piece by piece. SealError: one is missing or was altered."""
    return selectors.pieces_of(file.id, file.key, part, file.size_of(part), context)


def openings_with_names(file: UUID) -> list[tuple[str, FilePart, date]]:
    """Return who opened a file, which part, and on which day."""
    with unit_of_work():
        openings = selectors.openings_of(file)
        names = names_of({one.account for one in openings})
    return [(names.get(one.account, ""), one.part, one.on) for one in openings]


def group_name(group: str) -> str:
    """Return what a file is, in words."""
    return str(FILE_GROUPS[Group(group)])
