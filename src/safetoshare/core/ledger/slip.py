"""The slip: what is left of a proof when it must fit into a small square code on paper (300 bytes at most).

    slip-1 <origin> <index> <base64 of the salt> <base64 of the commitment>

It names where the entry stands and what opens it, and nothing about the person: without the record it tells nobody
anything. Compared with the log itself it proves that the entry stands there unchanged; with a record, that it is this
record's. Unlike a whole proof it needs the log at hand.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.checkpoint import Checkpoint
from safetoshare.core.ledger.note import bytes_of
from safetoshare.core.ledger.record import COMMITMENT_BYTES, SALT_BYTES, commitment
from safetoshare.core.ledger.tree import leaf_hash, verify_inclusion

LONGEST_SLIP: Final = 300
# Neutral, for whoever finds the paper; the origin names the log all the same.
_FORM: Final = "slip-1"
_INDEX = re.compile(r"0|[1-9][0-9]{0,19}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Slip:
    """Where an entry stands, its commitment, and the salt under which the record makes it."""

    origin: str
    index: int
    salt: bytes = field(repr=False)
    commitment: bytes

    def text(self) -> str:
        """Return the slip as one line of ASCII. BadInputError where an origin is too long for it."""
        parts = (_FORM, self.origin, str(self.index), _base64(self.salt), _base64(self.commitment))
        text = " ".join(parts)
        if len(text.encode()) > LONGEST_SLIP:
            raise BadInputError(f"a slip has {LONGEST_SLIP} bytes at most: this log's origin is too long")
        return text

    def is_of(self, record: bytes) -> bool:
        """Whether the entry is this record's."""
        return commitment(self.salt, record) == self.commitment


def is_slip(content: bytes) -> bool:
    """Whether a file, or what a camera read, says that it is a slip."""
    return content.strip().startswith(_FORM.encode())


def read_slip(content: bytes) -> Slip:
    """Read what `Slip.text` wrote; spaces and new lines around it are passed over. BadInputError for anything else."""
    if len(content) > 2 * LONGEST_SLIP:
        raise BadInputError("this is too large to be a slip")
    try:
        form, origin, index, salt, committed = content.decode("ascii").strip().split(" ")
        slip = Slip(origin, int(index), bytes_of(salt), bytes_of(committed))
    except (UnicodeDecodeError, ValueError, BadInputError):
        raise BadInputError("this slip is damaged: it is one line of five words") from None
    lengths = (len(slip.salt), len(slip.commitment))
    if form != _FORM or not origin or not _INDEX.fullmatch(index) or lengths != (SALT_BYTES, COMMITMENT_BYTES):
        raise BadInputError("this slip is damaged, or of a version that is not known here")
    return slip


def verify_slip(slip: Slip, checkpoint: Checkpoint, path: Sequence[bytes]) -> bool:
    """Whether the slip's entry stands in the log that a checkpoint is of, which is trusted already."""
    leaf = leaf_hash(slip.commitment)
    is_included = verify_inclusion(slip.index, checkpoint.size, leaf, path, checkpoint.root)
    return slip.origin == checkpoint.origin and is_included


def _base64(value: bytes) -> str:
    return b64encode(value).decode("ascii")
