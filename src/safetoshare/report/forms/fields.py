"""Fields of the reporter's forms: whatever she types is taken as it is, no length is refused and no character.

An answer that no page of ours offers is an error and never taken for another one.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

NOT_SAID: Final = "not_said"
NOT_SAID_CHOICE: Final = (NOT_SAID, _("I would rather not say"))
_NOT_OFFERED: Final = _("Choose one of the answers on this page")

Choices = list[tuple[str, Any]]


class Words(forms.CharField):
    """Free words: never too long, never a wrong character. A zero byte, which no one types, is left out."""

    def __init__(self, *, rows: int = 0, **options: Any) -> None:  # noqa: ANN401  # Django's own
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"}) if rows else forms.TextInput(attrs={"dir": "auto"})
        super().__init__(required=False, widget=widget, **options)

    def to_python(self, value: object) -> str:
        return str(super().to_python(str(value or "").replace("\x00", "")))


class OneOf(forms.ChoiceField):
    """One answer, or that she would rather not say, which is what is ticked first."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(
            required=False,
            initial=NOT_SAID,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _NOT_OFFERED},
            **options,
        )

    def clean(self, value: object) -> str:
        answer = str(super().clean(value))
        return "" if answer == NOT_SAID else answer


class AnyOf(forms.MultipleChoiceField):
    """Several answers, or none."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _NOT_OFFERED, "invalid_list": _NOT_OFFERED},
            **options,
        )
