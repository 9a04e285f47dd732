"""The two texts that the log signs: a checkpoint (C2SP tlog-checkpoint) and a promise of inclusion.

    <origin>                       <origin>/promise
    <number of entries>            <base64 of the commitment>
    <base64 of the root>           include by <day>

Neither can be taken for the other: their first lines differ. A text has one form only, so what was signed is what was
read. The log adds no extension line to its checkpoints; another signer's are read past (they are signed like the rest).
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from typing import Final

from safetoshare.core.errors import BadInputError, NoteError
from safetoshare.core.ledger.note import bytes_of

_HASH_BYTES: Final = 32
_LARGEST_SIZE: Final = 2**64 - 1
_SIZE = re.compile(r"0|[1-9][0-9]{0,19}", re.ASCII)
_PROMISE: Final = "/promise"
_INCLUDE_BY: Final = "include by "


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How large the log of this origin is, and the root over all its entries. BadInputError for what cannot be one."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        _check_origin(self.origin)
        if not 0 <= self.size <= _LARGEST_SIZE or len(self.root) != _HASH_BYTES:
            raise BadInputError("a checkpoint names a size and a root of 32 bytes")

    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class InclusionPromise:
    """The log's word that a commitment will be an entry by the end of a day. BadInputError for what cannot be one."""

    origin: str
    commitment: bytes
    include_by: date

    def __post_init__(self) -> None:
        _check_origin(self.origin)
        if len(self.commitment) != _HASH_BYTES:
            raise BadInputError("a commitment has 32 bytes")

    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}{_PROMISE}\n{_base64(self.commitment)}\n{_INCLUDE_BY}{self.include_by.isoformat()}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint in a note's text. NoteError unless it is one."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines) or not _SIZE.fullmatch(lines[1]):
        raise NoteError("this is not a checkpoint: origin, size and root, a line each")
    try:
        return Checkpoint(lines[0], int(lines[1]), bytes_of(lines[2]))
    except BadInputError as error:
        raise NoteError(str(error)) from None


def read_inclusion_promise(text: str) -> InclusionPromise:
    """Return the promise of inclusion in a note's text. NoteError unless it is one."""
    first, _, rest = text.partition("\n")
    commitment, _, last = rest.partition("\n")
    try:
        include_by = date.fromisoformat(last.removeprefix(_INCLUDE_BY).removesuffix("\n"))
        promise = InclusionPromise(first.removesuffix(_PROMISE), bytes_of(commitment), include_by)
    except (BadInputError, ValueError):
        promise = None
    if promise is None or promise.text() != text:
        raise NoteError("this is not a promise of inclusion")
    return promise


def _check_origin(origin: str) -> None:
    # A newline or an empty line would make another text of it.
    if not origin or "+" in origin or any(map(str.isspace, origin)) or origin.endswith(_PROMISE):
        raise BadInputError("a log's origin is one word, such as example.org/log")


def _base64(value: bytes) -> str:
    return b64encode(value).decode("ascii")
