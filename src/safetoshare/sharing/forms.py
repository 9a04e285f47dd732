"""The officer's question: three answers, and one more where it matters. No field takes a name or any free text."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from safetoshare.sharing.labels import QUESTIONS, VALUES

_CHOOSE = _("Choose one of the answers")


def _choices(attribute: str) -> list[tuple[str, str]]:
    return [(value, capfirst(str(name))) for value, name in VALUES[attribute].items()]


class QuestionForm(forms.Form):
    """Whom, about whom, what for; then what was answered before, and the one attribute that is asked now."""

    recipient = forms.ChoiceField(
        label=_("Whom would you tell?"),
        choices=lambda: [("", ""), *_choices("recipient")],
        error_messages={"required": _("Choose whom you would tell"), "invalid_choice": _CHOOSE},
    )
    subject = forms.ChoiceField(
        label=_("About whom?"),
        choices=lambda: _choices("subject"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose about whom"), "invalid_choice": _CHOOSE},
    )
    purpose = forms.ChoiceField(
        label=_("What for?"),
        choices=lambda: _choices("purpose"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what for"), "invalid_choice": _CHOOSE},
    )

    def __init__(self, data: Mapping[str, str] | None = None, *, follow_ups: tuple[str, ...]) -> None:
        super().__init__(data)
        for name in follow_ups:
            self.fields[name] = forms.ChoiceField(
                label=QUESTIONS[name],
                choices=_choices(name),
                widget=forms.RadioSelect,
                required=(data or {}).get("asked") == name,
                error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
            )

    @property
    def known(self) -> dict[str, str]:
        """Attribute -> value for all that was answered. Only for a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if value}
