"""The one list of languages: what it takes, and what it refuses by name."""

from __future__ import annotations

import gettext
import re
from importlib import resources

import pytest

from safetoshare.core.errors import BadInputError
from safetoshare.core.languages import SOURCE_LANGUAGE, Language, codes, languages, read_languages

ENGLISH = '[[language]]\ncode = "en"\nown_name = "English"\nenglish_name = "English"\ndirection = "ltr"\n'
ROMANIAN = """
[[language]]
code = "ro"
own_name = "Română"
english_name = "Romanian"
direction = "ltr"
plural_forms = "nplurals=3; plural=n==1 ? 0 : (n==0 || (n%100>0 && n%100<20)) ? 1 : 2;"
source = "the manual of GNU gettext, Plural forms"
"""


def test_a_language_is_an_entry_and_nothing_more() -> None:
    _english, romanian = read_languages(ENGLISH + ROMANIAN)
    assert (romanian.code, romanian.own_name, romanian.direction) == ("ro", "Română", "ltr")


def test_the_committed_list_begins_with_the_language_of_the_source() -> None:
    assert codes()[0] == SOURCE_LANGUAGE
    assert codes() == tuple(language.code for language in languages())
    assert {"pa", "ur", "ar", "so"} <= set(codes())


@pytest.mark.parametrize("language", languages()[1:], ids=codes()[1:])
def test_every_plural_rule_is_one_that_gettext_can_read(language: Language) -> None:
    number, rule = re.fullmatch(r"nplurals=(\d); plural=(.+);", language.plural_forms).groups()  # type: ignore[union-attr]
    plural = gettext.c2py(rule)
    assert {plural(count) for count in range(200)} == set(range(int(number)))


@pytest.mark.parametrize(
    ("line", "instead", "says"),
    [
        ('code = "ro"', 'code = "RO"', "two or three small letters: RO"),
        ('code = "ro"', 'code = "../x"', "two or three small letters"),
        ('code = "ro"', 'code = "en"', "en needs plural_forms"),
        ('direction = "ltr"\nplural', 'direction = "left"\nplural', "direction of ro"),
        ('own_name = "Română"', 'own_name = " "', "ro needs own_name"),
        ('own_name = "Română"', "", "own_name"),
        ('own_name = "Română"', 'own_name = "Română"\nreviewed = true', "reviewed"),
        ('source = "the manual of GNU gettext, Plural forms"', "", "ro needs plural_forms and their source"),
        ("nplurals=3; plural=", "nplurals=3; plural=exit() and ", "plural_forms of ro must read"),
    ],
)
def test_what_is_wrong_is_said_by_name(line: str, instead: str, says: str) -> None:
    assert line in ENGLISH + ROMANIAN
    with pytest.raises(BadInputError, match=re.escape(says)):
        read_languages(ENGLISH + ROMANIAN.replace(line, instead))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ENGLISH + ROMANIAN + ROMANIAN, "twice"),
        (ROMANIAN + ENGLISH, "the first language must be en"),
        ("language = 3", "cannot be read"),
        ("[[languages]]", "cannot be read"),
        ("[[language", "cannot be read"),
        ("language = []", "the first language must be en"),
    ],
)
def test_a_list_that_is_none_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        read_languages(text)


def test_no_other_file_of_the_package_lists_the_languages() -> None:
    listed = re.compile(r"""["']pa["'],\s*["']ur["']""")
    package = resources.files("safetoshare")
    with resources.as_file(package) as folder:
        found = [path.name for path in folder.rglob("*.py") if listed.search(path.read_text("utf-8"))]
    assert found == []
