"""What somebody looks for in the directory. Nothing in it is about the person who looks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from safetoshare.base.districts import current_districts
from safetoshare.base.force import current_force
from safetoshare.base.labels import NEED_NAMES
from safetoshare.base.languages import LANGUAGES
from safetoshare.core.postcodes import Outward, PostcodeProblem, read_outward
from safetoshare.network.api import languages_spoken
from safetoshare.network.labels import language_name

_PROBLEMS = {
    PostcodeProblem.TOO_LONG: _("This is too long for a postcode. Type only the postcode, for example BS1 4QA"),
    PostcodeProblem.NOT_A_POSTCODE: _(
        "Type a postcode with English letters and a number, for example BS1 4QA, or only its first part, BS1"
    ),
}
_UNKNOWN = _("We do not know this postcode. Check it, or choose an area from the list. National services are below")


class HelpForm(forms.Form):
    """A postcode or an area, a kind of help and a language; each may be left open.

    Once it is checked, `areas` are those of the postcode and the one that was chosen, in the force's order, and
    `is_elsewhere` says that the postcode lies in none that we know: then there is an error, and national help.
    """

    # No `CharField`: what it says of a null character would not be in the language of the page.
    postcode = forms.Field(
        label=_("Postcode, or its first part"),
        required=False,
        help_text=_("For example BS1 4QA or BS1"),
        widget=forms.TextInput(
            {"class": "govuk-input--width-10", "dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
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
        self.areas: list[str] = []
        self.is_elsewhere = False
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

    def clean_postcode(self) -> tuple[str, ...]:
        """Return the areas of the postcode; the postcode itself goes no further."""
        typed = self.cleaned_data["postcode"] or ""
        read = read_outward(typed)
        if isinstance(read, Outward):
            areas = current_districts().areas.get(read.code, ())
            self.is_elsewhere = not areas
            if self.is_elsewhere:
                raise ValidationError(_UNKNOWN)
            return areas
        if not typed.strip():
            return ()
        if read is PostcodeProblem.TOO_LONG:
            # The one answer that is not shown again: a page with all of it would not fit a poor line.
            self.data = {**{name: self.data.get(name) for name in self.data}, "postcode": ""}
        raise ValidationError(_PROBLEMS[read])

    def clean(self) -> dict[str, Any]:
        """Put the areas of the postcode and the chosen one together."""
        chosen = {*self.cleaned_data.get("postcode", ()), self.cleaned_data.get("area", "")}
        self.areas = [area.code for area in current_force().areas if area.code in chosen]
        return self.cleaned_data

    @property
    def has_only_an_unknown_postcode(self) -> bool:
        """Whether national services can be shown in spite of the error: no other answer is wrong."""
        return self.is_elsewhere and set(self.errors) == {"postcode"}
