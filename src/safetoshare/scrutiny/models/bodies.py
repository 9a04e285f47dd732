"""Bodies, their names, who follows them, and which of them may make super-complaints."""

from __future__ import annotations

import uuid

from django.db import models

from safetoshare.core.duties import Mark


class BodyKind(models.TextChoices):
    """What a body is. `local_policing_body`: commissioners, and whatever follows them from May 2028."""

    DESIGNATED_BODY = "designated_body"
    NATIONAL_BODY = "national_body"
    CHIEF_CONSTABLE = "chief_constable"
    LOCAL_POLICING_BODY = "local_policing_body"


class Body(models.Model):
    """A body that makes super-complaints, publishes reports or is asked to act; it outlives its office-holders."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Part of permanent addresses: never changed.
    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    # A commissioner answers for the force that is overseen as well.
    overseen_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="oversees")
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")
    succeeded_on = models.DateField(null=True)
    # Between which days the office ends by law, and which source says so; its answers stay where they are.
    ends_first = models.DateField(null=True)
    ends_last = models.DateField(null=True)
    ends_source = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="body_kind_is_known", condition=models.Q(kind__in=BodyKind.values)),
            models.CheckConstraint(
                name="a_successor_has_its_day",
                condition=models.Q(successor__isnull=True, succeeded_on__isnull=True)
                | models.Q(successor__isnull=False, succeeded_on__isnull=False),
            ),
            models.CheckConstraint(
                name="an_office_ends_within_days_by_a_source",
                condition=models.Q(ends_first__isnull=True, ends_last__isnull=True, ends_source="")
                | (models.Q(ends_first__lte=models.F("ends_last")) & ~models.Q(ends_source="")),
            ),
        )

    def __str__(self) -> str:
        return self.name


class BodyName(models.Model):
    """A name under which documents speak of a body, folded as `selectors.bodies.folded` does it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="names")
    folded = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.folded


class Designation(models.Model):
    """That a body may make super-complaints, since and until when (Police Reform Act 2002 s.29B)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="designations")
    since = models.DateField()
    until = models.DateField(null=True)
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=3)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_designation_begins_once", fields=["body", "since"]),
            models.CheckConstraint(
                name="designation_mark_is_known", condition=models.Q(mark__in=[one.value for one in Mark])
            ),
            models.CheckConstraint(
                name="a_designation_ends_after_it_began",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
            ),
        )

    def __str__(self) -> str:
        return f"designation of {self.body_id}"
