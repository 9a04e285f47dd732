"""The form in which somebody writes down what was told outside of this system."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from safetoshare.base.day_field import DayField
from safetoshare.hub.forms.cases import LONGEST_TEXT, Choices, choice_field, text_field
from safetoshare.sharing.api.acts import Act
from safetoshare.sharing.api.labels import VALUES, value_name

WAYS: Choices = [
    (Act.FOUND_OUTSIDE.value, _("It was found out later: by telephone, by e-mail, or in another system")),
    (Act.SHARE_NOW.value, _("It was told at once, because a life might have been in danger")),
    (Act.DEPARTURE.value, _("It was told against the policy’s answer, as a court or a law demanded")),
]
# A reason in words is what makes them lawful, and what the review reads.
_WITH_REASONS = (Act.SHARE_NOW.value, Act.DEPARTURE.value)
_CHOOSE = _("Choose answers of the list")
_DAY = _("Enter the day, such as 2027-01-31")


def _values(attribute: str) -> Choices:
    return [("", ""), *((code, value_name(attribute, code)) for code in VALUES[attribute])]


class ToldForm(forms.Form):
    """Who was told what, when and why."""

    act = choice_field(_("How was it told?"), WAYS, error=_("Choose how it was told"), widget=forms.RadioSelect())
    organisation_name = text_field(_("Which body was told?"), error=_("Write which body was told"))
    recipient = choice_field(
        _("What kind of body is it?"), lambda: _values("recipient"), error=_("Choose what kind of body it is")
    )
    happened_on = DayField(
        label=_("On which day was it told?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"required": _DAY, "invalid": _DAY},
    )
    kinds = forms.MultipleChoiceField(
        label=_("What were they told?"),
        choices=lambda: _values("data")[1:],
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Tick what they were told"), "invalid_choice": _CHOOSE, "invalid_list": _CHOOSE},
    )
    purpose = choice_field(_("What for? (optional)"), lambda: _values("purpose"), required=False)
    gateway = choice_field(_("On what lawful basis? (optional)"), lambda: _values("gateway"), required=False)
    necessity = text_field(
        _("Why was it necessary?"), lines=3, longest=LONGEST_TEXT, help_text=_("The person reads what you write here.")
    )
    proportionality = text_field(
        _("Why would no less have done?"),
        lines=3,
        longest=LONGEST_TEXT,
        help_text=_("It stands in the person’s proof."),
    )
    evidence = text_field(_("Where is it noted? (optional)"))
    nonce = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:  # noqa: ANN401  # as Django's own
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_happened_on(self) -> date:
        """Keep the day today or before."""
        happened_on: date = self.cleaned_data["happened_on"]
        if happened_on > self.day:
            raise ValidationError(_("Enter a day that is not after today"))
        return happened_on

    def clean(self) -> dict[str, Any]:
        """Ask for the reasons where the law does."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("act") in _WITH_REASONS:
            if not cleaned.get("necessity", "").strip():
                self.add_error("necessity", ValidationError(_("Write why it was necessary")))
            if not cleaned.get("proportionality", "").strip():
                self.add_error("proportionality", ValidationError(_("Write why no less would have done")))
        return cleaned
