"""Reports: their recommendations, parts, recipients and clocks, and what took a recommendation's place."""

from __future__ import annotations

import uuid

from django.db import models

from safetoshare.core.deadlines import Rule
from safetoshare.core.standing import Asked
from safetoshare.scrutiny.models.bodies import Body
from safetoshare.scrutiny.models.complaints import SuperComplaint


class Report(models.Model):
    """A published report with recommendations, on a super-complaint or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    super_complaint = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, null=True, related_name="reports")
    published_by = models.ManyToManyField(Body, related_name="reports")
    published_on = models.DateField()
    # Which of its recommendations stand in this register, and from what they were taken.
    extent = models.TextField()

    def __str__(self) -> str:
        return self.title


class Recommendation(models.Model):
    """One numbered demand of a report. The number is text: "4", "3a", "Action 2"."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="recommendations")
    number = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(name="a_number_stands_once_in_a_report", fields=["report", "number"]),
            models.UniqueConstraint(name="a_place_is_taken_once_in_a_report", fields=["report", "position"]),
        )

    def __str__(self) -> str:
        return f"recommendation {self.number}"


class SubRequirement(models.Model):
    """A part of a recommendation that can be checked by itself, and what would show that it is met."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="parts")
    code = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    natural_evidence = models.TextField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(name="a_part_stands_once", fields=["recommendation", "code"]),
            models.UniqueConstraint(name="a_part_has_its_own_place", fields=["recommendation", "position"]),
        )

    def __str__(self) -> str:
        return self.code


class RecipientRole(models.TextChoices):
    """Why a body is asked: it is named, or it is one of "all recipients of recommendations"."""

    NAMED = "named"
    ALL_RECIPIENTS = "all_recipients"


class RecommendationRecipient(models.Model):
    """The unit of progress: one recommendation, one body."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="recipients")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="asked")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_body_is_asked_once", fields=["recommendation", "body"]),
            models.CheckConstraint(name="recipient_role_is_known", condition=models.Q(role__in=RecipientRole.values)),
        )

    def __str__(self) -> str:
        return f"{self.recommendation_id} to {self.body_id}"


class Deadline(models.Model):
    """A clock of one recipient: rule, number and base. The last day is counted from them, not stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(RecommendationRecipient, on_delete=models.PROTECT, related_name="deadlines")
    asked = models.CharField(max_length=10)
    rule = models.CharField(max_length=30)
    count = models.PositiveIntegerField()
    base = models.DateField()
    source = models.CharField(max_length=300)
    # The duty of `core.duties` by which it runs; empty when the report itself sets it. The two are never mixed.
    duty = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        ordering = ("base", "count")
        constraints = (
            models.UniqueConstraint(
                name="a_clock_runs_once", fields=["recipient", "asked", "rule", "count", "base", "source"]
            ),
            models.CheckConstraint(
                name="deadline_asks_something_known", condition=models.Q(asked__in=[one.value for one in Asked])
            ),
            models.CheckConstraint(
                name="deadline_rule_is_known", condition=models.Q(rule__in=[one.value for one in Rule])
            ),
        )

    def __str__(self) -> str:
        return f"{self.asked} by {self.rule}"


class Supersession(models.Model):
    """That a recommendation no longer asks, since something newer stands in its place or closed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="supersession")
    by = models.ForeignKey(Recommendation, on_delete=models.PROTECT, null=True, related_name="supersedes")
    on = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="nothing_supersedes_itself", condition=~models.Q(recommendation=models.F("by"))
            ),
        )

    def __str__(self) -> str:
        return f"supersession of {self.recommendation_id}"
