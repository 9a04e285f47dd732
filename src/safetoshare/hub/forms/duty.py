"""What the control room notes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 4000


class DutyForm(forms.Form):
    """What was done about a danger, for the unit to read in the morning."""

    done = forms.CharField(
        label=_("What was done"),
        help_text=_("The unit reads it beside the report. Say whom you reached, and who was sent."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Write what was done"), "max_length": _("This is too long")},
    )
