"""What was referred to an organisation, and what it answered (Rec 4(d)).

A row tells which organisation was sent a package, when, and how it answered: nothing about whom. The way from a
referral to its case, and the answer's own words, are sealed to the safeguarding unit's restricted key. What the order
of rows tells a thief of the tables, decision 0006 says.
"""

from __future__ import annotations

import uuid

from django.db import models

from safetoshare.base.models.sealed import SealedColumns
from safetoshare.core.referrals import DeclineReason, ReferralState
from safetoshare.core.vault import Place


class Referral(SealedColumns):
    """One package that went to one organisation. The sealed columns hold the pointer to the case."""

    package = models.UUIDField(primary_key=True)
    organisation = models.UUIDField(db_index=True)
    state = models.CharField(max_length=12, default=ReferralState.SENT.value)
    sent_on = models.DateField()
    answer_by = models.DateField()
    opened_on = models.DateField(null=True, default=None)
    answered_on = models.DateField(null=True, default=None)
    reason = models.CharField(max_length=24, default="", blank=True)
    # Since when the organisation may use it no longer: the person took her agreement back.
    withdrawn_on = models.DateField(null=True, default=None)
    # How many answers were given: a question may be followed by a yes, and two workers must not both answer.
    answers = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="referral_state_is_known", condition=models.Q(state__in=[known.value for known in ReferralState])
            ),
            models.CheckConstraint(
                name="referral_reason_where_declined",
                condition=models.Q(
                    state=ReferralState.DECLINED.value, reason__in=[known.value for known in DeclineReason]
                )
                | (~models.Q(state=ReferralState.DECLINED.value) & models.Q(reason="")),
            ),
            models.CheckConstraint(
                name="referral_has_time_to_answer", condition=models.Q(answer_by__gt=models.F("sent_on"))
            ),
            models.CheckConstraint(
                name="referral_answered_on_a_day",
                condition=models.Q(answers=0, answered_on__isnull=True)
                | models.Q(answers__gt=0, answered_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"referral of {self.package}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return Place(self.package, "hub_referral", "pointer", 1)


class AnswerWords(SealedColumns):
    """The words of one answer: who makes contact, how long the wait is, what is asked, why not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="words")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(name="answer_words_once", fields=("referral", "number")),)

    def __str__(self) -> str:
        return f"words of answer {self.number} to {self.referral_id}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return Place(self.referral_id, "hub_answerwords", "words", self.number)
