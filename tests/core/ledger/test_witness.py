"""A witness's word on a checkpoint counts under the witness's own key, and a false one spoils the checkpoint."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import NoteError
from safetoshare.core.ledger.checkpoint import Checkpoint
from safetoshare.core.ledger.note import name_of_key, open_note, sign_note
from safetoshare.core.ledger.witness import cosigners, witness_key
from tests.core.ledger.records import ORIGIN, SIGNER, VERIFIER
from tests.core.ledger.witnesses import Witness

NOTE = sign_note(Checkpoint(ORIGIN, 24, bytes(32)).text(), [SIGNER])
ONE, TWO = Witness(), Witness("witness.example/charity", b"c" * 32)
COSIGNED = TWO.cosign(ONE.cosign(NOTE))


def test_those_who_cosigned_are_named_and_the_logs_own_signature_is_untouched() -> None:
    assert cosigners(COSIGNED, [ONE.key, TWO.key]) == (ONE.name, TWO.name)
    assert cosigners(COSIGNED, [TWO.key]) == (TWO.name,)
    assert open_note(COSIGNED, [VERIFIER]).text == open_note(NOTE, [VERIFIER]).text


def test_nobody_cosigned_what_nobody_trusted_cosigned() -> None:
    assert cosigners(NOTE, [ONE.key]) == ()
    assert cosigners(COSIGNED, []) == ()
    # Of the same name, with another key.
    assert cosigners(COSIGNED, [Witness(ONE.name, b"x" * 32).key]) == ()


def test_a_witness_is_counted_once_however_often_it_signed() -> None:
    assert cosigners(ONE.cosign(COSIGNED, 5), [ONE.key, ONE.key]) == (ONE.name,)


@pytest.mark.parametrize("altered", [(ORIGIN, "other.example/log"), ("\n24\n", "\n25\n")])
def test_a_cosignature_of_another_checkpoint_is_false(altered: tuple[str, str]) -> None:
    with pytest.raises(NoteError, match="cosignature"):
        cosigners(COSIGNED.replace(*altered, 1), [ONE.key])


@given(place=st.integers(4, 75), bit=st.integers(0, 7))
def test_no_bit_of_time_or_signature_can_be_changed(place: int, bit: int) -> None:
    head, _, last = ONE.cosign(NOTE).rstrip("\n").rpartition(" ")
    signed = bytearray(b64decode(last))
    signed[place] ^= 1 << bit
    with pytest.raises(NoteError, match="cosignature"):
        cosigners(f"{head} {b64encode(bytes(signed)).decode()}\n", [ONE.key])


def test_a_cosignature_that_is_too_short_or_too_long_is_false() -> None:
    head, _, last = ONE.cosign(NOTE).rstrip("\n").rpartition(" ")
    for signed in (b64decode(last)[:-1], b64decode(last) + b"\0", b64decode(last)[:5]):
        with pytest.raises(NoteError):
            cosigners(f"{head} {b64encode(signed).decode()}\n", [ONE.key])


def test_a_logs_key_is_no_witnesss_and_the_other_way_round() -> None:
    assert witness_key(ONE.key).name == ONE.name
    with pytest.raises(NoteError):
        witness_key(VERIFIER)
    with pytest.raises(NoteError):
        name_of_key(ONE.key)


@given(st.text(max_size=200), st.text(max_size=120))
def test_whatever_is_given_the_one_error_is_that_of_a_note(note: str, key: str) -> None:
    for text in (note, COSIGNED + note):
        for keys in ([key], [ONE.key]):
            try:
                cosigners(text, keys)
            except NoteError:
                continue
