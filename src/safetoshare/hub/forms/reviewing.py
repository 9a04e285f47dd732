"""The form in which a second person says whether what a colleague did was right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safetoshare.hub.forms.cases import LONGEST_TEXT, choice_field, text_field


class ReviewForm(forms.Form):
    """Whether it was right, and why. A breach says besides whether the Information Commissioner was told."""

    answer = choice_field(
        _("Was it right?"),
        [("yes", _("Yes")), ("no", _("No"))],
        error=_("Choose yes or no"),
        widget=forms.RadioSelect(),
    )
    why = text_field(
        _("Why?"),
        lines=3,
        longest=LONGEST_TEXT,
        error=_("Write why it was right, or not"),
        help_text=_("The person reads what you write here."),
    )
    evidence = text_field(_("Where is it noted? (optional)"))

    def __init__(self, *args: Any, is_breach: bool, **kwargs: Any) -> None:  # noqa: ANN401  # as Django's own
        super().__init__(*args, **kwargs)
        if is_breach:
            self.fields["evidence"] = text_field(
                _("Was the Information Commissioner told? Write the reference, or why not."),
                error=_("Write the reference of the report to the Information Commissioner, or why there is none"),
            )
