"""The forms of a case. None asks for immigration status, and no need can be answered in a way that lowers help.

A Common Needs Assessment is made on the telephone: every need stands at "not talked about" until it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safetoshare.base.day_field import DayField
from safetoshare.base.labels import NEED_NAMES
from safetoshare.base.languages import LANGUAGES
from safetoshare.core.needs import NEEDS
from safetoshare.core.triage import PATHWAYS
from safetoshare.hub.api.cases import SHAREABLE, Answer
from safetoshare.hub.labels import AGES, ANSWERS, RIGHTS_REASONS
from safetoshare.sharing.api.labels import value_name

LONGEST_LINE = 200
LONGEST_TEXT = 20_000
LONGEST_CONSENT = timedelta(days=365)
USUAL_CONSENT = timedelta(days=90)
Choices = list[tuple[str, str | Promise]]

_LANGUAGES: Choices = [(language.code, language.own_name) for language in LANGUAGES]
MESSAGE_LANGUAGES: Choices = [("", ""), *_LANGUAGES]
YES_NO: Choices = [("", ""), ("yes", ANSWERS["yes"]), ("no", ANSWERS["no"])]
_CHOOSE = _("Choose one of the answers of the list")
_UNREADABLE = _("This holds a character that cannot be stored. Type it anew")
_DAY = _("Enter a day, such as 2027-01-31")


def text_field(label: Any, *, lines: int = 0, longest: int = LONGEST_LINE, **more: Any) -> forms.CharField:  # noqa: ANN401
    """Return a field for text, with messages of our own."""
    required = more.pop("error", None)
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required is not None,
        widget=forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput(),
        error_messages={
            "required": required or "",
            "max_length": _("This is too long: at most %(limit_value)d characters fit"),
            "null_characters_not_allowed": _UNREADABLE,
        },
        **more,
    )


def choice_field(label: Any, choices: Choices | Callable[[], Choices], **more: Any) -> forms.ChoiceField:  # noqa: ANN401
    """Return a field of which one answer is taken; an unknown one is an error."""
    messages = {"required": more.pop("error", _CHOOSE), "invalid_choice": _CHOOSE}
    return forms.ChoiceField(label=label, choices=choices, error_messages=messages, **more)


def data_choices() -> Choices:
    """Return the kinds of data that consent is asked for, in the language of the page."""
    return [(kind, value_name("data", kind)) for kind in SHAREABLE]


def pathway_choices() -> Choices:
    """Return the pathways, in the language of the page."""
    return [(pathway, value_name("pathway", pathway)) for pathway in PATHWAYS]


class TriageForm(forms.Form):
    """The reasons for enhanced rights, any of which suffices, and the pathway. The officer decides."""

    reasons = forms.MultipleChoiceField(
        label=_("Reasons for enhanced rights"),
        help_text=_("Any one suffices. What the report suggests is ticked: you decide."),
        required=False,
        choices=list(RIGHTS_REASONS.items()),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": _CHOOSE, "invalid_list": _CHOOSE},
    )
    pathway = choice_field(_("Pathway"), pathway_choices)
    note = text_field(_("Why, if you decide otherwise than suggested (optional)"), lines=3, longest=LONGEST_TEXT)


class AssessmentForm(forms.Form):
    """A Common Needs Assessment: each need yes, no or not talked about."""

    name = text_field(_("What does the person want to be called? (optional)"))
    language = choice_field(_("Which language do you speak with each other?"), [("", ""), *_LANGUAGES], required=False)
    language_note = text_field(_("Another language, or a dialect (optional)"))
    age = choice_field(_("Is the person under 18?"), list(AGES.items()))
    notes = text_field(_("Notes (optional)"), lines=6, longest=LONGEST_TEXT)
    # The version that was shown: whoever saved a newer one meanwhile is not overwritten.
    shown = forms.IntegerField(min_value=0, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as Django's own
        super().__init__(*args, **kwargs)
        for need in NEEDS:
            self.fields[need_field(need)] = choice_field(NEED_NAMES[need], list(ANSWERS.items()))

    def needs(self) -> dict[str, Answer]:
        """Return the answer to each need."""
        return {need: self.cleaned_data[need_field(need)] for need in NEEDS}

    def need_fields(self) -> list[forms.BoundField]:
        """Return the needs' fields, in order."""
        return [self[need_field(need)] for need in NEEDS]


def need_field(need: str) -> str:
    """Return the name of a need's field."""
    return f"need_{need}"


class ConsentForm(forms.Form):
    """What a person is asked before anything is sent, and her answer. Both answers weigh the same."""

    data = forms.MultipleChoiceField(  # type: ignore[assignment]  # a field; the form's own `data` is set on it later
        label=_("What may they be told?"),
        help_text=_(
            "Tick only what the person agrees to. Contact details hold how and when to reach her or him safely, "
            "what to say if someone else answers, who must not know, and the area."
        ),
        required=False,
        choices=data_choices,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": _CHOOSE, "invalid_list": _CHOOSE},
    )
    summary = text_field(
        _("What they should know about the needs, in words agreed with the person (optional)"), lines=4
    )
    language = choice_field(_("In which language did you ask?"), [("", ""), *_LANGUAGES], error=_("Choose a language"))
    interpreter = choice_field(_("Did an interpreter help?"), YES_NO, error=_("Say whether an interpreter helped"))
    adviser_offered = choice_field(
        _("Was advice by somebody independent of the police offered first?"),
        YES_NO,
        error=_("Say whether independent advice was offered"),
    )
    until = DayField(
        label=_("Until when does the agreement hold?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"required": _DAY, "invalid": _DAY},
    )
    answer = choice_field(
        _("What does the person say?"),
        [("agree", _("She or he agrees")), ("no", _("She or he says no"))],
        error=_("Choose what the person says"),
        widget=forms.RadioSelect(),
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:  # noqa: ANN401  # as Django's own
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_until(self) -> date:
        """Keep the day between tomorrow and a year from now."""
        until: date = self.cleaned_data["until"]
        if not self.day < until <= self.day + LONGEST_CONSENT:
            raise ValidationError(_("Enter a day after today and at most one year away"))
        return until

    def clean(self) -> dict[str, Any]:
        """Refuse an agreement to nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") == "agree" and "data" in cleaned and not cleaned["data"]:
            self.add_error("data", ValidationError(_("Tick what they may be told, or choose that the person says no")))
        return cleaned


class ReviewedForm(forms.Form):
    """The version of the case that somebody looked at."""

    shown = forms.IntegerField(min_value=1, widget=forms.HiddenInput())


class SendForm(forms.Form):
    """What the page of the preview carries: one nonce for each time that it was shown, and the preview's hash."""

    nonce = forms.UUIDField(widget=forms.HiddenInput())
    previewed = forms.RegexField(r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput())


class MessageForm(forms.Form):
    """A message to the person's mailbox."""

    text = text_field(_("Message"), lines=6, longest=LONGEST_TEXT, error=_("Write the message"))
    language = choice_field(
        _("In which language is it written?"), MESSAGE_LANGUAGES, error=_("Choose the language of the message")
    )
    shown = forms.IntegerField(min_value=1, widget=forms.HiddenInput())
