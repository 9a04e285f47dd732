"""What a person wrote on paper, as a third-party reporting centre types it in: the report's own questions, and what
only the paper tells. No question is about immigration status.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from safetoshare.base import clock
from safetoshare.base.day_field import DayField
from safetoshare.base.languages import LANGUAGES, Language
from safetoshare.report.api import ReportContent
from safetoshare.report.forms.fields import NOT_SAID
from safetoshare.report.forms.writing import FIELDS, PAGES, ReportForm

# A form that lies somewhere until it is typed in is nothing to wait for in danger.
_NOT_ON_PAPER: Final = frozenset({"duty"})
ABOUT_THE_PAPER: Final = "paper"
_OF_THE_PAPER: Final = ("written_on", "written_in", "rule_read", "rule_of")
_ANOTHER: Final = "another"
# Who is asked, and where the centre is, say nothing yet of what happened.
_NO_ACCOUNT: Final = frozenset({"agreed", "works_at", *_OF_THE_PAPER})
# Each part of the form, with the questions in it: the same on the paper and on the screen that mirrors it.
PARTS: Final[dict[str, tuple[str, ...]]] = {
    page: kept for page, names in PAGES.items() if (kept := tuple(name for name in names if name not in _NOT_ON_PAPER))
} | {ABOUT_THE_PAPER: _OF_THE_PAPER}
# Field -> its number, such as 2.3.
NUMBERS: Final = {
    name: f"{part}.{place}"
    for part, names in enumerate(PARTS.values(), start=1)
    for place, name in enumerate(names, start=1)
}


def _own_name(language: Language) -> SafeString:
    return format_html('<span lang="{}" dir="{}">{}</span>', language.code, language.direction, language.own_name)


class _Day(DayField):
    """A day up to today."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
            error_messages={"invalid": _("Enter a day, such as 2027-01-31")},
            **options,
        )

    def clean(self, value: Any) -> Any:  # noqa: ANN401  # Django's own
        day = super().clean(value)
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("This day has not come yet. Look at the paper again"))
        return day


def _said(label: Any, choices: list[tuple[str, Any]], missing: Any) -> forms.ChoiceField:  # noqa: ANN401  # lazy texts
    """Return a question that the centre has to answer: nothing is ticked first."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": _("Choose one of the answers on this page")},
    )


class PaperForm(ReportForm):
    """One paper form, whole. Whether the person agrees is said, as it is: nobody's agreement is inferred."""

    written_on = _Day(label=_("On which day was this written?"))
    written_in = _said(
        _("In which language was it written?"),
        [*((language.code, _own_name(language)) for language in LANGUAGES), (_ANOTHER, _("Another language"))],
        _("Say in which language it was written"),
    )
    rule_read = _said(
        _("Was our rule on sharing read before this was written?"),
        [("yes", _("Yes")), ("no", _("No")), ("not_known", _("I do not know"))],
        _("Say whether our rule on sharing was read before this was written"),
    )
    rule_of = _Day(label=_("If it was: which day stands beside the rule on the paper?"))

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*arguments, **named)
        agreed = self.fields["agreed"]
        choices = [choice for choice in getattr(agreed, "choices", ()) if choice[0] != NOT_SAID]
        self.fields["agreed"] = _said(agreed.label, choices, _("Say whether the person agrees. Write it down as it is"))
        self.fields["agreed"].help_text = _("At a reporting centre: does this person agree that it is sent?")
        for name, number in NUMBERS.items():
            field = self.fields[name]
            field.label = format_lazy("{} {}", number, field.label)
        for name in _NOT_ON_PAPER:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for the day of the rule where it was read, and refuse a paper that says nothing."""
        values: dict[str, Any] = super().clean()
        if values.get("rule_read") == "yes" and not values.get("rule_of") and "rule_of" not in self.errors:
            self.add_error("rule_of", _("Type the day that stands beside the rule on the paper"))
        read, written = values.get("rule_of"), values.get("written_on")
        if read and written and read > written:
            self.add_error(
                "rule_of", _("This day comes after the one on which the paper was written. Look at both days again")
            )
        if not any(values.get(name) for name in FIELDS if name not in _NO_ACCOUNT) and "account" not in self.errors:
            self.add_error("account", _("Write what happened, or tick at least one answer. A few words are enough."))
        return values

    def content(self) -> ReportContent:
        """Return what is sealed to the unit's ordinary key: answers to her are written in the paper's language."""
        values = self.cleaned_data
        values |= dict.fromkeys(_NOT_ON_PAPER, "")
        language = values["written_in"]
        was_read = values["rule_read"] == "yes"
        return replace(
            super().content(),
            page_language="" if language == _ANOTHER else language,
            promise_shown_on=values["rule_of"] if was_read else None,
            written_on=values["written_on"],
            rule_read=values["rule_read"],
        )
