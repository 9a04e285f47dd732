"""The place a sealed value belongs to, and the bytes that bind a value to it.

Promise: two different pairs of purpose and place never give the same bytes.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from safetoshare.core.errors import BadInputError, SealError

_DOES_NOT_OPEN: Final = "a sealed value does not open: wrong key, wrong place, or altered"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs. It is authenticated with the value, never stored inside it.

    Raises `BadInputError` for an empty name, a name with a lone surrogate, or a version that is
    not from 0 to 2^64 - 1.
    """

    record: UUID
    table: str
    group: str
    version: int

    def __post_init__(self) -> None:
        if not self.table or not self.group:
            raise BadInputError("a place needs the name of a table and of a group")
        if not 0 <= self.version < 2**64:
            raise BadInputError("the version of a place is a whole number from 0 to 2^64 - 1")
        if any("\ud800" <= letter <= "\udfff" for letter in self.table + self.group):
            raise BadInputError("the names of a place are valid Unicode")

    def encoded(self) -> bytes:
        """Return bytes no other place shares: names carry their length, all else has fixed size."""
        table, group = self.table.encode(), self.group.encode()
        parts = (
            self.record.bytes,
            len(table).to_bytes(4, "big"),
            table,
            len(group).to_bytes(4, "big"),
            group,
            self.version.to_bytes(8, "big"),
        )
        return b"".join(parts)


def context(algorithm: int, purpose: bytes, place: Place) -> bytes:
    """Return what is authenticated with a value, so that none passes for one of another purpose.

    `purpose` holds no zero byte; `algorithm` is the first byte of the value.
    """
    return b"safetoshare %b\x00%c%b" % (purpose, algorithm, place.encoded())


def opened(plaintext: bytes | None) -> bytes:
    """Return what opened; raise `SealError`, with words that never change, for None.

    It is called outside every `except`, so that the error carries no cause that tells what failed.
    """
    if plaintext is None:
        raise SealError(_DOES_NOT_OPEN)
    return plaintext
