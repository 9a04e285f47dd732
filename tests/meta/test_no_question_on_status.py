"""No form asks about immigration status: every text of every form, and every question anywhere, in every language.

The words that such a question would need are data, `tests/status_words.toml`, with how they were chosen. Texts are
taken from the catalogues, which hold every text that is marked for translation with the file it stands in, and from
the forms themselves as they are loaded, so that a text that nobody marked is seen too.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import polib  # type: ignore[import-untyped]
import pytest
from django.forms import BaseForm
from django.utils import translation

import safetoshare
from safetoshare.core.languages import SOURCE_LANGUAGE, codes
from tests.catalogues import LOCALE, PLURAL_FORMS, catalogue
from tests.status_words import ALLOWED, DATA, asks_for_status, status_words

# Where the texts of forms stand: the forms, and the names of what they offer.
FORMS_OR_LABELS = re.compile(r"(^|/)(forms|own_forms|labels)(/|\.py)")
QUESTION = re.compile(r"[?؟]\s*$")


def is_of_a_form(entry: polib.POEntry) -> bool:
    """Whether a text stands in a form or its choices, or is a question wherever it stands."""
    return bool(QUESTION.search(entry.msgid)) or any(FORMS_OR_LABELS.search(path) for path, _line in entry.occurrences)


def texts_in(language: str) -> Iterator[tuple[str, str]]:
    """Each such text of a catalogue, with its English; for the language of the source the English itself."""
    of = next(iter(PLURAL_FORMS)) if language == SOURCE_LANGUAGE else language
    for entry in polib.pofile(str(catalogue(LOCALE, of))):
        if is_of_a_form(entry):
            said = entry.msgstr_plural.values() if entry.msgid_plural else (entry.msgstr,)
            for text in (entry.msgid, entry.msgid_plural) if language == SOURCE_LANGUAGE else said:
                yield entry.msgid, text


def every_form() -> list[type[BaseForm]]:
    """Every form of the house, once all rooms of that name are loaded."""
    for room in pkgutil.walk_packages(safetoshare.__path__, "safetoshare."):
        if re.search(r"\.(own_)?forms(\.|$)", room.name):
            importlib.import_module(room.name)
    return sorted(set(_below(BaseForm)), key=lambda form: f"{form.__module__}.{form.__qualname__}")


def _below(form: type[BaseForm]) -> Iterator[type[BaseForm]]:
    for one in form.__subclasses__():
        if one.__module__.startswith("safetoshare."):
            yield one
        yield from _below(one)


def texts_of(form: type[BaseForm]) -> Iterator[str]:
    """Labels, hints, error messages, choices and names of the fields of a form, in the language of the moment."""
    for name, field in form.base_fields.items():  # type: ignore[attr-defined]  # of every declared form
        yield name.replace("_", " ")
        yield str(field.label or "")
        yield str(field.help_text)
        yield from (str(message) for message in field.error_messages.values())
        yield from (str(label) for _value, label in getattr(field, "choices", ()))


@pytest.mark.parametrize("language", codes())
def test_no_text_of_a_form_and_no_question_asks_about_status(language: str) -> None:
    texts = list(texts_in(language))
    assert len(texts) > 300
    asked = [(english, text) for english, text in texts if english not in ALLOWED and asks_for_status(text, language)]
    assert asked == []


@pytest.mark.parametrize("language", codes())
def test_no_form_asks_about_status_as_it_is_loaded(language: str) -> None:
    forms = every_form()
    assert len(forms) > 40
    with translation.override(language):
        allowed = {translation.gettext(text).lower() for text in ALLOWED}
        asked = [
            (form.__qualname__, text)
            for form in forms
            for text in texts_of(form)
            if text.lower() not in allowed and asks_for_status(text, language)
        ]
    assert asked == []


@pytest.mark.parametrize("language", codes())
def test_a_question_about_status_would_be_found(language: str) -> None:
    assert asks_for_status(DATA[language]["question"], language)
    assert status_words(language).search(DATA[language]["question"])


@pytest.mark.parametrize("language", codes())
def test_every_word_has_a_meaning_and_is_needed_once(language: str) -> None:
    words = DATA[language]["words"]
    assert all(word["means"].strip() for word in words)
    assert len({word["pattern"] for word in words}) == len(words)


def test_what_is_allowed_is_still_said_and_has_a_reason() -> None:
    said = {english for language in codes() for english, text in texts_in(language) if asks_for_status(text, language)}
    assert sorted(ALLOWED) == sorted(set(ALLOWED) & said)
    assert all(ALLOWED.values())
