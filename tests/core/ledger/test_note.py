"""Signed notes: the specification's example, what a reader of another program wrote, and hostile text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import NoteError
from safetoshare.core.ledger.note import LONGEST_NOTE, MOST_SIGNATURES, Note, keys_of_seed, open_note, sign_note

# The example of Go's golang.org/x/mod/sumdb/note, from which the format was taken: key, text and signature.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETERS_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

SIGNER, VERIFIER = keys_of_seed("log.example/one", bytes(32))
OTHER_SIGNER, OTHER = keys_of_seed("witness.example", bytes(range(32)))
NOTE = sign_note("one\n\ntwo\n", [SIGNER])


def test_a_note_and_its_keys_from_another_program_are_read_and_written_alike() -> None:
    assert sign_note(TEXT, [PETER_SIGNER]) == TEXT + "\n" + PETERS_LINE
    assert open_note(TEXT + "\n" + PETERS_LINE, [PETER]) == Note(TEXT, ("PeterNeumann",))
    assert open_note(TEXT + "\n" + PETERS_LINE, [ENOCH, PETER]).signers == ("PeterNeumann",)


def test_the_text_may_hold_empty_lines_and_ends_at_the_last_one() -> None:
    assert open_note(NOTE, [VERIFIER]) == Note("one\n\ntwo\n", ("log.example/one",))


def test_each_trusted_signer_is_named_once_in_order_and_strangers_are_passed_over() -> None:
    both = sign_note("text\n", [SIGNER, OTHER_SIGNER, SIGNER])
    assert open_note(both, [OTHER, VERIFIER]).signers == ("log.example/one", "witness.example")
    assert open_note(both, [OTHER]).signers == ("witness.example",)


def test_a_note_that_no_trusted_key_signed_does_not_open() -> None:
    with pytest.raises(NoteError, match="no key that is trusted"):
        open_note(NOTE, [OTHER])
    with pytest.raises(NoteError, match="no key that is trusted"):
        open_note(NOTE, [])


def test_a_key_of_the_same_name_is_another_key() -> None:
    _signer, namesake = keys_of_seed("log.example/one", bytes(range(32)))
    with pytest.raises(NoteError, match="no key that is trusted"):
        open_note(NOTE, [namesake])


def test_a_wrong_signature_of_a_trusted_key_spoils_a_note_that_another_signed_rightly() -> None:
    altered = sign_note("text\n", [SIGNER]).replace("text", "test")
    witness = sign_note("test\n", [OTHER_SIGNER]).rpartition("\n\n")[2]
    with pytest.raises(NoteError, match="was altered"):
        open_note(altered + witness, [OTHER, VERIFIER])
    assert open_note(altered + witness, [OTHER]).text == "test\n"


@given(st.integers(0, len(NOTE) - 1), st.characters())
def test_any_altered_character_spoils_a_note(place: int, character: str) -> None:
    altered = NOTE[:place] + character + NOTE[place + 1 :]
    if altered != NOTE:
        with pytest.raises(NoteError):
            open_note(altered, [VERIFIER])


@given(st.text())
def test_whatever_is_opened_the_only_error_is_a_note_error(text: str) -> None:
    for given_text in (text, text + "\n\n— log.example/one " + text + "\n"):
        with pytest.raises(NoteError):
            open_note(given_text, [VERIFIER])


@given(st.text())
def test_whatever_is_given_as_a_key_the_only_error_is_a_note_error(text: str) -> None:
    for key in (text, VERIFIER + text + "=", f"a+{text}+b"):
        with pytest.raises(NoteError):
            open_note(NOTE, [key])
        with pytest.raises(NoteError):
            sign_note("text\n", ["PRIVATE+KEY+" + key])


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(lambda line: line + "\n"),
    st.binary(min_size=32, max_size=32),
)
def test_what_is_signed_opens_with_the_key_of_the_same_seed(text: str, seed: bytes) -> None:
    signer, verifier = keys_of_seed("log.example/one", seed)
    assert open_note(sign_note(text, [signer]), [verifier]).text == text


@pytest.mark.parametrize(
    "text",
    ["", "no newline at the end", "a\ttab\n", "a\rreturn\n", "half a pair \ud800\n", "x" * LONGEST_NOTE + "\n"],
)
def test_text_that_no_note_can_hold_is_not_signed(text: str) -> None:
    with pytest.raises(NoteError):
        sign_note(text, [SIGNER])


def test_nothing_is_signed_without_a_key_or_with_a_verifiers_key() -> None:
    with pytest.raises(NoteError):
        sign_note("text\n", [])
    with pytest.raises(NoteError):
        sign_note("text\n", [VERIFIER])


@pytest.mark.parametrize(("old", "new"), [("log.example/one", "log.example/two"), (VERIFIER.split("+")[1], "00000000")])
def test_a_key_whose_parts_do_not_belong_together_is_refused(old: str, new: str) -> None:
    with pytest.raises(NoteError, match="do not belong together"):
        open_note(NOTE, [VERIFIER.replace(old, new)])
    with pytest.raises(NoteError, match="do not belong together"):
        sign_note("text\n", [SIGNER.replace(old, new)])


def test_a_key_with_a_letter_too_many_is_refused() -> None:
    with pytest.raises(NoteError, match="base64"):
        open_note(NOTE, [VERIFIER + "A"])


def test_a_seed_of_another_length_and_a_name_of_two_words_make_no_key() -> None:
    for name, seed in (("log", bytes(31)), ("two words", bytes(32)), ("a+b", bytes(32)), ("", bytes(32))):
        with pytest.raises(NoteError):
            keys_of_seed(name, seed)


def test_a_signature_written_in_another_way_is_refused() -> None:
    head, _, signature = NOTE.removesuffix("\n").rpartition(" ")
    # The last letter before "=" has bits to spare: another one decodes to the same bytes.
    letter = signature[-2]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    sibling = alphabet[alphabet.index(letter) + 1]
    with pytest.raises(NoteError, match="base64"):
        open_note(f"{head} {signature[:-2]}{sibling}=\n", [VERIFIER])


def test_more_signatures_than_anyone_needs_are_refused_unread() -> None:
    line = NOTE.rpartition("\n\n")[2]
    assert open_note("one\n\ntwo\n\n" + line * MOST_SIGNATURES, [VERIFIER]).text == "one\n\ntwo\n"
    with pytest.raises(NoteError, match="at most"):
        open_note("one\n\ntwo\n\n" + line * (MOST_SIGNATURES + 1), [VERIFIER])
