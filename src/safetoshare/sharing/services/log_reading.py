"""Proofs and tiles of the public log, made from its entries (C2SP tlog-tiles). Nothing beyond the signed size is told.

A proof reads the tiles on the way up from its entry, all in one query, however large the log is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger import tiles
from safetoshare.core.ledger.checkpoint import Checkpoint, read_checkpoint
from safetoshare.core.ledger.proof import Proof, write_proof
from safetoshare.core.ledger.record import commitment as commitment_of
from safetoshare.core.ledger.records import read_any
from safetoshare.core.ledger.slip import Slip
from safetoshare.core.ledger.tiles import HASH_BYTES, HIGHEST_LEVEL, bundle_of, inclusion, on_the_way, width_of
from safetoshare.sharing.models import ClosedLog
from safetoshare.sharing.selectors import log as selectors

TILE = tiles.TILE


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

    BadInputError when record and salt do not make the commitment, the bytes are no record's, or a tile is missing.
    """
    if commitment_of(salt, record) != commitment:
        raise BadInputError("the record and its salt do not belong to this commitment")
    with unit_of_work():
        entry, latest = selectors.entry_of(commitment), selectors.latest_checkpoint()
        if entry is None or latest is None or entry.index >= latest.size:
            return None
        way = on_the_way(entry.index, latest.size)
        held = selectors.tiles_at((place.level or 0, place.number) for place in way)

    def read(level: int, number: int, width: int) -> bytes:
        return held.get((level, number), b"")[: width * HASH_BYTES]

    path = tuple(inclusion(entry.index, latest.size, read))
    return write_proof(Proof(read_any(record), salt, entry.index, path, latest.note, promise_note))


def slip_of(commitment: bytes, salt: bytes) -> Slip | None:
    """Return the slip of an entry, or None while it is not in the published log."""
    with unit_of_work():
        entry, latest = selectors.entry_of(commitment), selectors.latest_checkpoint()
    if entry is None or latest is None or entry.index >= latest.size:
        return None
    return Slip(latest.note.partition("\n")[0], entry.index, salt, commitment)


def hash_tile(level: int, number: int, width: int) -> bytes | None:
    """Return the first `width` hashes of a tile, or None where the published log has not so many."""
    if level > HIGHEST_LEVEL:
        return None
    with unit_of_work():
        latest = selectors.latest_checkpoint()
        if latest is None or not 0 < width <= width_of(level, number, latest.size):
            return None
        return selectors.tile(level, number, width)


def entry_bundle(number: int, width: int) -> bytes | None:
    """Return the first `width` entries of a bundle, each after its length, or None where there are not so many."""
    with unit_of_work():
        latest = selectors.latest_checkpoint()
        if latest is None or not 0 < width <= width_of(0, number, latest.size):
            return None
        return bundle_of(selectors.contents(number * TILE, number * TILE + width))


def entries_between(start: int, end: int) -> list[bytes]:
    """Return the published entries from index `start` up to `end`. BadInputError where there are not so many."""
    with unit_of_work():
        latest = selectors.latest_checkpoint()
        if not 0 <= start <= end <= (0 if latest is None else latest.size):
            raise BadInputError("the published log has no such entries")
        return selectors.contents(start, end)


def closed_logs() -> tuple[ClosedLog, ...]:
    """Return the logs that were closed before this one, the oldest first."""
    with unit_of_work():
        return tuple(selectors.closed_logs())
