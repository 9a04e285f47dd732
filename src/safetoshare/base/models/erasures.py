"""What was erased: enough to erase it again after a backup of an earlier day was restored, and nothing about whom."""

from __future__ import annotations

from django.db import models


class Erasure(models.Model):
    """A report that was erased, and the day by which it is gone from the last backup as well."""

    record = models.UUIDField(primary_key=True)
    on = models.DateField()
    gone_from_backups_by = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="backups_outlive_the_erasure", condition=models.Q(gone_from_backups_by__gt=models.F("on"))
            ),
        )

    def __str__(self) -> str:
        return f"erasure of {self.record}"
