"""What the pages need to take files: receiving, looking at them, and what of them travels with the answers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from safetoshare.core.errors import BadInputError
from safetoshare.core.files import Group, Refusal
from safetoshare.report.api.reporting import with_stretched_receipt
from safetoshare.report.selectors.files import PIECE, SentFile
from safetoshare.report.selectors.receipts import BusyError, look_up_of
from safetoshare.report.selectors.tickets import Ticket
from safetoshare.report.services import files
from safetoshare.report.services.files import Receiving, look_at, try_to_drop

__all__ = [
    "PIECE",
    "BusyError",
    "Group",
    "Receiving",
    "Refusal",
    "SentFile",
    "begin",
    "drop",
    "look_at",
    "read",
    "try_to_drop",
]


def begin(ticket: Ticket, name: str, on: date) -> Receiving:
    """Begin to receive a file under the receipt of a ticket. BusyError where it has to be stretched first."""
    stretched = with_stretched_receipt(ticket).stretched
    assert stretched is not None  # noqa: S101  # just done
    return Receiving(look_up_of(stretched), name, on)


def drop(ticket: Ticket, file: UUID) -> None:
    """Delete a file that was not sent. BusyError, or a database error: it could not be done now."""
    stretched = with_stretched_receipt(ticket).stretched
    assert stretched is not None  # noqa: S101  # just done
    files.drop_file(stretched, file)


def read(packed: list[str]) -> list[SentFile]:
    """Return what travelled with the answers. What cannot be read is passed over: it came sealed, and is ours."""
    found = []
    for one in packed:
        try:
            found.append(SentFile.unpacked(one))
        except BadInputError:
            continue
    return found
