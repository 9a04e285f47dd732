"""Which translations a named person has reviewed.

`locale/review.toml` has one table a language, `[pa]`, with `reviewer`, `date` and `sha256`: the hash of the catalogue
as it was read. A catalogue that has changed since is a draft again, and the page says so.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from safetoshare.core.errors import SettingError
from safetoshare.core.languages import SOURCE_LANGUAGE

LOCALE = Path(__file__).parents[1] / "locale"


@dataclass(frozen=True)
class Review:
    """A named person read a catalogue, whose bytes had this SHA-256 in hex."""

    reviewer: str
    reviewed_on: date
    sha256: str


def read_reviews(text: str) -> dict[str, Review]:
    """Read the review file. SettingError names the language whose entry is not complete."""
    try:
        tables: Mapping[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingError(f"locale/review.toml: {error}") from None
    return {language: _read_review(language, table) for language, table in tables.items()}


def _read_review(language: str, table: object) -> Review:
    match table:
        case {"reviewer": str(reviewer), "date": date() as day, "sha256": str(sha256)} if reviewer.strip():
            return Review(reviewer.strip(), day, sha256)
    raise SettingError(f"locale/review.toml: [{language}] needs reviewer, date and sha256")


def is_reviewed(language: str, catalogue: bytes, reviews: Mapping[str, Review]) -> bool:
    """Tell whether somebody has reviewed this very catalogue. English is the text that is translated."""
    if language == SOURCE_LANGUAGE:
        return True
    review = reviews.get(language)
    return review is not None and review.sha256 == hashlib.sha256(catalogue).hexdigest()


@cache
def is_draft(language: str) -> bool:
    """Tell whether the pages of a language must say that their translation is a draft."""
    if language == SOURCE_LANGUAGE:
        return False
    reviews = read_reviews((LOCALE / "review.toml").read_text("utf-8"))
    catalogue = (LOCALE / language / "LC_MESSAGES" / "django.po").read_bytes()
    return not is_reviewed(language, catalogue, reviews)
