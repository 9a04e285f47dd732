"""The words of a referral: what may be answered, what lapses, and what ends the unit's responsibility."""

from safetoshare.core.referrals import ANSWERS, FINAL, SILENT, TO_FOLLOW_UP, ReferralState


def test_every_state_is_silence_an_answer_or_the_end_of_waiting() -> None:
    assert {*SILENT, *ANSWERS, ReferralState.EXPIRED} == set(ReferralState)
    assert not set(SILENT) & set(ANSWERS)


def test_silence_is_never_final_by_itself() -> None:
    assert not set(SILENT) & set(FINAL)


def test_whatever_ends_without_help_goes_back_to_the_unit() -> None:
    assert set(FINAL) - {ReferralState.ACCEPTED} <= set(TO_FOLLOW_UP)
    assert ReferralState.ACCEPTED not in TO_FOLLOW_UP
