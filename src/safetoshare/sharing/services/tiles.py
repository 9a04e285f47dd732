"""Entries and their tiles as rows, appended together in one unit of work: a proof reads a handful of tiles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from safetoshare.core.ledger import tiles
from safetoshare.sharing.models import Entry, Tile
from safetoshare.sharing.selectors import log as selectors

_ROWS_AT_ONCE = 1_000


def append(size: int, added: Sequence[tuple[bytes, date]]) -> None:
    """Append entries, each with its day, to the first `size`. IntegrityError when another was a moment faster."""
    Entry.objects.bulk_create(
        (Entry(index=index, content=content, on=on) for index, (content, on) in enumerate(added, size)),
        batch_size=_ROWS_AT_ONCE,
    )
    grown = tiles.grow(size, (content for content, _on in added), selectors.tile)
    Tile.objects.bulk_create(
        (
            Tile(level=one.level, number=one.number, width=len(one.hashes) // tiles.HASH_BYTES, hashes=one.hashes)
            for one in grown
        ),
        batch_size=_ROWS_AT_ONCE,
        # The last tile of a level takes the place of its narrower self.
        update_conflicts=True,
        unique_fields=["level", "number"],
        update_fields=["width", "hashes"],
    )
