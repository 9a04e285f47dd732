"""What a reporter who comes back types: her receipt, her own words, a message."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from safetoshare.core.vault import fold_passphrase
from safetoshare.report.api import Message
from safetoshare.report.api.returning import COMPLAINT, is_usable
from safetoshare.report.forms.fields import Words

_NOT_USABLE = _("Choose a shorter word, with at least one letter or digit")


class OwnWord(forms.CharField):
    """A word that she chose: any script, shown as she types it, remembered by no browser."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # Django's own
        widget = forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false", "dir": "auto"})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, value: object) -> str:
        word = str(super().clean(value))
        if word and not is_usable(word):
            raise forms.ValidationError(_NOT_USABLE)
        return word


class ReturnForm(forms.Form):
    """The receipt of somebody who comes back. What is wrong with it the view says, in the receipt's own terms."""

    receipt = forms.CharField(
        required=False,
        strip=False,
        label=_("Your receipt"),
        help_text=_("24 digits, in six groups of four. Spaces do not matter."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "govuk-input--width-20", "spellcheck": "false", "dir": "ltr"}
        ),
    )
    word = OwnWord(
        label=_("Your second word, if you have chosen one"),
        help_text=_("Without it you see our messages, and not who was told what."),
    )


class WordForm(forms.Form):
    """The second word, where only the receipt was typed."""

    word = OwnWord(label=_("Your second word"))


class WordsForm(forms.Form):
    """The second word and the word for danger, chosen or changed. Both empty: from now on there are none."""

    second = OwnWord(
        label=_("Your second word"),
        help_text=_("Any word that you can remember. Nobody can tell it to you again."),
    )
    duress = OwnWord(
        label=_("A word for danger, if you like"),
        help_text=_(
            "If someone makes you open this, type it in place of the second word. A page with general information comes"
            " up, and we are told that you typed it."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a word for danger alone, or the same one twice: it would open what it should hide."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        second, duress = values.get("second", ""), values.get("duress", "")
        if duress and not second and "second" not in self.errors:
            self.add_error("second", _("Choose a second word too"))
        if duress and fold_passphrase(second) == fold_passphrase(duress):
            self.add_error("duress", _("Choose another word than your second word"))
        return values


class MessageForm(forms.Form):
    """A message from the reporter."""

    text = Words(
        label=_("Write a message to the unit"),
        help_text=_("What you send is not shown here again."),
        rows=5,
    )

    is_complaint = forms.BooleanField(
        required=False,
        label=_("This is a complaint about how you were treated"),
    )

    def clean_text(self) -> str:
        """Refuse an empty message."""
        text = str(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(_("Write a message first"))
        return text

    def message(self, on: date) -> Message:
        """Return what is sealed to the unit."""
        text, language = self.cleaned_data["text"], get_language() or ""
        if self.cleaned_data["is_complaint"]:
            return Message(text, language, COMPLAINT, written_on=on)
        return Message(text, language)
