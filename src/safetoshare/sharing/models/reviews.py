"""What a second person looks at again, by when. Which act it was, and why, stands sealed in the record alone."""

from __future__ import annotations

from django.db import models


class Review(models.Model):
    """One record that is reviewed: what was told at once, against the policy or outside, or kept from the person."""

    # Of the `Disclosure` that is reviewed.
    record = models.UUIDField(primary_key=True, editable=False)
    case = models.UUIDField(db_index=True)
    # Who recorded it never reviews it.
    recorded_by = models.UUIDField()
    due_on = models.DateField()
    reviewed_on = models.DateField(null=True, default=None)

    def __str__(self) -> str:
        return f"review of {self.record}"
