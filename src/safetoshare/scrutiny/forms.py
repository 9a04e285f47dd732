"""The day for which the register is shown."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from safetoshare.base.day_field import DayField
from safetoshare.base.languages import ltr

# Super-complaints exist since this day (SI 2018/748 reg 1); a day far ahead is a slip of the keyboard.
FIRST_DAY = date(2018, 11, 1)
LAST_DAY = date(2099, 12, 31)
# The status of a page whose day cannot be read.
UNREADABLE = 422


class AsAtForm(forms.Form):
    """One day, in the address, so that a page about a day can be sent to others. Empty is today."""

    as_at = DayField(
        label=_("Show how it stood on this day"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
        error_messages={"invalid": _("Enter a day of the calendar as year, month and day, with a line between them")},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "dir": "ltr", "inputmode": "text"}),
    )

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]  # Django's own
        self.fields["as_at"].help_text = format_html(
            gettext("For example {day}. Empty for today."), day=ltr("2021-06-18")
        )

    def clean_as_at(self) -> date | None:
        """Refuse a day for which a register says nothing."""
        day: date | None = self.cleaned_data["as_at"]
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(
                format_html(
                    gettext("Enter a day between {first} and {last}: there were no super-complaints before"),
                    first=ltr(FIRST_DAY),
                    last=ltr(LAST_DAY),
                )
            )
        return day
