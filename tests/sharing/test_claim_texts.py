"""Every sentence of the promise and of its limits can be read in all five languages, each in its own script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import pytest

from safetoshare.core.policy.claims import Layer
from safetoshare.core.policy.limits import parse_limits
from safetoshare.core.policy.vocabulary_file import published
from tests.sharing.policies import FOLDER, the_claims

LIMITS = FOLDER / "limits.toml"
# The first word of the Unicode name of each letter.
SCRIPTS = {"pa": "GURMUKHI", "ur": "ARABIC", "ar": "ARABIC", "so": "LATIN"}
CLAIM_TEXTS = {claim.id: claim.says for claim in the_claims()}
EASY_TEXTS = {claim.id: claim.easy for claim in the_claims() if claim.layer is not Layer.FULL}
LIMIT_TEXTS = {limit.id: limit.says for limit in parse_limits(LIMITS.read_bytes(), LIMITS.name, published())}
TEXTS = [
    *(pytest.param(says, id=f"claim {name}") for name, says in CLAIM_TEXTS.items()),
    *(pytest.param(easy, id=f"easy {name}") for name, easy in EASY_TEXTS.items()),
    *(pytest.param(says, id=f"limit {name}") for name, says in LIMIT_TEXTS.items()),
]


def abbreviations(text: str) -> set[str]:
    """Names such as MARAC and NHS, which stay as they are in every language."""
    return set(re.findall(r"\b[A-Z]{2,}\b", text))


def scripts(text: str) -> set[str]:
    """The script of each letter of a text."""
    return {unicodedata.name(letter).split()[0] for letter in text if letter.isalpha()}


def digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def test_there_are_claims_and_limits_to_read() -> None:
    assert CLAIM_TEXTS
    assert LIMIT_TEXTS


def test_what_a_mixed_question_may_cost_is_said_beside_the_promise() -> None:
    assert "strictest" in LIMIT_TEXTS["several-at-once"]["en"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("life-in-danger-open-to-rescuers", "the law gives a reason to protect, or you agree"),
        ("high-risk-meeting-open-to-protect", "the law gives a reason to protect, or you agree"),
        ("child-in-danger-open-to-social-care", "where the law gives a reason"),
        ("your-children-in-danger-open-to-social-care", "where the law gives a reason"),
        ("child-in-slavery-referred-to-social-care-too", "where the law gives a reason"),
        ("interpreter-may-hear-you", "where the law gives a reason"),
        ("nrm-names-an-adult-only-with-consent", "If we are not sure that you are an adult"),
    ],
)
def test_a_sentence_says_on_what_its_help_or_its_promise_hangs(name: str, words: str) -> None:
    assert words in CLAIM_TEXTS[name]["en"]


@pytest.mark.parametrize("says", TEXTS)
def test_every_claim_and_limit_is_said_in_all_five_languages(says: Mapping[str, str]) -> None:
    assert set(says) == {"en", *SCRIPTS}
    assert all(text.strip() for text in says.values())


@pytest.mark.parametrize("says", TEXTS)
def test_every_language_is_written_in_its_own_script(says: Mapping[str, str]) -> None:
    for language, script in SCRIPTS.items():
        text = says[language]
        for name in abbreviations(says["en"]):
            text = text.replace(name, "")
        assert scripts(text) == {script}, language


@pytest.mark.parametrize("says", TEXTS)
def test_the_digits_of_a_translation_are_those_of_the_english(says: Mapping[str, str]) -> None:
    for language in SCRIPTS:
        assert sorted(digits(says[language])) == sorted(digits(says["en"])), language


@pytest.mark.parametrize("says", TEXTS)
def test_no_translation_is_the_english_or_that_of_another_language(says: Mapping[str, str]) -> None:
    assert len(set(says.values())) == len(says)
