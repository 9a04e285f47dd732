"""The register's tables: what was asked, of whom, by when, and what was answered (Rec 8).

The unit of progress is a recommendation with one body (`RecommendationRecipient`). Status and lateness stand in no
table: `core.standing` derives them for any day. What is published once is never changed: a changed document is a new
version of the response. Everything here is public; nothing is about a person who reported.
"""

from __future__ import annotations

import uuid

from django.db import models

from safetoshare.core.deadlines import Rule
from safetoshare.core.documents.stances import Stance
from safetoshare.core.standing import Asked, Progress


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

    class Meta:
        constraints = (
            models.CheckConstraint(name="body_kind_is_known", condition=models.Q(kind__in=BodyKind.values)),
            models.CheckConstraint(
                name="a_successor_has_its_day",
                condition=models.Q(successor__isnull=True, succeeded_on__isnull=True)
                | models.Q(successor__isnull=False, succeeded_on__isnull=False),
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


class SuperComplaint(models.Model):
    """A designated body's complaint about a feature of policing (Police Reform Act 2002 s.29A)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=300)
    made_by = models.ManyToManyField(Body, related_name="super_complaints")
    received_on = models.DateField()

    def __str__(self) -> str:
        return self.subject


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


class Response(models.Model):
    """A published document that answers a report, one version. A later one supersedes it and leaves it as it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="responses")
    responder = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="responses")
    version = models.PositiveSmallIntegerField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    dated_on = models.DateField(null=True)
    entered_on = models.DateField()
    document_name = models.CharField(max_length=200)
    document_sha256 = models.CharField(max_length=64)
    document = models.BinaryField()
    # What the spans of the answers point into.
    plain_text = models.TextField()

    class Meta:
        ordering = ("version",)
        constraints = (
            models.UniqueConstraint(name="a_version_is_given_once", fields=["report", "responder", "version"]),
            models.UniqueConstraint(name="a_document_enters_once", fields=["report", "responder", "document_sha256"]),
            models.CheckConstraint(
                name="the_first_version_supersedes_none",
                condition=models.Q(version=1, supersedes__isnull=True)
                | models.Q(version__gt=1, supersedes__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"response {self.id}, version {self.version}"


class Answer(models.Model):
    """What one response says of one recommendation to one body, as it was read, until a person has confirmed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="answers")
    recipient = models.ForeignKey(RecommendationRecipient, on_delete=models.PROTECT, related_name="answers")
    # One object a passage: title, text, start and end in the response's plain text, line of the source.
    passages = models.JSONField()
    stance = models.CharField(max_length=30)
    stance_words = models.TextField()
    progress = models.CharField(max_length=30)
    progress_words = models.TextField()
    # The account of the person who compared the reading with its source; nobody yet while it is empty.
    confirmed_by = models.UUIDField(null=True)
    confirmed_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_response_answers_once", fields=["response", "recipient"]),
            models.CheckConstraint(
                name="answer_stance_is_known", condition=models.Q(stance__in=[one.value for one in Stance])
            ),
            models.CheckConstraint(
                name="answer_progress_is_known", condition=models.Q(progress__in=[one.value for one in Progress])
            ),
            models.CheckConstraint(
                name="a_confirmation_has_person_and_day",
                condition=models.Q(confirmed_by__isnull=True, confirmed_on__isnull=True)
                | models.Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"answer {self.id}"
