"""The form in which somebody tells a body that has no account here, and that of a rank that decides whether.

Every message says what to do. No field is about immigration, and none of what is told can be.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from safetoshare.base.day_field import DayField
from safetoshare.base.languages import LANGUAGES
from safetoshare.core.clocks import clocks
from safetoshare.hub.api.letters import BY_LETTER
from safetoshare.hub.forms.cases import LONGEST_TEXT, Choices, choice_field, text_field
from safetoshare.sharing.api.disclosures import NoticeDelay
from safetoshare.sharing.api.labels import VALUES, value_name

_DAY = _("Enter the day, such as 2027-01-31")
_CHOOSE = _("Choose answers of the list")
_LONGEST_DELAY: Final = "longest_delay_of_notice"
_CODE_ERROR = _("Enter the eight digits that you were told by telephone")


def _values(attribute: str) -> Choices:
    return [(code, value_name(attribute, code)) for code in VALUES[attribute]]


def _empty_first(attribute: str) -> Choices:
    return [("", ""), *_values(attribute)]


def _day(label: Any, **more: Any) -> DayField:  # noqa: ANN401  # Django's own kinds
    return DayField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"invalid": _DAY},
        **more,
    )


class LetterForm(forms.Form):
    """Whom to tell what, why, and when the person finds it."""

    organisation_name = text_field(_("Which body is told?"), error=_("Write which body is told"))
    recipient = choice_field(
        _("What kind of body is it?"), lambda: _empty_first("recipient"), error=_("Choose what kind of body it is")
    )
    purpose = choice_field(_("What for?"), lambda: _empty_first("purpose"), error=_("Choose what it is for"))
    gateway = choice_field(
        _("On what lawful basis?"), lambda: _empty_first("gateway"), error=_("Choose the lawful basis")
    )
    kinds = forms.MultipleChoiceField(
        label=_("What are they told?"),
        choices=lambda: [(kind, value_name("data", kind)) for kind in BY_LETTER],
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Tick what they are told"), "invalid_choice": _CHOOSE, "invalid_list": _CHOOSE},
        help_text=_("As little as will do. Where the person can be reached safely is never told in this way."),
    )
    summary = text_field(_("What they need to know, in your words (optional)"), lines=4, longest=LONGEST_TEXT)
    necessity = text_field(
        _("Why is it necessary?"),
        lines=3,
        longest=LONGEST_TEXT,
        error=_("Write why it is necessary"),
        help_text=_("The person reads what you write here."),
    )
    danger = choice_field(_("Is somebody in danger?"), lambda: _values("danger"), widget=forms.RadioSelect())
    consent = choice_field(
        _("Has the person agreed?"),
        lambda: _values("consent"),
        error=_("Choose whether the person has agreed"),
        widget=forms.RadioSelect(),
    )
    consent_on = _day(_("If she or he agreed: on which day?"))
    consent_language = choice_field(
        _("If she or he agreed: in which language was it asked?"),
        [("", ""), *((known.code, known.own_name) for known in LANGUAGES)],
        required=False,
    )
    told_on = _day(
        _("Has she or he been told that this will be passed on? On which day? (optional)"),
        help_text=_("For some of what the policy permits, the person is told before."),
    )
    adviser_offered = choice_field(
        _("Was an independent adviser offered?"),
        [("yes", _("Yes")), ("no", _("No"))],
        error=_("Choose whether an adviser was offered"),
        widget=forms.RadioSelect(),
    )
    delay_until = _day(
        _("Only if telling the person now would endanger somebody: from which day may she or he find it?"),
        help_text=_("At most four weeks from today. The delay ends by itself, and is recorded."),
    )
    delay_necessity = text_field(_("Why must it wait?"), lines=2, longest=LONGEST_TEXT)
    delay_proportionality = text_field(_("Why would no shorter time do?"), lines=2, longest=LONGEST_TEXT)
    nonce = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:  # noqa: ANN401  # as Django's own
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_consent_on(self) -> date | None:
        """Keep the day today or before."""
        return self._not_later("consent_on")

    def clean_told_on(self) -> date | None:
        """Keep the day today or before."""
        return self._not_later("told_on")

    def _not_later(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day is not None and day > self.day:
            raise ValidationError(_("Enter a day that is not after today"))
        return day

    def clean_delay_until(self) -> date | None:
        """Keep the day after today and within the longest delay that there is."""
        until: date | None = self.cleaned_data["delay_until"]
        if until is not None and not self.day < until <= clocks()[_LONGEST_DELAY].end(self.day):
            raise ValidationError(_("Enter a day after today, at most four weeks away"))
        return until

    def clean(self) -> dict[str, Any]:
        """Ask for what an agreement and a delay need."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("consent") == "given":
            if "consent_on" in cleaned and not cleaned["consent_on"]:
                self.add_error("consent_on", ValidationError(_("Enter the day on which she or he agreed")))
            if not cleaned.get("consent_language"):
                self.add_error("consent_language", ValidationError(_("Choose the language in which it was asked")))
        if cleaned.get("delay_until"):
            for name, says in (
                ("delay_necessity", _("Write why it must wait")),
                ("delay_proportionality", _("Write why no shorter time would do")),
            ):
                if not cleaned.get(name, "").strip():
                    self.add_error(name, ValidationError(says))
        return cleaned

    @property
    def delay(self) -> NoticeDelay | None:
        """The delay that was asked for."""
        data = self.cleaned_data
        if data["delay_until"] is None:
            return None
        return NoticeDelay(data["delay_until"], data["delay_necessity"], data["delay_proportionality"])


class DecisionForm(forms.Form):
    """What a rank decides, with its reasons."""

    answer = choice_field(
        _("May they be told?"),
        [("yes", _("Yes, exactly this")), ("no", _("No"))],
        error=_("Choose yes or no"),
        widget=forms.RadioSelect(),
    )
    necessity = text_field(
        _("Why is it necessary, or not?"),
        lines=3,
        longest=LONGEST_TEXT,
        error=_("Write why it is necessary, or not"),
        help_text=_("The person reads what you write here."),
    )
    proportionality = text_field(
        _("Why would no less do, or why is it too much?"),
        lines=3,
        longest=LONGEST_TEXT,
        error=_("Write why no less would do, or why it is too much"),
        help_text=_("It stands in the person’s proof."),
    )
    evidence = text_field(
        _("On what evidence? Name where it lies, and repeat nothing of it."),
        error=_("Write where the evidence lies"),
    )


class CodeForm(forms.Form):
    """The code of a letter."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Eight digits, told by telephone by whoever sent you here"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _CODE_ERROR,
            "max_length": _CODE_ERROR,
            "null_characters_not_allowed": _CODE_ERROR,
        },
    )
