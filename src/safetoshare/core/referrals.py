"""What a referral can be, and what an organisation can answer to it (Rec 4(d)).

The safeguarding unit stays responsible until an organisation accepts: no other answer, and no silence, ends that.
"""

from enum import StrEnum
from typing import Final


class ReferralState(StrEnum):
    """How far a referral has come."""

    SENT = "sent"
    OPENED = "opened"
    ACCEPTED = "accepted"
    WAITING_LIST = "waiting_list"
    QUESTION = "question"
    DECLINED = "declined"
    EXPIRED = "expired"


class DeclineReason(StrEnum):
    """Why an organisation cannot take a referral on. None is about who the person is."""

    CAPACITY = "capacity"
    AREA = "area"
    NEED_NOT_MET = "need_not_met"
    CANNOT_REACH_SAFELY = "cannot_reach_safely"
    CONFLICT_OF_INTEREST = "conflict_of_interest"


# What an organisation answers. A question and a place on a waiting list may be followed by another answer.
ANSWERS: Final = (
    ReferralState.ACCEPTED,
    ReferralState.WAITING_LIST,
    ReferralState.QUESTION,
    ReferralState.DECLINED,
)
# No answer has come: these lapse when the day for it has passed.
SILENT: Final = (ReferralState.SENT, ReferralState.OPENED)
# Nothing more is answered here.
FINAL: Final = (ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.EXPIRED)
# What the unit must do something about: nobody has taken the person on.
TO_FOLLOW_UP: Final = (ReferralState.QUESTION, ReferralState.DECLINED, ReferralState.EXPIRED)
