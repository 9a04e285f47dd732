"""The forms of signing in and unlocking. Every message is the house's own, so that it exists in five languages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NeverShownAgain(forms.TextInput):
    """An input whose value does not come back with the page: a code on a screen is a code for whoever sees it."""

    def format_value(self, value: object) -> None:
        return None


class SignInForm(forms.Form):
    """A name and a one-time code."""

    name = forms.CharField(
        label=_("Account name"),
        max_length=60,
        error_messages={
            "required": _("Enter your account name"),
            "max_length": _("An account name has at most 60 characters"),
            "null_characters_not_allowed": _("Enter your account name"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("One-time code"),
        help_text=_("The six digits that your authenticator shows now"),
        max_length=20,
        error_messages={
            "required": _("Enter the six digits that your authenticator shows now"),
            "max_length": _("A one-time code has six digits"),
            "null_characters_not_allowed": _("A one-time code has six digits"),
        },
        widget=NeverShownAgain(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class UnlockForm(forms.Form):
    """The passphrase, which goes to the unwrapper and is kept nowhere."""

    passphrase = forms.CharField(
        label=_("Passphrase"),
        help_text=_("Your six words, with a space between them"),
        max_length=1000,
        strip=False,
        error_messages={
            "required": _("Enter your passphrase"),
            "max_length": _("That is longer than any passphrase"),
            "null_characters_not_allowed": _("Enter your passphrase"),
        },
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "spellcheck": "false"}),
    )
