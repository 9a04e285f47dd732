"""The audit: who did what with which record, in which role and for what (Data Protection Act 2018 s.62).

At the end of a day its rows' commitments become leaves of a tree, in an order that tells nothing, so that a row that
is altered or taken away afterwards shows.
"""

from __future__ import annotations

import uuid

from django.db import models

from safetoshare.base.permissions import Action


class AuditRow(models.Model):
    """One act. In the clear stands the day; the exact time is sealed to the data protection officer, with a salt.

    `commitment` is SHA-256 over the salt and all that the row says (`base.audit`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    on = models.DateField()
    sealed_at = models.BinaryField()
    # The data protection officer's key to which the row's data key is wrapped.
    unit_key = models.UUIDField()
    wrapped_key = models.BinaryField()
    account = models.UUIDField()
    role = models.CharField(max_length=40)
    action = models.CharField(max_length=60)
    record = models.UUIDField()
    purpose = models.CharField(max_length=60)
    commitment = models.BinaryField(unique=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="audit_action_is_known", condition=models.Q(action__in=[known.value for known in Action])
            ),
        )

    def __str__(self) -> str:
        return f"audit row {self.id}"


class AuditLeaf(models.Model):
    """One leaf of the audit's tree, and the day whose rows it came with."""

    index = models.BigIntegerField(primary_key=True)
    commitment = models.BinaryField(unique=True)
    on = models.DateField()

    class Meta:
        constraints = (models.CheckConstraint(name="audit_leaf_counts_from_zero", condition=models.Q(index__gte=0)),)

    def __str__(self) -> str:
        return f"audit leaf {self.index}"


class AuditHead(models.Model):
    """How large the audit's tree was when a day was closed, signed with the log's key (a C2SP checkpoint)."""

    on = models.DateField(primary_key=True)
    size = models.BigIntegerField()
    note = models.TextField()

    def __str__(self) -> str:
        return f"audit of {self.size} rows"
