"""Which job was done for which day."""

from __future__ import annotations

from django.db import models


class JobDay(models.Model):
    """A job, done for a day. The row is written in the job's own transaction, so it is done once."""

    job = models.CharField(max_length=60)
    day = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(name="a_job_is_done_once_a_day", fields=["job", "day"]),)

    def __str__(self) -> str:
        return f"{self.job} on {self.day}"
