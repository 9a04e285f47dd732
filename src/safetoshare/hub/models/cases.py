"""Cases of the safeguarding unit, and what is known of each, in sealed groups (Rec 4).

In the clear stands what a work list needs and nothing else: no name, no language, no organisation, no consent and
nothing about immigration. What a group holds is appended as a new version and never overwritten.
"""

from __future__ import annotations

import uuid

from django.db import models

from safetoshare.base.models.sealed import SealedColumns
from safetoshare.core.cases import CaseGroupName, CaseState
from safetoshare.core.vault import Place


class Case(models.Model):
    """One report that an officer has taken. `version` grows with everything that is written to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.UUIDField(unique=True)
    state = models.CharField(max_length=8)
    # A code of the Office for National Statistics, or empty: not said.
    area = models.CharField(max_length=20, default="", blank=True)
    # The queue, in words of the policy's vocabulary.
    pathway = models.CharField(max_length=30)
    opened_on = models.DateField()
    review_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="case_state_known", condition=models.Q(state__in=[state.value for state in CaseState])
            ),
            # A day of review that lies a full day away tells nobody at what hour a case was taken.
            models.CheckConstraint(
                name="case_review_a_full_day_away",
                condition=models.Q(review_on__gt=models.F("opened_on")),
            ),
        )
        indexes = (models.Index(name="case_by_state", fields=("state", "review_on")),)

    def __str__(self) -> str:
        return f"case {self.id}"


class CaseGroup(SealedColumns):
    """One version of one sealed group of a case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="groups")
    group = models.CharField(max_length=13)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="case_group_version_once", fields=("case", "group", "version")),
            models.CheckConstraint(
                name="case_group_known", condition=models.Q(group__in=[name.value for name in CaseGroupName])
            ),
        )

    def __str__(self) -> str:
        return f"{self.group} {self.version}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return Place(self.case_id, "hub_casegroup", str(self.group), self.version)
