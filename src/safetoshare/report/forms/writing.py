"""What a report asks, page by page. Free words are enough, nothing else is required, and no question is about
immigration status.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from safetoshare.base.force import current_force
from safetoshare.base.labels import NEED_NAMES
from safetoshare.base.languages import english
from safetoshare.report.api import ReportContent, SafeContact
from safetoshare.report.forms.fields import NOT_SAID_CHOICE, AnyOf, Choices, OneOf, Words
from safetoshare.report.labels import CHANNELS, INTERPRETERS, PATHWAY_WORDS

_YES_OR_NO: Final = [("yes", _("Yes")), ("no", _("No")), NOT_SAID_CHOICE]
# Asked by a question of its own.
_ASKED_APART: Final = frozenset({"interpreter"})


def _areas() -> Choices:
    return [NOT_SAID_CHOICE, *((area.code, english(area.name)) for area in current_force().areas)]


class GroupsForm(forms.Form):
    """The last two groups of the receipt, to show that it was written down. What was typed is checked by the view."""

    groups = forms.CharField(
        required=False,
        label=_("Type the last two groups of your receipt"),
        help_text=_("8 digits. So we know that you have it."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10", "dir": "ltr"}),
    )


class AnswersForm(forms.Form):
    """All that a report asks, in the order of its pages. Any of it may be left out."""

    account = Words(
        label=_("What happened?"),
        help_text=_("Use your own words and your own language. A few words are enough. Names are not needed."),
        rows=8,
    )
    danger = OneOf(label=_("Is anyone in danger now?"), choices=_YES_OR_NO)
    duty = OneOf(
        label=_("If there is danger: may the control room of the police read this?"),
        help_text=_(
            "It answers 999, also at night, and may send police. It reads all of your report. Each time is written down"
            " for you to see. It is no promise that someone reads it at once."
        ),
        choices=_YES_OR_NO,
    )
    about = OneOf(
        label=_("Who is this about?"),
        choices=[
            ("me", _("Me")),
            ("witness", _("Someone else: I saw or heard it")),
            ("supporter", _("Someone else: I support this person")),
            NOT_SAID_CHOICE,
        ],
    )
    agreed = OneOf(
        label=_("If you support someone: does this person agree that you write?"),
        choices=[
            ("agrees", _("Yes, this person agrees")),
            ("not_asked", _("This person knows, I have not asked")),
            ("does_not_know", _("This person does not know")),
            ("cannot_be_asked", _("I cannot ask now")),
            NOT_SAID_CHOICE,
        ],
    )
    works_at = Words(
        label=_("If you write from your work: where do you work?"),
        help_text=_("For example a school, a surgery or a reporting centre, and how to reach you there."),
    )
    happened_when = Words(label=_("When did it happen?"))
    area = OneOf(label=_("Where did it happen?"), choices=_areas)
    place = Words(
        label=_("A place, if you like"),
        help_text=_("As exact as you want: a street, a town, or “at work”."),
    )
    pathways = AnyOf(label=_("What kind of thing was it?"), choices=list(PATHWAY_WORDS.items()))
    children = OneOf(label=_("Are children affected?"), choices=_YES_OR_NO)
    evidence = Words(
        label=_("Is there anything that shows what happened?"),
        help_text=_(
            "For example messages, pictures or a doctor’s letter. Keep them. You can add them below, or later."
        ),
        rows=3,
    )
    wish = OneOf(
        label=_("What do you want to happen?"),
        choices=[
            ("police", _("The police should look into it")),
            ("help_only", _("I want help only")),
            ("not_sure", _("I am not sure yet")),
            NOT_SAID_CHOICE,
        ],
    )
    needs = AnyOf(
        label=_("What help would you like?"),
        help_text=_("Tick as many as you like. You do not have to know now."),
        choices=[(need, name) for need, name in NEED_NAMES.items() if need not in _ASKED_APART],
    )
    spoken_language = Words(label=_("Which language do you speak best?"))
    interpreter = OneOf(label=_("Would you like an interpreter?"), choices=_YES_OR_NO)
    interpreter_wishes = AnyOf(label=_("If you would like one: who should it be?"), choices=list(INTERPRETERS.items()))
    channel = OneOf(label=_("Is there a safe way to reach you?"), choices=[*CHANNELS.items(), NOT_SAID_CHOICE])
    how = Words(
        label=_("How can we reach you safely?"),
        help_text=_("A telephone number or another way. Leave it empty if no way is safe: then you come back here."),
    )
    when = Words(label=_("When is it safe?"))
    if_someone_else_answers = Words(label=_("What should we say if someone else answers?"))
    code_word = Words(
        label=_("A word that we say, so that you know it is us"),
        help_text=_("Any word that only you and we know."),
    )
    stop_word = Words(
        label=_("A word that you say if you must stop talking"),
        help_text=_("When you say it, we end the call and say nothing more."),
    )
    must_not_know = Words(
        label=_("Who must not know about this?"),
        help_text=_("For example a relative, an employer or an organisation."),
        rows=3,
    )


FILES: Final = "files"
# The pages, in their order, and what each asks. The last one asks nothing: it says what there is, and sends.
PAGES: Final[dict[str, tuple[str, ...]]] = {
    "what": ("account", "danger", "duty"),
    "more": (*("about", "agreed", "works_at", "happened_when", "area", "place", "pathways", "children", "evidence"),),
    "help": ("wish", "needs", "spoken_language", "interpreter", "interpreter_wishes"),
    "contact": ("channel", "how", "when", "if_someone_else_answers", "code_word", "stop_word", "must_not_know"),
    "check": (),
    # On no page's way: reached from the others, and back.
    FILES: (),
}
FIELDS: Final = tuple(AnswersForm.base_fields)


class ContactForm(AnswersForm):
    """Safe contact alone, for somebody who changes it later."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields = {name: self.fields[name] for name in PAGES["contact"]}

    def contact(self) -> SafeContact:
        """Return what is sealed to the unit's restricted key. All empty: there is no safe way any more."""
        return SafeContact(**{name: self.cleaned_data[name] for name in PAGES["contact"]})


class ReportForm(AnswersForm):
    """One report, whole."""

    def clean(self) -> dict[str, Any]:
        """Refuse what says nothing at all: then the button was pressed by mistake."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(values.get(name) for name in self.fields):
            self.add_error("account", _("Write what happened, or tick at least one answer. A few words are enough."))
        return values

    def content(self) -> ReportContent:
        """Return what is sealed to the unit's ordinary key."""
        values = self.cleaned_data
        return ReportContent(
            **{name: values[name] for name in _CONTENT_TEXTS},
            pathways=tuple(values["pathways"]),
            needs=tuple(values["needs"]),
            interpreter_wishes=tuple(values["interpreter_wishes"]),
            page_language=get_language() or "",
        )

    def contact(self) -> SafeContact:
        """Return what is sealed to the unit's restricted key."""
        return SafeContact(**{name: self.cleaned_data[name] for name in PAGES["contact"]})

    @property
    def area_code(self) -> str:
        """The code of the area, empty if she did not say."""
        return str(self.cleaned_data["area"])


_CONTENT_LISTS: Final = ("pathways", "needs", "interpreter_wishes")
_CONTENT_TEXTS: Final = tuple(name for name in FIELDS if name not in {*_CONTENT_LISTS, *PAGES["contact"], "area"})
