"""The forms that ask for an erasure, and that answer a person who asked for one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from safetoshare.hub.forms.cases import LONGEST_TEXT, MESSAGE_LANGUAGES, choice_field, text_field
from safetoshare.hub.labels import ERASURE_REASONS


class AskErasureForm(forms.Form):
    """Why a report is to be erased."""

    reason = choice_field(
        _("Why is it to be erased?"),
        list(ERASURE_REASONS.items()),
        error=_("Choose why it is to be erased"),
        widget=forms.RadioSelect(),
    )


class AnswerErasureForm(forms.Form):
    """What is kept, why and until when."""

    text = text_field(_("Message"), lines=6, longest=LONGEST_TEXT, error=_("Write the message"))
    language = choice_field(
        _("In which language is it written?"), MESSAGE_LANGUAGES, error=_("Choose the language of the message")
    )
