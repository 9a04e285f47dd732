"""The form that chooses rows of the audit. Every message is the house's own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from safetoshare.base.audit.reading import Wanted
from safetoshare.base.day_field import DayField
from safetoshare.base.permissions import Action

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_DAY = _("Enter a day, such as 2027-01-31")


def _identifier(label: _StrPromise) -> forms.UUIDField:
    return forms.UUIDField(
        label=label,
        required=False,
        error_messages={"invalid": _("Copy the whole identifier, with its hyphens")},
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )


def _day(label: _StrPromise) -> DayField:
    return DayField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"invalid": _DAY},
    )


class WantedForm(forms.Form):
    """Account, record, action and days; all of them may be left empty."""

    account = _identifier(_("Account"))
    record = _identifier(_("Record"))
    action = forms.ChoiceField(
        label=_("Action"),
        required=False,
        choices=[("", ""), *((action.value, action.value) for action in Action)],
        error_messages={"invalid_choice": _("Choose an action of the list")},
    )
    since = _day(_("From day"))
    until = _day(_("To day"))

    def wanted(self) -> Wanted:
        """Return which rows were asked for. Call it on a valid form."""
        data = self.cleaned_data
        account: UUID | None = data["account"]
        return Wanted(account, data["record"], data["action"], data["since"], data["until"])
