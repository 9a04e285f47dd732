"""The languages that the house speaks: code, own name, direction, and how each counts.

They are data, `languages.toml`, and no other file lists them: docs/languages.md says how one is added.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from safetoshare.core.errors import BadInputError

Direction = Literal["ltr", "rtl"]
# What texts are written in, and what stands beneath a draft.
SOURCE_LANGUAGE: Final = "en"
_CODE: Final = re.compile(r"[a-z]{2,3}", re.ASCII)
_PLURAL_FORMS: Final = re.compile(r"nplurals=[1-6]; plural=[n0-9 !=<>%&|?:()]+;", re.ASCII)


@dataclass(frozen=True)
class Language:
    """A language that every page speaks. `plural_forms` is gettext's rule, empty for the language of the source."""

    code: str
    own_name: str
    english_name: str
    direction: Direction
    plural_forms: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise BadInputError(f"the code of a language has two or three small letters: {self.code}")
        if not (self.own_name.strip() and self.english_name.strip()):
            raise BadInputError(f"the language {self.code} needs own_name and english_name")
        if self.direction not in ("ltr", "rtl"):
            raise BadInputError(f"the direction of {self.code} must be ltr or rtl")
        is_source = self.code == SOURCE_LANGUAGE
        if is_source is bool(self.plural_forms) or is_source is bool(self.source):
            raise BadInputError(f"the language {self.code} needs plural_forms and their source, {SOURCE_LANGUAGE} none")
        if self.plural_forms and not _PLURAL_FORMS.fullmatch(self.plural_forms):
            raise BadInputError(f"plural_forms of {self.code} must read: nplurals=N; plural=RULE;")


def read_languages(text: str) -> tuple[Language, ...]:
    """Return the languages of a TOML text, in its order. BadInputError names the one that is wrong."""
    try:
        content: list[dict[str, Any]] = tomllib.loads(text)["language"]
        languages = tuple(Language(**entry) for entry in content)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise BadInputError(f"languages cannot be read: {error}") from None
    codes = [language.code for language in languages]
    if len(set(codes)) < len(codes):
        raise BadInputError("a language stands twice in the list")
    if codes[:1] != [SOURCE_LANGUAGE]:
        raise BadInputError(f"the first language must be {SOURCE_LANGUAGE}")
    return languages


@cache
def languages() -> tuple[Language, ...]:
    """Return the languages of this version, the language of the source first."""
    return read_languages(resources.files(__package__).joinpath("languages.toml").read_text("utf-8"))


@cache
def codes() -> tuple[str, ...]:
    """Return their codes, in the same order."""
    return tuple(language.code for language in languages())
