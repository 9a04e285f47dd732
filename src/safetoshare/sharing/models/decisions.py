"""What a rank was asked to decide, and what it decided (Recs 1 and 4(e)). All that says about whom, stands sealed."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import models

from safetoshare.base.models.sealed import SealedColumns
from safetoshare.core.vault import Place

_TABLE: Final = "sharing_askeddecision"


class AskedDecision(SealedColumns):
    """An order that the policy leaves to a rank, sealed to those who decide."""

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.UUIDField(db_index=True)
    asked_by = models.UUIDField()
    asked_on = models.DateField()
    answered_on = models.DateField(null=True, default=None)

    def __str__(self) -> str:
        return f"decision asked for {self.id}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return self.place(self.id)

    @staticmethod
    def place(asked: uuid.UUID) -> Place:
        """Return the place to which an order is sealed that waits for a decision."""
        return Place(asked, _TABLE, "order", 1)


class TakenDecision(SealedColumns):
    """The same order with the decision and its reasons, sealed to the safeguarding unit. There is one answer."""

    asked = models.OneToOneField(AskedDecision, primary_key=True, on_delete=models.CASCADE, related_name="taken")

    def __str__(self) -> str:
        return f"decision taken {self.asked_id}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return self.place(self.asked_id)

    @staticmethod
    def place(asked: uuid.UUID) -> Place:
        """Return the place to which a decision is sealed."""
        return Place(asked, "sharing_takendecision", "decision", 1)
