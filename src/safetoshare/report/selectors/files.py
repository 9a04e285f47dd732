"""Files that came with a report: what is known of each, and its sealed pieces.

What is known of a file, its key among it, travels sealed with the answers and is sealed to the unit when they are sent.
Whoever has the database alone sees how many pieces there are of which size class.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from safetoshare.base.database import SecurityContext, unit_of_work
from safetoshare.core.errors import BadInputError, SealError
from safetoshare.core.files import Group
from safetoshare.core.vault import DataKey, Sealed, open_sealed
from safetoshare.report.models import FilePart, ReportFileChunk, ReportFileOpening
from safetoshare.report.selectors.places import chunk_place

__all__ = ["PIECE", "FilePart", "Group", "Opening", "SentFile", "openings_of", "pieces_of"]

PIECE: Final = 1024 * 1024


@dataclass(frozen=True)
class SentFile:
    """What is known of one file. `sha256` is of the original, as it came; sizes in bytes."""

    id: UUID
    key: DataKey = field(repr=False)
    # As the telephone named it.
    name: str = field(repr=False)
    kind: str
    group: Group
    size: int
    sha256: str
    received_on: date
    # Of a picture: "jpeg" or "png", and the size of the copy.
    copy_kind: str = ""
    copy_size: int = 0

    def packed(self) -> str:
        """Return it as one text, to be sealed."""
        return json.dumps(
            {
                "id": self.id.hex,
                "key": self.key.hex(),
                "name": self.name,
                "kind": self.kind,
                "group": self.group.value,
                "size": self.size,
                "sha256": self.sha256,
                "received_on": self.received_on.isoformat(),
                "copy_kind": self.copy_kind,
                "copy_size": self.copy_size,
            },
            ensure_ascii=False,
        )

    @classmethod
    def unpacked(cls, text: str) -> Self:
        """Read what `packed` wrote. BadInputError for anything else."""
        try:
            said = json.loads(text)
            read: dict[str, Any] = {
                "id": UUID(said["id"]),
                "key": DataKey(bytes.fromhex(said["key"])),
                "group": Group(said["group"]),
                "received_on": date.fromisoformat(said["received_on"]),
            }
            return cls(**(said | read))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadInputError("What was sealed of a file cannot be read.") from None

    def size_of(self, part: FilePart) -> int:
        """Return how many bytes a part has."""
        return self.size if part is FilePart.ORIGINAL else self.copy_size


@dataclass(frozen=True)
class Opening:
    """That somebody opened a part of a file on a day."""

    part: FilePart
    account: UUID
    on: date


def pieces_of(
    file: UUID, key: DataKey, part: FilePart, size: int, context: SecurityContext | None = None
) -> Iterator[bytes]:
    """Yield a part of a file, piece by piece, each read in a unit of work of its own. SealError: one is missing."""
    for number in range(-(-size // PIECE)):
        with unit_of_work(context=context):
            row = ReportFileChunk.objects.filter(file=file, part=part, number=number).first()
        if row is None:
            raise SealError("a piece of a file is missing")
        yield open_sealed(key, Sealed(bytes(row.sealed)), chunk_place(file, part, number))


def openings_of(file: UUID) -> list[Opening]:
    """Return who opened a file, in order. Call it inside a unit of work."""
    rows = ReportFileOpening.objects.filter(file=file).order_by("opened_on", "id")
    return [Opening(FilePart(row.part), row.account, row.opened_on) for row in rows]
