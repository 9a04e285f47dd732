"""What stands in the public log, inside a unit of work that is open already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from safetoshare.core.errors import BadInputError
from safetoshare.sharing.models import ClosedLog, Entry, LogKey, Pending, SignedCheckpoint, Tile
from safetoshare.sharing.models.log import HASH_BYTES


def contents(start: int, end: int) -> list[bytes]:
    """Return the entries from index `start` up to `end`, in order."""
    rows = Entry.objects.filter(index__gte=start, index__lt=end).order_by("index")
    return [bytes(content) for content in rows.values_list("content", flat=True).iterator(chunk_size=10_000)]


def entry_of(content: bytes) -> Entry | None:
    """Return the entry of a content."""
    return Entry.objects.filter(content=content).first()


def last_entry() -> Entry | None:
    """Return the newest entry."""
    return Entry.objects.order_by("-index").first()


def contents_that_begin(start: bytes) -> list[bytes]:
    """Return the contents that begin with these bytes and go on in ASCII, found in the index over contents."""
    # 0x7f stands behind all that a text goes on with.
    found = Entry.objects.filter(content__gte=start, content__lt=start + b"\x7f")
    return [bytes(content) for content in found.values_list("content", flat=True)]


def all_tiles() -> dict[tuple[int, int], bytes]:
    """Return the hashes of every tile by level and number."""
    rows = Tile.objects.values_list("level", "number", "hashes").iterator(chunk_size=1_000)
    return {(level, number): bytes(hashes) for level, number, hashes in rows}


def tile(level: int, number: int, width: int) -> bytes:
    """Return the first hashes of a tile, end to end. BadInputError where it has not so many."""
    row = Tile.objects.filter(level=level, number=number, width__gte=width).first()
    if row is None or width < 1:
        raise BadInputError("the log has no such tile")
    return bytes(row.hashes)[: width * HASH_BYTES]


def tiles_at(places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """Return the hashes of the tiles at these levels and numbers, as many as there are, read in one query."""
    where = reduce(or_, (Q(level=level, number=number) for level, number in places))
    rows = Tile.objects.filter(where).values_list("level", "number", "hashes")
    return {(level, number): bytes(hashes) for level, number, hashes in rows}


def latest_checkpoint() -> SignedCheckpoint | None:
    """Return the newest signed checkpoint."""
    return SignedCheckpoint.objects.order_by("-size").first()


def log_key() -> LogKey | None:
    """Return the log's key, once it has signed."""
    return LogKey.objects.first()


def closed_logs() -> list[ClosedLog]:
    """Return the logs that were closed, the oldest first."""
    return list(ClosedLog.objects.order_by("closed_on", "origin"))


def pending() -> list[Pending]:
    """Return what waits to become an entry."""
    return list(Pending.objects.all())


def is_overdue(day: date) -> bool:
    """Whether a commitment waits that was promised by an earlier day. How many is told to nobody."""
    return Pending.objects.filter(include_by__lt=day).exists()
