"""The forms of signing in and unlocking: every message is one of ours, and a code never comes back with the page."""

from __future__ import annotations

from collections.abc import Iterator

import polib  # type: ignore[import-untyped]
import pytest
from django import forms
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.accounts.forms import SignInForm, UnlockForm

FORMS: tuple[type[forms.Form], ...] = (SignInForm, UnlockForm)
CODES = ("ar", "pa", "so", "ur")


def fields() -> Iterator[tuple[str, forms.Field]]:
    for form in FORMS:
        for name, field in form.base_fields.items():
            yield f"{form.__name__}.{name}", field


def collected(code: str) -> set[str]:
    """Return the texts of a language's catalogue."""
    return {entry.msgid for entry in polib.pofile(f"{settings.LOCALE_PATHS[0]}/{code}/LC_MESSAGES/django.po")}


def words_of(field: forms.Field) -> set[str]:
    """Return all that a field may say, in English."""
    with translation.override("en"):
        return {str(text) for text in (field.label, field.help_text, *field.error_messages.values()) if text}


@pytest.mark.parametrize("code", CODES)
def test_everything_that_a_field_says_is_in_the_catalogue(code: str) -> None:
    texts = collected(code)
    assert {text for _, field in fields() for text in words_of(field)} - texts == set()


@pytest.mark.parametrize(("name", "field"), list(fields()))
def test_every_check_of_a_field_has_a_message_of_ours(name: str, field: forms.Field) -> None:
    # Django replaces a validator's message by the field's own of the same code, if there is one.
    codes = {"required"} | {getattr(validator, "code", "") for validator in field.validators}
    assert codes <= set(field.error_messages), name


@pytest.mark.parametrize(
    "text", ["", "\x00", "a\x00b", "x" * 5000, " ", "\u202e" * 21, "🙂" * 61], ids=lambda text: repr(text[:3])
)
@pytest.mark.parametrize("form", FORMS)
def test_whatever_is_wrong_only_our_messages_show(form: type[forms.Form], text: str) -> None:
    ours = {words for _, field in fields() for words in words_of(field)}
    with translation.override("en"):
        errors = form(dict.fromkeys(form.base_fields, text)).errors
    assert {str(message) for messages in errors.values() for message in messages} <= ours


@given(st.text(max_size=1200))
def test_no_text_breaks_a_form(text: str) -> None:
    for form in FORMS:
        form(dict.fromkeys(form.base_fields, text)).is_valid()


def test_the_passphrase_is_taken_as_it_was_typed() -> None:
    form = UnlockForm({"passphrase": "  Six  Words "})
    assert form.is_valid()
    assert form.cleaned_data["passphrase"] == "  Six  Words "


@pytest.mark.parametrize(("form", "name"), [(SignInForm, "code"), (UnlockForm, "passphrase")])
def test_what_is_secret_does_not_come_back_with_the_page(form: type[forms.Form], name: str) -> None:
    typed = form({"name": "kept-name", "code": "314159", "passphrase": "314159"})
    assert "314159" not in typed[name].as_widget()
    assert "314159" not in str(typed)


def test_the_name_comes_back_with_the_page() -> None:
    assert "kept-name" in SignInForm({"name": "kept-name", "code": ""})["name"].as_widget()
