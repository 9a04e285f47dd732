"""Tallies, sealed until their month is over, and the figures that are published of them (decision 0012).

A thief of these tables learns how many records there were in a month, as from the disclosures, and what everybody may
read. Whom a note counts, and what, opens with a key that is derived from the log's, inside the unwrapper alone.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from safetoshare.core.tally import SealedTally
from safetoshare.core.vault import Sealed, Wrapped

# As `core.transparency` names them.
KINDS = ("home_office_bodies", "helpers", "others")


class _SealedTallyColumns(models.Model):
    """A tally as it was sealed."""

    id = models.UUIDField(primary_key=True, editable=False)
    # Its first day.
    month = models.DateField(db_index=True)
    wrapped = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        abstract = True

    @staticmethod
    def columns(tally: SealedTally) -> dict[str, Any]:
        """Return the columns' values for a sealed tally."""
        return {"id": tally.id, "month": tally.month, "wrapped": tally.wrapped, "sealed": tally.sealed}

    def tally(self) -> SealedTally:
        """Return the sealed tally."""
        return SealedTally(self.id, self.month, Wrapped(bytes(self.wrapped)), Sealed(bytes(self.sealed)))


class TallyNote(_SealedTallyColumns):
    """One record, counted: whom it was about telling, and what was done. It is destroyed when its month is folded."""

    def __str__(self) -> str:
        return f"tally of {self.month:%B %Y}"


class TallyTotal(_SealedTallyColumns):
    """What the year came to by the end of the newest folded month. The row before is destroyed with each fold."""

    def __str__(self) -> str:
        return f"totals by {self.month:%B %Y}"


class Figure(models.Model):
    """One published figure: small numbers have not passed, and it never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The days that it counts. By `until`, the last day of a month, the month is known that was folded.
    since = models.DateField()
    until = models.DateField()
    recipients = models.CharField(max_length=20)
    what = models.CharField(max_length=20)
    # None: more than none, and fewer than `fewer_than`.
    at_least = models.PositiveIntegerField(null=True)
    is_exact = models.BooleanField()
    fewer_than = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="figure_one_a_month", fields=("until", "recipients", "what")),
            models.CheckConstraint(name="figure_recipients_are_known", condition=models.Q(recipients__in=KINDS)),
            models.CheckConstraint(
                name="figure_is_not_small", condition=models.Q(at_least=0) | models.Q(at_least__gte=8)
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} to {self.recipients} until {self.until}"
