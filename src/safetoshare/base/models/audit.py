"""The audit: who consulted which record, in which role and for what (Data Protection Act 2018 s.62)."""

from __future__ import annotations

import uuid

from django.db import models

from safetoshare.base.permissions import Action


class AuditRow(models.Model):
    """One consultation. In the clear stands the day; the exact time is sealed to the data protection officer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    on = models.DateField()
    sealed_at = models.BinaryField()
    wrapped_key = models.BinaryField()
    account = models.UUIDField()
    role = models.CharField(max_length=40)
    action = models.CharField(max_length=60)
    record = models.UUIDField()
    purpose = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="audit_action_is_known", condition=models.Q(action__in=[known.value for known in Action])
            ),
        )

    def __str__(self) -> str:
        return f"audit row {self.id}"
