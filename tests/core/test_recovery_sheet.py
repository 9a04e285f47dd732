"""A recovery key survives being printed and typed back; a slip of the hand is told and repeated nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError
from safetoshare.core.recovery_sheet import draw_secret, printed, read_secret, recovery_key
from safetoshare.core.vault import public_of

SECRETS = st.binary(min_size=32, max_size=32)


@given(SECRETS)
def test_what_is_printed_is_read_back(secret: bytes) -> None:
    assert read_secret(printed(secret)) == secret


@given(SECRETS)
def test_it_may_be_typed_in_small_letters_with_dashes_and_letters_for_digits(secret: bytes) -> None:
    typed = printed(secret).lower().replace(" ", "-").replace("0", "o").replace("1", "l")
    assert read_secret(f" {typed}\n") == secret


@given(SECRETS, st.integers(0, 55), st.sampled_from("23456789ABCDEFGH"))
def test_one_wrong_letter_is_told(secret: bytes, place: int, letter: str) -> None:
    letters = printed(secret).replace(" ", "")
    typed = letters[:place] + letter + letters[place + 1 :]
    if typed == letters:
        assert read_secret(typed) == secret
        return
    with pytest.raises(BadInputError, match="mistyped") as refused:
        read_secret(typed)
    assert typed[:7] not in str(refused.value)


def test_two_groups_in_the_wrong_order_are_told() -> None:
    first, second, *others = printed(bytes(range(32))).split()
    with pytest.raises(BadInputError, match="mistyped"):
        read_secret(" ".join((second, first, *others)))


@pytest.mark.parametrize("typed", ["", "ABC", "U" * 56, "é" * 56, "A" * 57, "١" * 56])
def test_rubbish_is_told_in_words(typed: str) -> None:
    with pytest.raises(BadInputError, match="recovery key"):
        read_secret(typed)


def test_it_shows_8_groups_of_7() -> None:
    assert [len(group) for group in printed(draw_secret()).split(" ")] == [7] * 8


def test_a_secret_stands_for_two_key_pairs_and_shows_neither() -> None:
    key, other = recovery_key(1, bytes(32)), recovery_key(1, b"\x01" * 32)
    assert key == recovery_key(1, bytes(32))
    assert key.listed.public == public_of(key.private) != other.listed.public
    assert key.listed.verifier != other.listed.verifier
    assert "private" not in repr(key)
    assert "PRIVATE" not in repr(key)
