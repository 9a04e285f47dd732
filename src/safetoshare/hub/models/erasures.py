"""Erasures that were asked for, and wait for a second person to confirm them."""

from __future__ import annotations

from django.db import models

from safetoshare.core.cases import ErasureReason


class ErasureRequest(models.Model):
    """One report that somebody asked to erase. It goes with the answer: confirmed or not, nothing of it stays here."""

    report = models.UUIDField(primary_key=True)
    reason = models.CharField(max_length=20)
    asked_by = models.UUIDField()
    asked_on = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="erasure_reason_is_known",
                condition=models.Q(reason__in=[reason.value for reason in ErasureReason]),
            ),
        )

    def __str__(self) -> str:
        return f"erasure asked of {self.report}"
