"""Referrals, for the partner's pages and for those who count: what was sent, opened and answered (Rec 4(d))."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.measures import Measure, published
from safetoshare.core.referrals import DeclineReason, ReferralState
from safetoshare.hub.selectors import referrals as selectors
from safetoshare.hub.selectors.referrals import ReferralAnswer, ReferralCounts, ReferralInTray, ReferralToFollowUp
from safetoshare.hub.services.referrals import (
    AlreadyAnswered,
    Answered,
    AnswerWithWords,
    Words,
    answer_referral,
    note_opened,
    read_words,
)

__all__ = [
    "AlreadyAnswered",
    "AnswerWithWords",
    "Answered",
    "ReferralAnswer",
    "ReferralCounts",
    "ReferralInTray",
    "ReferralToFollowUp",
    "Words",
    "answer_referral",
    "answers_of",
    "note_opened",
    "read_words",
    "referral_measures",
    "referral_of",
    "referrals_of",
    "referrals_to_follow_up",
    "sealed_words_of",
]

_BEARS_ON = ("4(d)",)
_ANSWERS = {
    ReferralState.ACCEPTED: "Referrals to specialist organisations that the organisation accepted in the period.",
    ReferralState.WAITING_LIST: "Referrals for which the organisation's last answer is a place on its waiting list.",
    ReferralState.QUESTION: "Referrals for which the organisation's last answer is a question.",
    ReferralState.DECLINED: "Referrals that the organisation declined in the period, for any of its reasons.",
    ReferralState.EXPIRED: "Referrals whose day for an answer passed in the period without one.",
}
_REASONS = {
    DeclineReason.CAPACITY: "Referrals declined in the period because the organisation had no capacity.",
    DeclineReason.AREA: "Referrals declined in the period because the organisation does not serve the area.",
    DeclineReason.NEED_NOT_MET: "Referrals declined in the period because the organisation does not meet the need.",
    DeclineReason.CANNOT_REACH_SAFELY: "Referrals declined in the period: the person could not be reached safely.",
    DeclineReason.CONFLICT_OF_INTEREST: "Referrals declined in the period because of a conflict of interest.",
}


def referrals_of(organisation: UUID) -> list[ReferralInTray]:
    """Return an organisation's referrals, those first whose answer is due first."""
    with unit_of_work():
        return selectors.referrals_of(organisation)


def referral_of(package: UUID, organisation: UUID) -> ReferralInTray | None:
    """Return one of an organisation's referrals. Another organisation's does not exist for it."""
    with unit_of_work():
        return selectors.referral_of(package, organisation)


def answers_of(packages: Sequence[UUID]) -> dict[UUID, ReferralAnswer]:
    """Return what became of these referrals; a package that was referred to nobody is left out."""
    with unit_of_work():
        return selectors.answers_of(packages)


def sealed_words_of(package: UUID) -> list[SealedValue]:
    """Return the sealed words of a referral's answers, the first answer first; `read_words` reads them opened."""
    with unit_of_work():
        return selectors.sealed_words_of(package)


def referrals_to_follow_up() -> list[ReferralToFollowUp]:
    """Return the referrals that were declined, ran out, or wait for the unit's word."""
    with unit_of_work():
        return selectors.referrals_to_follow_up()


def referral_measures(since: date, until: date) -> list[Measure]:
    """Return what was sent and answered in a period, small numbers suppressed."""
    with unit_of_work():
        counts = selectors.referral_counts(since, until)

    def measure(name: str, definition: str, count: int) -> Measure:
        return Measure(name, definition, _BEARS_ON, since, until, published(count))

    return [
        measure("referrals_sent", "Referrals sent to specialist organisations in the period.", counts.sent),
        *(measure(f"referrals_{state}", text, counts.by_state.get(state, 0)) for state, text in _ANSWERS.items()),
        *(
            measure(f"referrals_declined_{reason}", text, counts.declined_by_reason.get(reason, 0))
            for reason, text in _REASONS.items()
        ),
    ]
