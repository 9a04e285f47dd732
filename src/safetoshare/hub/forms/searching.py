"""The forms that search the unit's records, and that allow a colleague to open more of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from safetoshare.base.unwrapper.searching import LONGEST_WORDS, check_words
from safetoshare.base.unwrapper.surveys import LONGEST_REASON, check_reason
from safetoshare.core.errors import BadInputError
from safetoshare.hub.forms.cases import choice_field, text_field

_WHY = _("Say why, in a few words: at least ten letters")


class _WithReason(forms.Form):
    """A form that asks why. The reason is sealed into the audit, for the data protection officer alone."""

    reason = text_field(
        _("Why?"),
        longest=LONGEST_REASON,
        error=_WHY,
        help_text=_("Say what you need it for. The data protection officer can read it."),
    )

    def clean_reason(self) -> str:
        """Refuse a reason that says nothing."""
        try:
            return check_reason(self.cleaned_data["reason"])
        except BadInputError:
            raise ValidationError(_WHY) from None


class SearchForm(_WithReason):
    """A name or a telephone number, and why."""

    words = text_field(
        _("Name or telephone number"),
        longest=LONGEST_WORDS,
        error=_("Type a name or a telephone number"),
        help_text=_("A name may be spelled as you hear it, in any script. Of a telephone number type all digits."),
    )
    field_order = ("words", "reason")

    def clean_words(self) -> str:
        """Refuse what holds neither a name nor a whole number."""
        try:
            return check_words(self.cleaned_data["words"])
        except BadInputError:
            raise ValidationError(_("Type a name, or all digits of a telephone number")) from None


class AllowForm(_WithReason):
    """A colleague, and why more records are needed in this hour."""

    colleague = choice_field(_("Which colleague?"), [], error=_("Choose a colleague"), widget=forms.RadioSelect())
    field_order = ("colleague", "reason")

    def __init__(self, *args: Any, colleagues: list[tuple[UUID, str]], **kwargs: Any) -> None:  # noqa: ANN401  # as Django's own
        super().__init__(*args, **kwargs)
        chosen = self.fields["colleague"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101  # declared above
        chosen.choices = [(str(colleague), name) for colleague, name in colleagues]
