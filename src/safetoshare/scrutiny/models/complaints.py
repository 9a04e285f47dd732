"""Super-complaints and the steps of their course (Police Reform Act 2002 Part 2A)."""

from __future__ import annotations

import uuid

from django.db import models

from safetoshare.core.duties import Mark
from safetoshare.core.super_complaints import Stage
from safetoshare.scrutiny.models.bodies import Body


class SuperComplaint(models.Model):
    """A designated body's complaint about a feature of policing (Police Reform Act 2002 s.29A)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Part of a permanent address: never changed.
    code = models.SlugField(max_length=80, unique=True)
    subject = models.CharField(max_length=300)
    made_by = models.ManyToManyField(Body, related_name="super_complaints")

    def __str__(self) -> str:
        return self.subject


class ComplaintStage(models.Model):
    """A step of a super-complaint's course: between which days it was, how sure that is, and by which source."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    super_complaint = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=30)
    # The same day twice, or the ends of the month or year to which it is known.
    first_day = models.DateField()
    last_day = models.DateField()
    mark = models.CharField(max_length=3)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ("first_day", "last_day")
        constraints = (
            models.UniqueConstraint(name="a_stage_is_there_once", fields=["super_complaint", "stage", "first_day"]),
            models.CheckConstraint(name="stage_is_known", condition=models.Q(stage__in=[one.value for one in Stage])),
            models.CheckConstraint(
                name="stage_mark_is_known", condition=models.Q(mark__in=[one.value for one in Mark])
            ),
            models.CheckConstraint(
                name="a_stage_ends_after_it_began", condition=models.Q(first_day__lte=models.F("last_day"))
            ),
        )

    def __str__(self) -> str:
        return self.stage
