"""The forms of the doors, of joining, and of managing accounts.

Every message is the house's own, so that it exists in five languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from safetoshare.base.permissions import PARTNER_ROLES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


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
        # No numeric keypad: a recovery code, which may stand here too, has letters.
        widget=NeverShownAgain(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
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


_CODE_ERRORS = {
    "required": _("Enter the six digits that your authenticator shows now"),
    "max_length": _("A one-time code has six digits"),
    "null_characters_not_allowed": _("A one-time code has six digits"),
}


def _one_time_code(label: StrPromise) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=_("The six digits that your authenticator shows now"),
        max_length=20,
        error_messages=_CODE_ERRORS,
        widget=NeverShownAgain(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


def _code_on_paper(label: StrPromise) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=60,
        error_messages={
            "required": _("Type this code as it is shown"),
            "max_length": _("Type this code as it is shown"),
            "null_characters_not_allowed": _("Type this code as it is shown"),
        },
        widget=NeverShownAgain(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )


class ConfirmForm(forms.Form):
    """A fresh one-time code, before a dangerous act."""

    confirmation_code = _one_time_code(_("One-time code"))


class JoinForm(forms.Form):
    """Who was invited, and the code that was told."""

    name = SignInForm.base_fields["name"]
    invitation = _code_on_paper(_("Invitation code"))


class FirstCodeForm(forms.Form):
    """A code of the new authenticator."""

    ticket = forms.CharField(widget=forms.HiddenInput)
    code = _one_time_code(_("One-time code"))


class CodesBackForm(forms.Form):
    """Two of the ten recovery codes, typed back from paper."""

    ticket = forms.CharField(widget=forms.HiddenInput)
    third = _code_on_paper(_("Code 3"))
    eighth = _code_on_paper(_("Code 8"))


class PassphraseBackForm(forms.Form):
    """The passphrase that was shown, typed back."""

    ticket = forms.CharField(widget=forms.HiddenInput)
    passphrase = UnlockForm.base_fields["passphrase"]


class InviteForm(forms.Form):
    """Whom to invite. The organisations are those that have a unit here."""

    name = forms.CharField(
        label=_("Account name"),
        help_text=_("A name for signing in, seen by colleagues. It need not be the person’s own."),
        max_length=60,
        error_messages={
            "required": _("Enter an account name"),
            "max_length": _("An account name has at most 60 characters"),
            "null_characters_not_allowed": _("Enter an account name"),
        },
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        error_messages={"required": _("Choose a role"), "invalid_choice": _("Choose a role from the list")},
    )
    organisation = forms.ChoiceField(
        label=_("Organisation"),
        help_text=_("For the three roles of partner organisations only"),
        required=False,
        error_messages={"invalid_choice": _("Choose an organisation from the list")},
    )

    def __init__(
        self, data: QueryDict | None, *, roles: list[tuple[str, str]], organisations: list[tuple[UUID, str]]
    ) -> None:
        super().__init__(data)
        choices = [(str(identifier), name) for identifier, name in organisations]
        _choices_of(self, "role", [("", _("Choose a role")), *roles])
        _choices_of(self, "organisation", [("", _("None: works for the force")), *choices])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        role, organisation = data.get("role"), data.get("organisation")
        if role is not None and organisation is not None and (role in PARTNER_ROLES) != bool(organisation):
            self.add_error("organisation", _("A partner’s role needs an organisation, and no other role has one"))
        return data


class RoleForm(forms.Form):
    """Another role for somebody, and which version of the account was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    role = forms.ChoiceField(
        label=_("New role"),
        error_messages={"required": _("Choose a role"), "invalid_choice": _("Choose a role from the list")},
    )

    def __init__(self, data: QueryDict | None, *, roles: list[tuple[str, str]], version: int) -> None:
        super().__init__(data, initial={"version": version})
        _choices_of(self, "role", [("", _("Choose a role")), *roles])


class LeaveForm(forms.Form):
    """That somebody has left. Where it leaves fewer than two signers, that this was understood."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    understood = forms.BooleanField(
        label=_("I have read what happens"),
        error_messages={"required": _("Read what happens, and tick the box")},
    )

    def __init__(self, data: QueryDict | None, *, version: int, is_last: bool) -> None:
        super().__init__(data, initial={"version": version}, prefix=None)
        if not is_last:
            del self.fields["understood"]


class VersionForm(forms.Form):
    """Which version of an account was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class SignListForm(forms.Form):
    """Which text was seen, by its hash: what is signed is what was read."""

    sha256 = forms.RegexField("^[0-9a-f]{64}$", widget=forms.HiddenInput)


def _choices_of(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  # as declared above
    field.choices = choices
