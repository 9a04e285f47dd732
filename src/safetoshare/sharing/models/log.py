"""The public log: its entries and tiles, what waits to become an entry, its signed checkpoints, and its key.

An entry about a person is 32 bytes that tell nothing without the record and the salt, and a dummy looks the same; what
stands in clear is longer (see `core.ledger.public_entry`). No row keeps a time: entries have the day of their batch,
what waits has the day by which it was promised.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThanOrEqual

COMMITMENT_BYTES = HASH_BYTES = 32
# What stands in clear, at most; how many hashes a tile has. The same as in `core.ledger`, which services alone touch.
LONGEST_ENTRY = 2_000
TILE = 256


def _is_content(name: str) -> models.CheckConstraint:
    """Return the constraint that the column `content` has the length of a commitment, or of what stands in clear."""
    length: Any = Length("content")
    in_bounds = models.Q(GreaterThanOrEqual(length, COMMITMENT_BYTES)) & models.Q(
        LessThanOrEqual(length, LONGEST_ENTRY)
    )
    return models.CheckConstraint(name=name, condition=in_bounds)


class Entry(models.Model):
    """One leaf of the log, and the day of the batch that it came with."""

    index = models.BigIntegerField(primary_key=True)
    content = models.BinaryField(unique=True)
    on = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="entry_index_counts_from_zero", condition=models.Q(index__gte=0)),
            _is_content("entry_is_a_commitment_or_in_clear"),
        )

    def __str__(self) -> str:
        return f"entry {self.index}"


class Tile(models.Model):
    """Hashes of the log's tree (C2SP tlog-tiles). The last of each level grows until it is full."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    width = models.PositiveSmallIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="tile_one_a_place", fields=("level", "number")),
            models.CheckConstraint(
                name="tile_is_as_wide_as_it_says",
                condition=models.Q(width__gte=1, width__lte=TILE)
                & models.Q(Exact(Length("hashes"), models.F("width") * HASH_BYTES)),
            ),
        )

    def __str__(self) -> str:
        return f"tile {self.number} of level {self.level}"


class Pending(models.Model):
    """A commitment that was promised to be an entry by a day, and is none yet. Its identifier tells no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.BinaryField(unique=True)
    include_by = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="pending_is_a_commitment", condition=Exact(Length("content"), COMMITMENT_BYTES)
            ),
        )

    def __str__(self) -> str:
        return f"promised by {self.include_by}"


class SignedCheckpoint(models.Model):
    """How large the log was on a day, signed with its key. Kept for ever: each must go on to be consistent."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    on = models.DateField(unique=True)

    def __str__(self) -> str:
        return f"checkpoint of {self.size} entries"


class LogKey(models.Model):
    """The key that checks the log's signatures, and the origin under which it signs. There is one."""

    origin = models.CharField(primary_key=True, max_length=200)
    verifier_key = models.TextField()

    def __str__(self) -> str:
        return f"key of {self.origin}"


class ClosedLog(models.Model):
    """A log that was closed in public, with its last checkpoint: the present one, or the one after it, continues it."""

    origin = models.CharField(primary_key=True, max_length=200)
    verifier_key = models.TextField()
    size = models.BigIntegerField()
    note = models.TextField()
    closed_on = models.DateField()

    def __str__(self) -> str:
        return f"closed log {self.origin}"
