"""The form offers the force's areas, all needs, and the languages that pages or services speak."""

from __future__ import annotations

import pytest
from django import forms

from safetoshare.base.force import current_force
from safetoshare.core.languages import codes
from safetoshare.core.needs import NEEDS
from safetoshare.network.forms import HelpForm
from tests.network.conftest import BRISTOL, SOMERSET

pytestmark = pytest.mark.django_db

SOUTH_GLOUCESTERSHIRE = "E06000025"


def values(form: HelpForm, name: str) -> list[object]:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return [value for value, _ in field.widget.choices]


def test_what_is_offered_is_what_the_house_knows(directory: None) -> None:
    form = HelpForm()
    assert values(form, "area") == ["", *(area.code for area in current_force().areas)]
    assert values(form, "need") == ["", *NEEDS]
    assert values(form, "language") == ["", *codes(), *({"pl"} - set(codes()))]


def test_everything_may_be_left_open() -> None:
    form = HelpForm({})
    assert form.is_valid()
    assert form.cleaned_data == {"postcode": (), "area": "", "need": "", "language": ""}
    assert form.areas == []


@pytest.mark.parametrize("typed", ["BS16", "bs16 1qu", "BS١٦ ١QU", "\u200fBS 16", "BS16 1"])
def test_a_postcode_gives_the_areas_that_its_district_lies_in(typed: str) -> None:
    form = HelpForm({"postcode": typed})
    assert form.is_valid()
    assert form.areas == [BRISTOL, SOUTH_GLOUCESTERSHIRE]


def test_an_area_that_is_chosen_too_is_added_in_the_forces_order() -> None:
    form = HelpForm({"postcode": "TA1", "area": BRISTOL})
    assert form.is_valid()
    assert form.areas == [BRISTOL, SOMERSET]


def test_after_the_check_the_postcode_stands_in_no_answer() -> None:
    form = HelpForm({"postcode": "BS16 1QU"})
    assert form.is_valid()
    assert "BS16" not in repr(form.cleaned_data)


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0"])
def test_an_empty_postcode_is_none(typed: str) -> None:
    form = HelpForm({"postcode": typed})
    assert form.is_valid()
    assert form.areas == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("AB10 1XG", "We do not know this postcode."),
        ("BS99", "We do not know this postcode."),
        ("Bristol", "Type a postcode with English letters"),
        ("😀", "Type a postcode with English letters"),
        ("BS1\x00", "Type a postcode with English letters"),
        ("\u202eBS", "Type a postcode with English letters"),
        ("x" * 5000, "This is too long for a postcode."),
        ("😀" * 5000, "This is too long for a postcode."),
    ],
)
def test_a_postcode_that_is_none_or_elsewhere_is_an_error_that_repeats_nothing(typed: str, says: str) -> None:
    form = HelpForm({"postcode": typed})
    assert not form.is_valid()
    (error,) = form.errors["postcode"]
    assert str(error).startswith(says)
    assert typed not in str(error)
    assert form.is_elsewhere == says.startswith("We do not know")
    assert form["postcode"].value() == ("" if len(typed) > 100 else typed)


def test_national_help_is_shown_only_if_nothing_else_is_wrong() -> None:
    assert HelpForm({"postcode": "AB10"}).errors
    alone, with_another = HelpForm({"postcode": "AB10"}), HelpForm({"postcode": "AB10", "need": "status"})
    assert (alone.is_valid(), with_another.is_valid()) == (False, False)
    assert alone.has_only_an_unknown_postcode
    assert not with_another.has_only_an_unknown_postcode
