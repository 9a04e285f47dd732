"""Reads of referrals: an organisation's own, and for the safeguarding unit the answers of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count

from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.referrals import FINAL, TO_FOLLOW_UP, ReferralState
from safetoshare.core.vault import Place
from safetoshare.hub.models import AnswerWords, Referral


@dataclass(frozen=True)
class ReferralInTray:
    """A referral as the organisation's own list shows it: nothing about whom."""

    package: UUID
    state: ReferralState
    sent_on: date
    answer_by: date
    opened_on: date | None
    answered_on: date | None
    withdrawn_on: date | None
    reason: str
    answers: int

    @property
    def may_be_answered(self) -> bool:
        return self.state not in FINAL and self.withdrawn_on is None


@dataclass(frozen=True)
class ReferralAnswer:
    """What became of a referral, as the case's page shows it. `state` says it also while there is no answer."""

    state: ReferralState
    reason: str
    answered_on: date | None
    answer_by: date
    opened_on: date | None
    withdrawn_on: date | None


@dataclass(frozen=True)
class ReferralToFollowUp:
    """A referral that nobody took on, with the sealed way to its case."""

    package: UUID
    state: ReferralState
    pointer: SealedValue


@dataclass(frozen=True)
class ReferralCounts:
    """How many were sent in a period, and how many answers came in it. The numbers are exact: not to be published."""

    sent: int
    by_state: dict[ReferralState, int] = field(default_factory=dict)
    declined_by_reason: dict[str, int] = field(default_factory=dict)


def pointer_place(package: UUID) -> Place:
    """Return the place to which a referral's pointer to its case is sealed."""
    return Place(record=package, table="hub_referral", group="pointer", version=1)


def words_place(package: UUID, number: int) -> Place:
    """Return the place to which the words of an answer are sealed; the first answer has number 1."""
    return Place(record=package, table="hub_answerwords", group="words", version=number)


def referrals_of(organisation: UUID) -> list[ReferralInTray]:
    """Return an organisation's referrals, those first whose answer is due first."""
    found = Referral.objects.filter(organisation=organisation).order_by("answer_by", "sent_on", "package")
    return [_in_tray(referral) for referral in found]


def referral_of(package: UUID, organisation: UUID) -> ReferralInTray | None:
    """Return one of an organisation's referrals. Another organisation's does not exist for it."""
    referral = Referral.objects.filter(package=package, organisation=organisation).first()
    return None if referral is None else _in_tray(referral)


def answers_of(packages: Sequence[UUID]) -> dict[UUID, ReferralAnswer]:
    """Return what became of these referrals; a package that was referred to nobody is left out."""
    return {
        referral.package: ReferralAnswer(
            ReferralState(referral.state),
            referral.reason,
            referral.answered_on,
            referral.answer_by,
            referral.opened_on,
            referral.withdrawn_on,
        )
        for referral in Referral.objects.filter(package__in=packages)
    }


def sealed_words_of(package: UUID) -> list[SealedValue]:
    """Return the sealed words of a referral's answers, the first answer first."""
    return [
        words.at(words_place(package, words.number))
        for words in AnswerWords.objects.filter(referral=package).order_by("number")
    ]


def referrals_to_follow_up() -> list[ReferralToFollowUp]:
    """Return the referrals that were declined, ran out, or wait for the unit's word."""
    # After a withdrawal nobody is to take the person on under it.
    found = Referral.objects.filter(state__in=TO_FOLLOW_UP, withdrawn_on__isnull=True).order_by("answer_by", "package")
    return [
        ReferralToFollowUp(
            referral.package, ReferralState(referral.state), referral.at(pointer_place(referral.package))
        )
        for referral in found
    ]


def referral_counts(since: date, until: date) -> ReferralCounts:
    """Count what was sent in a period and what was answered in it, its first and last day included."""
    answered = Referral.objects.filter(answered_on__range=(since, until)).exclude(state=ReferralState.EXPIRED)
    lapsed = Referral.objects.filter(state=ReferralState.EXPIRED, answer_by__range=(since, until))
    by_state = dict(answered.values_list("state").annotate(count=Count("*")).order_by("state"))
    by_reason = answered.filter(state=ReferralState.DECLINED).values_list("reason").annotate(count=Count("*"))
    return ReferralCounts(
        sent=Referral.objects.filter(sent_on__range=(since, until)).count(),
        by_state={ReferralState(state): count for state, count in by_state.items()}
        | {ReferralState.EXPIRED: lapsed.count()},
        declined_by_reason=dict(by_reason.order_by("reason")),
    )


def _in_tray(referral: Referral) -> ReferralInTray:
    return ReferralInTray(
        package=referral.package,
        state=ReferralState(referral.state),
        sent_on=referral.sent_on,
        answer_by=referral.answer_by,
        opened_on=referral.opened_on,
        answered_on=referral.answered_on,
        withdrawn_on=referral.withdrawn_on,
        reason=referral.reason,
        answers=referral.answers,
    )
