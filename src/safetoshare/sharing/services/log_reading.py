"""Proofs and tiles of the public log, made from its entries (C2SP tlog-tiles). Nothing beyond the signed size is told.

Hashes are made anew from the entries each time: a tile of level 0 reads 256 of them, a proof reads all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.checkpoint import Checkpoint, read_checkpoint
from safetoshare.core.ledger.proof import Proof, write_proof
from safetoshare.core.ledger.record import commitment as commitment_of
from safetoshare.core.ledger.record import read_record
from safetoshare.core.ledger.tree import Tree, leaf_hash
from safetoshare.sharing.selectors import log as selectors

TILE = 256
_HIGHEST_LEVEL = 7  # 256**8 entries are as many as a log can have


@dataclass(frozen=True)
class PublishedLog:
    """The log as its newest checkpoint has it, the key to check it with, and whether a promise is overdue."""

    checkpoint: Checkpoint
    note: str
    verifier_key: str
    on: date
    is_overdue: bool


def published_log(day: date) -> PublishedLog | None:
    """Return the log as it is published, or None before its first checkpoint."""
    with unit_of_work():
        latest, key = selectors.latest_checkpoint(), selectors.log_key()
        is_overdue = selectors.is_overdue(day)
    if latest is None or key is None:
        return None
    checkpoint = read_checkpoint(latest.note.rpartition("\n\n")[0] + "\n")
    return PublishedLog(checkpoint, latest.note, key.verifier_key, latest.on, is_overdue)


def in_log_since(commitment: bytes) -> date | None:
    """Return the day on which a commitment was published in the log, or None while it is not."""
    with unit_of_work():
        entry, latest = selectors.entry_of(commitment), selectors.latest_checkpoint()
    return entry.on if entry and latest and entry.index < latest.size else None


def prove(commitment: bytes, record: bytes, salt: bytes, promise_note: str) -> bytes | None:
    """Return the proof document of a record, or None while it is not in the published log.

    BadInputError when record and salt do not make the commitment, or the bytes are no record's.
    """
    if commitment_of(salt, record) != commitment:
        raise BadInputError("the record and its salt do not belong to this commitment")
    with unit_of_work():
        entry, latest = selectors.entry_of(commitment), selectors.latest_checkpoint()
        if entry is None or latest is None or entry.index >= latest.size:
            return None
        tree = Tree()
        tree.extend(selectors.commitments(0, latest.size))
    path = tuple(tree.inclusion(entry.index))
    return write_proof(Proof(read_record(record), salt, entry.index, path, latest.note, promise_note))


def hash_tile(level: int, number: int, width: int) -> bytes | None:
    """Return the first `width` hashes of a tile, or None where the published log has not so many."""
    if level > _HIGHEST_LEVEL:
        return None
    span = TILE**level  # the entries under each hash
    entries = _published(number * TILE * span, width * span)
    if entries is None:
        return None
    return b"".join(_root(entries[start : start + span]) for start in range(0, len(entries), span))


def entry_bundle(number: int, width: int) -> bytes | None:
    """Return the first `width` entries of a bundle, each after its length, or None where there are not so many."""
    entries = _published(number * TILE, width)
    if entries is None:
        return None
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def _published(start: int, count: int) -> list[bytes] | None:
    with unit_of_work():
        latest = selectors.latest_checkpoint()
        if latest is None or start + count > latest.size:
            return None
        return selectors.commitments(start, start + count)


def _root(entries: list[bytes]) -> bytes:
    if len(entries) == 1:
        return leaf_hash(entries[0])
    tree = Tree()
    tree.extend(entries)
    return tree.root()
