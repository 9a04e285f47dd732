"""What somebody looks for in the directory. Nothing in it is about the person who looks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safetoshare.base.force import current_force
from safetoshare.base.labels import NEED_NAMES
from safetoshare.base.languages import LANGUAGES
from safetoshare.network.api import languages_spoken
from safetoshare.network.labels import language_name


class HelpForm(forms.Form):
    """An area, a kind of help and a language; each may be left open."""

    area = forms.ChoiceField(
        label=_("Area"), required=False, error_messages={"invalid_choice": _("Choose an area from the list")}
    )
    need = forms.ChoiceField(
        label=_("Kind of help"),
        required=False,
        error_messages={"invalid_choice": _("Choose a kind of help from the list")},
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, error_messages={"invalid_choice": _("Choose a language from the list")}
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  # as Django's form takes them
        super().__init__(*arguments, **options)
        areas = [(area.code, area.name) for area in current_force().areas]
        ours = [language.code for language in LANGUAGES]
        spoken = [*ours, *(code for code in languages_spoken() if code not in ours)]
        offered: dict[str, list[tuple[str, Any]]] = {
            "area": [("", _("All areas")), *areas],
            "need": [("", _("Any kind of help")), *NEED_NAMES.items()],
            "language": [("", _("Any language")), *((code, language_name(code)) for code in spoken)],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the types: written so above
            field.choices = choices
