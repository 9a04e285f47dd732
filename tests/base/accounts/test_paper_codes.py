"""Codes on paper: read however they are typed, and no slip of one letter passes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.accounts.paper_codes import (
    ALPHABET,
    INVITATION_LENGTH,
    RECOVERY_LENGTH,
    draw_code,
    in_groups,
    read_code,
)

LENGTHS = st.sampled_from([INVITATION_LENGTH, RECOVERY_LENGTH])


@given(LENGTHS)
def test_a_code_is_read_as_it_is_shown_in_small_letters_and_with_spaces(length: int) -> None:
    code = draw_code(length)
    assert len(code) == length
    for typed in (code, in_groups(code), in_groups(code).lower(), f" {' '.join(code)} "):
        assert read_code(typed, length) == code


@given(LENGTHS, st.data())
def test_one_wrong_letter_and_two_that_changed_places_are_slips(length: int, data: st.DataObject) -> None:
    code = draw_code(length)
    place = data.draw(st.integers(0, length - 1))
    wrong = data.draw(st.sampled_from(sorted(set(ALPHABET) - {code[place]})))
    assert read_code(code[:place] + wrong + code[place + 1 :], length) is None
    # The check itself stands last and has no weight of its own.
    first = data.draw(st.integers(0, length - 3))
    if code[first] != code[first + 1]:
        swapped = code[:first] + code[first + 1] + code[first] + code[first + 2 :]
        assert read_code(swapped, length) is None


@given(st.text(max_size=60), LENGTHS)
def test_whatever_is_typed_is_a_code_or_none(typed: str, length: int) -> None:
    read = read_code(typed, length)
    assert read is None or (len(read) == length and set(read) <= set(ALPHABET))


def test_no_two_codes_are_alike() -> None:
    assert len({draw_code(RECOVERY_LENGTH) for _ in range(500)}) == 500


def test_thirty_one_letters_none_of_which_looks_like_another() -> None:
    assert len(set(ALPHABET)) == 31
    assert not set(ALPHABET) & set("01IOU")
