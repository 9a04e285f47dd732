"""The public log: its entries, what waits to become one, its signed checkpoints, and its key.

An entry about a person is 32 bytes that tell nothing without the record and the salt, and a dummy looks the same. No
row keeps a time: entries have the day of their batch, what waits has the day by which it was promised.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

_COMMITMENT_BYTES = 32


class Entry(models.Model):
    """One leaf of the log, and the day of the batch that it came with."""

    index = models.BigIntegerField(primary_key=True)
    commitment = models.BinaryField(unique=True)
    on = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="entry_index_counts_from_zero", condition=models.Q(index__gte=0)),
            models.CheckConstraint(
                name="entry_is_a_commitment", condition=Exact(Length("commitment"), _COMMITMENT_BYTES)
            ),
        )

    def __str__(self) -> str:
        return f"entry {self.index}"


class Pending(models.Model):
    """A commitment that was promised to be an entry by a day, and is none yet. Its identifier tells no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commitment = models.BinaryField(unique=True)
    include_by = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="pending_is_a_commitment", condition=Exact(Length("commitment"), _COMMITMENT_BYTES)
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
