"""The form that asks for an erasure."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from safetoshare.hub.forms.cases import choice_field
from safetoshare.hub.labels import ERASURE_REASONS


class AskErasureForm(forms.Form):
    """Why a report is to be erased."""

    reason = choice_field(
        _("Why is it to be erased?"),
        list(ERASURE_REASONS.items()),
        error=_("Choose why it is to be erased"),
        widget=forms.RadioSelect(),
    )
