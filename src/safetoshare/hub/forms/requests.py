"""The form in which somebody writes down that another body asked for something about a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from safetoshare.base.day_field import DayField
from safetoshare.hub.forms.cases import Choices, choice_field, text_field
from safetoshare.sharing.api.labels import VALUES, value_name

_CHOOSE = _("Choose answers of the list")
_DAY = _("Enter the day, such as 2027-01-31")


def _values(attribute: str) -> Choices:
    return [("", ""), *((code, value_name(attribute, code)) for code in VALUES[attribute])]


class RequestForm(forms.Form):
    """Who asked for what, and by what right. It has no field for a name: whom they asked about stands in no form."""

    organisation_name = text_field(_("Which body asks?"), error=_("Write which body asks"))
    recipient = choice_field(
        _("What kind of body is it?"), lambda: _values("recipient"), error=_("Choose what kind of body it is")
    )
    happened_on = DayField(
        label=_("On which day did it ask?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"required": _DAY, "invalid": _DAY},
    )
    kinds = forms.MultipleChoiceField(
        label=_("What does it ask for?"),
        choices=lambda: _values("data")[1:],
        widget=forms.CheckboxSelectMultiple(),
        error_messages={
            "required": _("Tick what it asks for"),
            "invalid_choice": _CHOOSE,
            "invalid_list": _CHOOSE,
        },
    )
    purpose = choice_field(
        _("What does it want it for?"), lambda: _values("purpose"), error=_("Choose what it wants it for")
    )
    gateway = choice_field(
        _("By what right, as it says?"), lambda: _values("gateway"), error=_("Choose the right that it names")
    )
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
