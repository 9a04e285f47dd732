"""A postcode in any spelling gives its first half; nothing else is taken for one, and nothing is ever shown of it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.postcodes import LONGEST_TEXT, Outward, PostcodeProblem, is_district, read_outward

DIGITS = {"Arabic": "٠١٢٣٤٥٦٧٨٩", "Urdu": "۰۱۲۳۴۵۶۷۸۹", "Gurmukhi": "੦੧੨੩੪੫੬੭੮੯", "fullwidth": "０１２３４５６７８９"}
LETTERS = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
NUMBERS = st.sampled_from("0123456789")
districts = st.tuples(st.text(LETTERS, min_size=1, max_size=2), NUMBERS, st.one_of(st.just(""), NUMBERS, LETTERS)).map(
    "".join
)
inwards = st.tuples(NUMBERS, LETTERS, LETTERS).map("".join)
# What keyboards and messages put between and around: spaces, dashes, full stops, marks that nobody sees.
separators = st.sampled_from(["", " ", "  ", "\u00a0", "-", "–", ".", "\u200f", "\t", " \u2067", "\ufe0f"])


def read(text: str) -> str:
    found = read_outward(text)
    assert isinstance(found, Outward), found
    return found.code


@pytest.mark.parametrize(
    ("typed", "district"),
    [
        ("BS1 4QA", "BS1"),
        ("bs1 4qa", "BS1"),
        ("BS14QA", "BS1"),
        ("BS14 9AA", "BS14"),
        ("BS1", "BS1"),
        ("bs 1", "BS1"),
        ("BS14", "BS14"),
        ("BS 14", "BS14"),
        ("B S 1 4 Q A", "BS1"),
        ("BS1 4", "BS1"),
        ("BS1 4Q", "BS1"),
        ("BA2 1", "BA2"),
        ("BA21", "BA21"),
        ("BS1-4QA", "BS1"),
        ("  BS1   4QA.  ", "BS1"),
        ("\u200fBS1 4QA\u200e", "BS1"),
        ("ＢＳ１ ４ＱＡ", "BS1"),
        ("M1 1AE", "M1"),
        ("EC1A 1BB", "EC1A"),
        ("W1A0AX", "W1A"),
    ],
)
def test_a_postcode_is_read_however_it_is_spelled(typed: str, district: str) -> None:
    assert read(typed) == district


@pytest.mark.parametrize("digits", DIGITS.values(), ids=DIGITS)
def test_the_digits_may_be_of_any_script(digits: str) -> None:
    assert read(f"BS{digits[1]} {digits[4]}QA") == "BS1"
    assert read(f"BS{digits[1]}{digits[6]}") == "BS16"


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "\u200f", "Bristol", "BS", "1", "BS1 4QA BS2", "BSI 4QA", "BS1 4QAB", "BS144", "BS1/4QA",
        "ＢＳ", "برستول",
        "😀", "😀" * 20, "BS😀1", "BS1\x00", "БС1", "ß1 4QA", "ſ1ı", "<script>", "'; --", "½", "BS1½",
    ],
)  # fmt: skip
def test_what_is_no_postcode_is_said_to_be_none(typed: str) -> None:
    assert read_outward(typed) == PostcodeProblem.NOT_A_POSTCODE


@pytest.mark.parametrize("typed", ["BS1 4QA" + " " * LONGEST_TEXT, "x" * 5000, "😀" * 5000, "١" * 5000])
def test_a_long_text_is_not_looked_at(typed: str) -> None:
    assert read_outward(typed) == PostcodeProblem.TOO_LONG


def test_what_was_typed_is_not_in_the_repr() -> None:
    assert "BS1" not in f"{read_outward('BS1 4QA')!r} {read_outward('BS1 4QA')}"


@given(districts, inwards, st.lists(separators, min_size=9, max_size=9), st.booleans())
def test_a_whole_postcode_is_read_whatever_stands_between_its_signs(
    district: str, inward: str, between: list[str], is_small: bool
) -> None:
    whole = district + inward
    typed = "".join(sign + separator for sign, separator in zip(whole, between, strict=False))
    assert read(typed.lower() if is_small else typed) == district


@given(districts)
def test_a_district_alone_is_itself(district: str) -> None:
    assert is_district(district)
    assert read(district) == district


@given(districts, NUMBERS)
def test_a_space_ends_the_first_half(district: str, sector: str) -> None:
    assert read(f"{district} {sector}") == district


@given(st.text(max_size=200))
def test_whatever_is_typed_there_is_an_answer_and_it_is_a_district_or_none(typed: str) -> None:
    found = read_outward(typed)
    if isinstance(found, Outward):
        assert is_district(found.code)
        plain = unicodedata.normalize("NFKC", typed).upper()
        assert found.code[0] in plain
    else:
        assert found in PostcodeProblem
