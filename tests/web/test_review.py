"""A translation counts as reviewed only with a name, a day and the hash of what was read."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.languages import LANGUAGES
from safetoshare.core.errors import SettingError
from safetoshare.web.review import LOCALE, Review, is_draft, is_reviewed, read_reviews

CATALOGUE = b'msgid "Back"\nmsgstr "Dib"\n'
HASH = hashlib.sha256(CATALOGUE).hexdigest()
ENTRY = f'[so]\nreviewer = "Hodan Ali, Example Trust"\ndate = 2026-11-30\nsha256 = "{HASH}"\n'


def test_an_entry_has_a_named_reviewer_a_day_and_a_hash() -> None:
    assert read_reviews(ENTRY) == {"so": Review("Hodan Ali, Example Trust", date(2026, 11, 30), HASH)}


def test_the_catalogue_that_was_read_is_reviewed() -> None:
    assert is_reviewed("so", CATALOGUE, read_reviews(ENTRY))


@given(st.binary())
def test_any_other_catalogue_is_not(catalogue: bytes) -> None:
    assert is_reviewed("so", catalogue, read_reviews(ENTRY)) is (catalogue == CATALOGUE)


def test_a_language_without_an_entry_is_not() -> None:
    assert not is_reviewed("pa", CATALOGUE, read_reviews(ENTRY))


def test_english_is_the_text_itself() -> None:
    assert is_reviewed("en", b"", {})
    assert not is_draft("en")


@pytest.mark.parametrize(
    "text",
    [
        '[so]\nreviewer = " "\ndate = 2026-11-30\nsha256 = "0"',
        '[so]\nreviewer = "Hodan Ali"\nsha256 = "0"',
        '[so]\nreviewer = "Hodan Ali"\ndate = "yesterday"\nsha256 = "0"',
        'so = "reviewed"',
    ],
)
def test_an_incomplete_entry_is_an_error_that_names_the_language(text: str) -> None:
    with pytest.raises(SettingError, match=r"\[so\]"):
        read_reviews(text)


def test_a_file_that_is_not_toml_is_an_error_that_names_the_file() -> None:
    with pytest.raises(SettingError, match=r"review\.toml"):
        read_reviews("[so")


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES if language.code != "en"])
def test_the_committed_file_agrees_with_what_the_pages_say(language: str) -> None:
    reviews = read_reviews((LOCALE / "review.toml").read_text("utf-8"))
    catalogue = (LOCALE / language / "LC_MESSAGES" / "django.po").read_bytes()
    assert is_draft(language) is not is_reviewed(language, catalogue, reviews)
