"""The form offers the force's areas, all needs, and the languages that pages or services speak."""

from __future__ import annotations

import pytest
from django import forms

from safetoshare.base.force import current_force
from safetoshare.core.needs import NEEDS
from safetoshare.network.forms import HelpForm

pytestmark = pytest.mark.django_db


def values(form: HelpForm, name: str) -> list[object]:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return [value for value, _ in field.widget.choices]


def test_what_is_offered_is_what_the_house_knows(directory: None) -> None:
    form = HelpForm()
    assert values(form, "area") == ["", *(area.code for area in current_force().areas)]
    assert values(form, "need") == ["", *NEEDS]
    assert values(form, "language") == ["", "en", "pa", "ur", "ar", "so", "pl"]


def test_everything_may_be_left_open() -> None:
    form = HelpForm({})
    assert form.is_valid()
    assert form.cleaned_data == {"area": "", "need": "", "language": ""}
