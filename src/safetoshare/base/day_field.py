"""A day as people type it."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

from django import forms


class DayField(forms.DateField):
    """A day in any script's digits."""

    def to_python(self, value: str | datetime | date | None) -> date | None:
        """Read the day. The digits of Arabic, Urdu and Punjabi keyboards count as those of English ones."""
        if isinstance(value, str):
            value = "".join(str(unicodedata.decimal(character, character)) for character in value)
        return super().to_python(value)
