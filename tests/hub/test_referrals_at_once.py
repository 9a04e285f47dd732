"""Two workers of an organisation who answer in the same moment, on either database."""

from __future__ import annotations

import pytest

from safetoshare.base.permissions import Role
from safetoshare.core.referrals import DeclineReason, ReferralState
from safetoshare.hub.api.referrals import AlreadyAnswered, Answered, answer_referral, note_opened
from safetoshare.hub.models import AnswerWords, Referral
from tests.base.conftest import InThreads
from tests.base.people import create_units, member
from tests.hub.referring import ORGANISATION, SENT_ON, send_referral


@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_of_two_workers_who_answer_at_once_one_wins_and_the_other_is_told(in_threads: InThreads) -> None:
    member(Role.VICTIM_CARE_OFFICER)
    create_units()
    package = send_referral()
    outcomes = in_threads(
        lambda: answer_referral(package, ORGANISATION, ReferralState.ACCEPTED, "", SENT_ON),
        lambda: answer_referral(package, ORGANISATION, ReferralState.DECLINED, DeclineReason.AREA, SENT_ON),
        lambda: note_opened(package, ORGANISATION, SENT_ON),
    )
    (won,) = (outcome for outcome in outcomes if isinstance(outcome, Answered))
    (told,) = (outcome for outcome in outcomes if isinstance(outcome, AlreadyAnswered))
    assert told.referral.state is won.referral.state
    assert Referral.objects.get().state == won.referral.state
    assert AnswerWords.objects.count() == 1
