"""An organisation's four answers to a referral, each with what the unit needs to know of it.

Every message says what to do and repeats nothing that was typed. No reason for a no is about who the person is.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safetoshare.base import clock
from safetoshare.base.day_field import DayField
from safetoshare.core.referrals import DeclineReason, ReferralState
from safetoshare.hub.api.referrals import Words

LONGEST_TEXT = 20_000
MOST_WEEKS = 104
MOST_DAYS_AHEAD = 366

REASON_NAMES: dict[str, str | Promise] = {
    DeclineReason.CAPACITY: _("We have no capacity now"),
    DeclineReason.AREA: _("We do not work in this area"),
    DeclineReason.NEED_NOT_MET: _("We do not offer the help that is needed"),
    DeclineReason.CANNOT_REACH_SAFELY: _("We cannot reach the person safely"),
    DeclineReason.CONFLICT_OF_INTEREST: _("We have a conflict of interest"),
}
_WEEKS = _("Enter a number of weeks from 1 to 104")
_REASON = _("Choose one of the reasons")
_UNREADABLE = _("This holds a character that cannot be stored. Type it anew")


class AnswerForm(forms.Form):
    """What all four have in common: how many answers had been given when the page was made."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> int:
        """Return the number; whoever alters it is told what stands, as anyone who comes too late."""
        seen = self.cleaned_data["seen"]
        return int(seen) if re.fullmatch("[0-9]{1,4}", seen) else 0

    @property
    def reason(self) -> str:
        """The coded reason, which belongs to a no alone."""
        return ""

    @property
    def words(self) -> Words:
        """What is sealed to the unit with the answer."""
        return Words()


class AcceptForm(AnswerForm):
    """We take this on: who makes contact, and by when."""

    contact = forms.CharField(
        label=_("Who will contact the person"),
        help_text=_("A name or a role in your organisation"),
        max_length=200,
        error_messages={
            "required": _("Enter who will contact the person"),
            "max_length": _("Shorten this to 200 characters"),
            "null_characters_not_allowed": _UNREADABLE,
        },
    )
    contact_by = DayField(
        label=_("By which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={
            "required": _("Enter by which day the person will be contacted"),
            "invalid": _("Enter a day, such as 2027-01-31"),
        },
    )

    def clean_contact_by(self) -> date:
        """Refuse a day that has passed, or one that is too far away to be a promise."""
        day: date = self.cleaned_data["contact_by"]
        if not clock.today() <= day <= clock.today() + timedelta(days=MOST_DAYS_AHEAD):
            raise ValidationError(_("Enter today or a later day, at most a year away"))
        return day

    @property
    def words(self) -> Words:
        return Words(contact=self.cleaned_data["contact"], contact_by=self.cleaned_data["contact_by"])


class WaitingListForm(AnswerForm):
    """We put this on our waiting list: for how long."""

    weeks = forms.IntegerField(
        label=_("How many weeks the wait is likely to be"),
        min_value=1,
        max_value=MOST_WEEKS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _WEEKS),
    )

    @property
    def words(self) -> Words:
        return Words(weeks=self.cleaned_data["weeks"])


class QuestionForm(AnswerForm):
    """We have a question first."""

    text = forms.CharField(
        label=_("Your question to the unit"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Enter your question"),
            "max_length": _("Shorten this text, or telephone the unit"),
            "null_characters_not_allowed": _UNREADABLE,
        },
    )

    @property
    def words(self) -> Words:
        return Words(text=self.cleaned_data["text"])


class DeclineForm(AnswerForm):
    """We cannot take this on: why not."""

    why = forms.ChoiceField(
        label=_("Why you cannot take this on"),
        choices=list(REASON_NAMES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _REASON, "invalid_choice": _REASON},
    )
    text = forms.CharField(
        label=_("What else the unit should know (optional)"),
        help_text=_("For example another organisation that may help"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "max_length": _("Shorten this text, or telephone the unit"),
            "null_characters_not_allowed": _UNREADABLE,
        },
    )

    @property
    def reason(self) -> str:
        return str(self.cleaned_data["why"])

    @property
    def words(self) -> Words:
        return Words(text=self.cleaned_data["text"])


FORMS: dict[ReferralState, type[AnswerForm]] = {
    ReferralState.ACCEPTED: AcceptForm,
    ReferralState.WAITING_LIST: WaitingListForm,
    ReferralState.QUESTION: QuestionForm,
    ReferralState.DECLINED: DeclineForm,
}
