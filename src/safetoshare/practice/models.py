"""Who confirmed having read which version of the policy (Rec 4(j))."""

from __future__ import annotations

import uuid

from django.db import models


class Reading(models.Model):
    """One member of staff confirmed one version, named by the SHA-256 of its file. A new version asks anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.UUIDField()
    policy = models.CharField(max_length=64)
    on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="reading_once_a_version", fields=("account", "policy")),
            models.CheckConstraint(name="reading_names_a_version", condition=models.Q(policy__regex=r"^[0-9a-f]{64}$")),
        )

    def __str__(self) -> str:
        return f"reading of {self.policy[:12]}"
