"""Confirming that one has read the briefing."""

from __future__ import annotations

from django import forms


class ReadingForm(forms.Form):
    """Nothing to fill in: which version was on the page when it was made."""

    # Whatever it holds: it is the version in force or it is not.
    version = forms.Field(widget=forms.HiddenInput, required=False)
