"""How far the safeguarding unit has come with a case, and the groups in which what it knows is sealed (Rec 4).

None of them is about immigration status, and no group is read to lower what somebody is offered.
"""

from enum import StrEnum
from typing import Final


class CaseState(StrEnum):
    """How far the unit has come with a case, in the order in which it needs the unit."""

    TAKEN = "taken"
    ASSESSED = "assessed"
    REFERRED = "referred"


class ErasureReason(StrEnum):
    """Why a report is to be erased; any words of the person stay in the conversation with her."""

    PERSON_ASKED = "person_asked"
    SENT_BY_MISTAKE = "sent_by_mistake"
    KEPT_LONG_ENOUGH = "kept_long_enough"


class CaseGroupName(StrEnum):
    """What is sealed of a case."""

    TRIAGE = "triage"
    ASSESSMENT = "assessment"
    CONSENT = "consent"
    REFERRAL_LIST = "referral_list"
    # What was told by link and code.
    LETTER_LIST = "letter_list"


# Who was asked and who was told is opened by those alone who may.
RESTRICTED: Final = frozenset({CaseGroupName.CONSENT, CaseGroupName.REFERRAL_LIST, CaseGroupName.LETTER_LIST})
# Of these the newest version counts; the others are ledgers, of which every line does.
NEWEST_COUNTS: Final = frozenset({CaseGroupName.TRIAGE, CaseGroupName.ASSESSMENT})
