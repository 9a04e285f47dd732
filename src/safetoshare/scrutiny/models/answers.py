"""Responses, what they answer, what the commissioner found of it, and what a body waits for."""

from __future__ import annotations

import uuid

from django.db import models

from safetoshare.core.documents.stances import Stance
from safetoshare.core.standing import Progress
from safetoshare.scrutiny.models.bodies import Body
from safetoshare.scrutiny.models.reports import RecommendationRecipient, Report


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


class Finding(models.Model):
    """What the commissioner found of a recommendation with a body: the claim of being done, confirmed or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(RecommendationRecipient, on_delete=models.PROTECT, related_name="findings")
    found_on = models.DateField()
    is_confirmed = models.BooleanField()
    # What was looked at, and why it is or is not enough.
    words = models.TextField()

    class Meta:
        ordering = ("found_on",)
        constraints = (models.UniqueConstraint(name="one_finding_a_day", fields=["recipient", "found_on"]),)

    def __str__(self) -> str:
        return f"finding {self.id}"


class Wait(models.Model):
    """That a body says it waits: for what, for whom, since when, and when to look again. What came is derived."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(RecommendationRecipient, on_delete=models.PROTECT, related_name="waits")
    what = models.CharField(max_length=300)
    whom = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="waited_for")
    since = models.DateField()
    review_on = models.DateField()
    # Whether a policy that the force itself adopts may be what was waited for.
    may_be_policy = models.BooleanField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ("since", "review_on")
        constraints = (
            models.UniqueConstraint(name="a_wait_begins_once", fields=["recipient", "whom", "since"]),
            models.CheckConstraint(
                name="a_wait_is_reviewed_after_it_began", condition=models.Q(review_on__gt=models.F("since"))
            ),
        )

    def __str__(self) -> str:
        return f"wait {self.id}"
