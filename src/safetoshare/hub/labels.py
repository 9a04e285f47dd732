"""What codes of cases are called in the language of the page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safetoshare.core.cases import CaseState
from safetoshare.core.referrals import DeclineReason, ReferralState

Names = dict[str, str | Promise]

CASE_STATES: Names = {
    CaseState.TAKEN: _("Needs to be assessed"),
    CaseState.ASSESSED: _("Needs are known, help to be found"),
    CaseState.REFERRED: _("An organisation was asked"),
}

ANSWERS: Names = {
    "not_talked_about": _("Not talked about"),
    "yes": _("Yes"),
    "no": _("No"),
}

ERASURE_REASONS: Names = {
    "person_asked": _("The person asked for it"),
    "sent_by_mistake": _("It was sent by mistake, or to try the page"),
    "kept_long_enough": _("It has been kept as long as it may be"),
}

AGES: Names = {
    "may_be_child": _("Not sure"),
    "adult": _("No"),
    "child": _("Yes"),
}

AGREED: Names = {
    "agrees": _("Yes"),
    "not_asked": _("The person knows, and was not asked"),
    "does_not_know": _("The person does not know"),
    "cannot_be_asked": _("The person could not be asked"),
}
RULE_READ: Names = {
    "yes": _("Yes"),
    "no": _("No"),
    "not_known": _("The centre does not know"),
}
WISHES: Names = {
    "police": _("That the police look into it"),
    "help_only": _("Help only"),
    "not_sure": _("Not sure yet"),
}
CHANNELS: Names = {
    "none": _("No way is safe: the person comes back with the receipt"),
    "call": _("Telephone call"),
    "text_message": _("Text message"),
    "e_mail": _("E-mail"),
    "another_way": _("Another way, as written"),
}
INTERPRETER_WISHES: Names = {
    "woman": _("A woman"),
    "man": _("A man"),
    "not_own_community": _("Nobody from the person’s own community"),
}

ABOUT: Names = {
    "me": _("The person who reported"),
    "witness": _("Somebody else: the person who reported saw it"),
    "supporter": _("Somebody else: the person who reported supports her or him"),
}

# The English of `core/enhanced_rights.toml`, word for word: a test holds the two together.
RIGHTS_REASONS: Names = {
    "domestic_abuse": _("Victim of domestic abuse"),
    "sexual_offence": _("Victim of a sexual offence"),
    "modern_slavery": _("Victim of human trafficking or modern slavery"),
    "hate_crime": _("Victim of a hate crime"),
    "life_or_limb": _(
        "Victim of attempted murder, kidnap, false imprisonment, grievous bodily harm with intent, arson meant to "
        "endanger life, or terrorism"
    ),
    "bereaved": _("Close relative of somebody who died because of a crime"),
    "persistently_targeted": _("Targeted again and again, stalked or harassed"),
    "under_18": _("Under 18 at the time"),
    "impairment_or_disability": _(
        "A mental disorder, impairment or disability is likely to affect her or his evidence"
    ),
    "fear_or_distress": _("Fear or distress is likely to affect her or his evidence"),
    "discretion": _("The unit gives enhanced rights by its own judgement"),
}

REFERRAL_STATES: Names = {
    ReferralState.SENT: _("Sent, not opened yet"),
    ReferralState.OPENED: _("Opened, not answered yet"),
    ReferralState.ACCEPTED: _("Accepted"),
    ReferralState.WAITING_LIST: _("On the waiting list"),
    ReferralState.QUESTION: _("They ask a question"),
    ReferralState.DECLINED: _("Declined"),
    ReferralState.EXPIRED: _("No answer came in time"),
}

DECLINE_REASONS: Names = {
    DeclineReason.CAPACITY: _("They have no capacity"),
    DeclineReason.AREA: _("They do not serve the area"),
    DeclineReason.NEED_NOT_MET: _("They cannot meet the need"),
    DeclineReason.CANNOT_REACH_SAFELY: _("They cannot reach the person safely"),
    DeclineReason.CONFLICT_OF_INTEREST: _("They have a conflict of interest"),
}

# What a referral sends, field by field, as `api.referring` names them.
FIELDS: Names = {
    "name": _("What the person wants to be called"),
    "how": _("Safe way to make contact"),
    "when": _("Safe time to make contact"),
    "if_someone_else_answers": _("If someone else answers"),
    "must_not_know": _("Who must not know"),
    "code_word": _("Word that you say, so that the person knows it is you"),
    "stop_word": _("Word with which the person ends the call"),
    "area": _("Area"),
    "account": _("What happened"),
    "happened_when": _("When it happened"),
    "needs": _("Needs"),
    "summary": _("In words agreed with the person"),
    "language": _("Language"),
    "interpreter": _("Interpreter"),
    "children": _("Children"),
}
