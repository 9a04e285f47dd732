"""The officer's question, in which no field takes a name or any free text; and why decisions are to be replayed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from safetoshare.base.day_field import DayField
from safetoshare.base.force import current_force
from safetoshare.base.languages import ltr
from safetoshare.core.errors import BadInputError
from safetoshare.sharing.api.questions import ASKED_MOST
from safetoshare.sharing.api.replay import LONGEST_REASON, SHORTEST_REASON, check_reason
from safetoshare.sharing.labels import QUESTIONS, VALUES

LONGEST_LINE = 200
LONGEST_VERSION = 500_000

_CHOOSE = _("Choose one of the answers")


def _choices(attribute: str) -> list[tuple[str, str]]:
    return [(value, capfirst(str(name))) for value, name in VALUES[attribute].items()]


def _recipients() -> list[tuple[str, str]]:
    """Those who are asked about most, then all others by name: a browser finds each by its first letters."""
    names = dict(_choices("recipient"))
    others = sorted((value for value in names if value not in ASKED_MOST), key=names.__getitem__)
    return [("", ""), *((value, names[value]) for value in (*ASKED_MOST, *others))]


class QuestionForm(forms.Form):
    """Whom, about whom, what for; then what was answered before, and the one attribute that is asked now."""

    recipient = forms.ChoiceField(
        label=_("Whom would you tell?"),
        choices=_recipients,
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

    area = forms.ChoiceField(
        label=_("Area"),
        choices=lambda: [("", _("All areas")), *((area.code, area.name) for area in current_force().areas)],
        required=False,
        error_messages={"invalid_choice": _("Choose an area from the list")},
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
        return {name: value for name, value in self.cleaned_data.items() if value and name != "area"}


def _line(label: Any, error: Any, longest: int = LONGEST_LINE, **more: Any) -> forms.CharField:  # noqa: ANN401
    """Return a field for text, with messages of our own."""
    return forms.CharField(
        label=label,
        max_length=longest,
        error_messages={
            "required": error,
            "max_length": _("This is too long: at most %(limit_value)d characters fit"),
            "null_characters_not_allowed": _("This holds a character that cannot be stored. Type it anew"),
        },
        **more,
    )


def _day(label: Any) -> DayField:  # noqa: ANN401  # any text, translated late
    error = _("Enter a day, such as 2027-01-31")
    return DayField(label=label, error_messages={"required": error, "invalid": error})


class ProposeForm(forms.Form):
    """A version's file as text: no form of this house takes a file, which would be written to disk unread."""

    document = forms.RegexField(
        label=_("Name of the file"),
        help_text=_("Small letters, digits and hyphens, such as our-policy-2027.toml"),
        regex=r"\A[a-z0-9][a-z0-9-]{0,70}\.toml\Z",
        error_messages={
            "required": _("Enter the name of the file"),
            "invalid": _("Write the name in small letters, digits and hyphens, ending in .toml"),
        },
    )
    rules = _line(
        _("The whole file"),
        _("Paste the whole file"),
        LONGEST_VERSION,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 20, "dir": "ltr", "lang": "en", "spellcheck": "false"}),
    )

    @property
    def content(self) -> bytes:
        """The file's bytes. A browser sends each line's end as two characters; the file has one. Only if valid."""
        return str(self.cleaned_data["rules"]).replace("\r\n", "\n").encode()


class SignForm(forms.Form):
    """What was on the page that was read, and that it was read: two ticks where the Home Office learns more."""

    difference = forms.CharField(required=False, widget=forms.HiddenInput)
    home_office = forms.CharField(required=False, widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label=_("I have read all that changes, and I sign it"),
        error_messages={"required": _("Read all that changes, and tick that you sign it")},
    )
    has_read_home_office = forms.BooleanField(
        label=_("I have read what the Home Office is newly told, and I sign that too"),
        required=False,
    )


class AdoptForm(forms.Form):
    """What a body decided. It asks for a rank and has no field for a name."""

    body = _line(_("Which body adopted it?"), _("Enter which body adopted it"))
    officer_role = _line(
        _("Rank of the officer who decided"),
        _("Enter the rank of the officer"),
        120,
        help_text=_("The rank and no name: this is published."),
    )
    adopted_on = _day(_("On which day was it adopted?"))
    in_effect_on = _day(_("From which day does it apply?"))
    document = _line(_("In which document is that written?"), _("Enter the document"), 300)
    review_on = _day(_("When is it looked at again?"))


class ReplayForm(forms.Form):
    """Why decisions are replayed, in words. It is sealed to the data protection officer."""

    reason = forms.CharField(
        label=_("Why do you want to know?"),
        help_text=_("One sentence, without a name. Only the data protection officer reads it."),
        error_messages={"required": _("Write in one sentence why you want to know")},
    )

    def clean_reason(self) -> str:
        """Refuse what the unwrapper would refuse, in words that say what to do."""
        try:
            return check_reason(self.cleaned_data["reason"])
        except BadInputError:
            says = gettext("Write between {shortest} and {longest} characters")
            raise forms.ValidationError(
                format_html(says, shortest=ltr(SHORTEST_REASON), longest=ltr(LONGEST_REASON))
            ) from None
