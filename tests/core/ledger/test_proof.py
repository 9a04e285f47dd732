"""The proof that a person keeps: it verifies offline, and nothing in it can be altered."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import BadInputError, NoteError
from safetoshare.core.ledger.checkpoint import Checkpoint, InclusionPromise, read_checkpoint
from safetoshare.core.ledger.note import keys_of_seed, open_note, sign_note
from safetoshare.core.ledger.proof import (
    LARGEST_PROOF,
    NotProved,
    Reason,
    Verified,
    read_proof,
    verify_proof,
    write_proof,
)
from safetoshare.core.ledger.record import DisclosureRecord, commitment
from tests.core.ledger.records import ORIGIN, RECORD, REFUSAL, SALT, SIGNER, VERIFIER, document_at, proof_at

DOCUMENT = document_at(5, 24)
STRANGER, STRANGERS_KEY = keys_of_seed(ORIGIN, bytes(32))


@given(st.data())
def test_a_record_anywhere_in_a_log_of_any_size_is_proved(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 100))
    index = data.draw(st.integers(0, size - 1))
    record = data.draw(st.sampled_from([RECORD, REFUSAL]))
    proof = proof_at(index, size, record)
    root = read_checkpoint(open_note(proof.checkpoint_note, [VERIFIER]).text).root
    verified = Verified(record, index, size, record.on, date(2026, 11, 24), ORIGIN, root)
    assert verify_proof(write_proof(proof), VERIFIER) == verified
    # Other keys beside the right one change nothing; without any, nothing is proved.
    assert verify_proof(write_proof(proof), STRANGERS_KEY, VERIFIER) == verified
    assert verify_proof(write_proof(proof)) == NotProved(Reason.NO_KEY)


def test_a_promise_of_a_log_that_was_closed_is_believed_under_that_logs_key() -> None:
    closed, closed_key = keys_of_seed("closed.example/log", bytes([7]) * 32)
    committed = commitment(SALT, RECORD.encoded())
    promise = sign_note(InclusionPromise("closed.example/log", committed, date(2026, 11, 24)).text(), [closed])
    document = write_proof(replace(proof_at(5, 24), promise_note=promise))
    assert verify_proof(document, VERIFIER) == NotProved(Reason.PROMISE)
    assert verify_proof(document, closed_key) == NotProved(Reason.CHECKPOINT)
    assert isinstance(verify_proof(document, VERIFIER, closed_key), Verified)


def test_without_a_key_what_does_not_fit_is_false_and_what_fits_is_unproved() -> None:
    other = write_proof(replace(proof_at(5, 24), index=6))
    assert verify_proof(other) == NotProved(Reason.NOT_INCLUDED)
    assert verify_proof(write_proof(replace(proof_at(5, 24), checkpoint_note="x"))) == NotProved(Reason.CHECKPOINT)


def test_the_document_is_read_as_it_was_written() -> None:
    proof = proof_at(5, 24)
    assert read_proof(write_proof(proof)) == proof


def test_the_document_holds_a_tlog_proof_as_other_programs_read_it() -> None:
    text: str = json.loads(DOCUMENT)["tlog-proof"]
    head, checkpoint = text.split("\n\n", 1)
    first, index, *hashes = head.split("\n")
    assert (first, index, len(hashes)) == ("c2sp.org/tlog-proof@v1", "index 5", 5)
    assert checkpoint.startswith(f"{ORIGIN}\n24\n")


@given(st.integers(0, len(DOCUMENT) - 1), st.integers(0, 255))
def test_any_altered_byte_proves_nothing_but_white_space_between_the_parts(place: int, value: int) -> None:
    altered = DOCUMENT[:place] + bytes([value]) + DOCUMENT[place + 1 :]
    verified = verify_proof(altered, VERIFIER)
    if isinstance(verified, Verified):
        assert json.loads(altered) == json.loads(DOCUMENT)
        assert verified == verify_proof(DOCUMENT, VERIFIER)


@given(st.integers(0, len(DOCUMENT) - 1), st.integers(1, 40))
def test_any_missing_bytes_prove_nothing(place: int, length: int) -> None:
    cut = DOCUMENT[:place] + DOCUMENT[place + length :]
    verified = verify_proof(cut, VERIFIER)
    assert isinstance(verified, NotProved) or json.loads(cut) == json.loads(DOCUMENT)


@pytest.mark.parametrize("name", sorted(json.loads(RECORD.encoded())))
def test_any_altered_field_of_the_record_is_found(name: str) -> None:
    content = json.loads(DOCUMENT)
    old = content["record"][name]
    others: list[Any] = [[*old, "x"], old[1:]] if isinstance(old, list) else [f"{old}x", f"x{old}", "", None, 7]
    others += ["2026-11-20", "refused", "e" * 64, "00000000-0000-4000-8000-000000000000", "2026-11-22T14:06Z"]
    for other in (one for one in others if one != old):
        content["record"][name] = other
        assert isinstance(verify_proof(json.dumps(content).encode(), VERIFIER), NotProved)


@given(st.binary(min_size=32, max_size=32).filter(lambda salt: salt != SALT))
def test_another_salt_is_found(salt: bytes) -> None:
    assert verify_proof(write_proof(replace(proof_at(5, 24), salt=salt)), VERIFIER) == NotProved(Reason.NOT_INCLUDED)


@given(st.integers(0, 2**64 - 1).filter(lambda index: index != 5) | st.integers(0, 30).filter(lambda index: index != 5))
def test_another_index_is_found(index: int) -> None:
    assert verify_proof(write_proof(replace(proof_at(5, 24), index=index)), VERIFIER) == NotProved(Reason.NOT_INCLUDED)


@given(st.data())
def test_another_way_up_is_found(data: st.DataObject) -> None:
    proof = proof_at(5, 24)
    path = data.draw(
        st.lists(st.sampled_from([*proof.path, bytes(32)]), max_size=7).filter(lambda p: tuple(p) != proof.path)
    )
    assert verify_proof(write_proof(replace(proof, path=tuple(path))), VERIFIER) == NotProved(Reason.NOT_INCLUDED)


def test_a_checkpoint_of_another_root_or_size_is_found_although_rightly_signed() -> None:
    proof = proof_at(5, 24)
    for size, root in ((24, bytes(32)), (17, bytes(32))):
        note = sign_note(Checkpoint(ORIGIN, size, root).text(), [SIGNER])
        assert verify_proof(write_proof(replace(proof, checkpoint_note=note)), VERIFIER) == NotProved(
            Reason.NOT_INCLUDED
        )


@pytest.mark.parametrize(
    ("text", "signer"),
    [
        (Checkpoint("other.example/log", 24, bytes(32)).text(), SIGNER),
        (Checkpoint(ORIGIN, 24, bytes(32)).text(), STRANGER),
        (InclusionPromise(ORIGIN, bytes(32), date(2026, 11, 24)).text(), SIGNER),
        ("anything\n", SIGNER),
    ],
)
def test_a_checkpoint_of_another_log_key_or_kind_is_refused(text: str, signer: str) -> None:
    proof = replace(proof_at(5, 24), checkpoint_note=sign_note(text, [signer]))
    assert verify_proof(write_proof(proof), VERIFIER) == NotProved(Reason.CHECKPOINT)


@pytest.mark.parametrize(
    ("promised", "signer"),
    [
        (InclusionPromise(ORIGIN, bytes(32), date(2026, 11, 24)), SIGNER),
        (InclusionPromise("other.example/log", commitment(SALT, RECORD.encoded()), date(2026, 11, 24)), SIGNER),
        (InclusionPromise(ORIGIN, commitment(SALT, RECORD.encoded()), date(2026, 11, 24)), STRANGER),
        (Checkpoint(ORIGIN, 24, bytes(32)), SIGNER),
    ],
)
def test_a_promise_about_something_else_or_by_somebody_else_is_found(
    promised: InclusionPromise | Checkpoint, signer: str
) -> None:
    proof = replace(proof_at(5, 24), promise_note=sign_note(promised.text(), [signer]))
    assert verify_proof(write_proof(proof), VERIFIER) == NotProved(Reason.PROMISE)


def test_a_log_all_rewritten_and_signed_by_another_key_of_the_same_name_proves_nothing() -> None:
    document = write_proof(proof_at(5, 24, signer=STRANGER))
    assert isinstance(verify_proof(document, STRANGERS_KEY), Verified)
    assert verify_proof(document, VERIFIER) == NotProved(Reason.CHECKPOINT)


def test_a_key_that_is_none_is_the_askers_mistake() -> None:
    with pytest.raises(NoteError):
        verify_proof(DOCUMENT, "no key")


def test_line_ends_and_marks_that_an_editor_adds_between_the_parts_do_no_harm() -> None:
    edited = b"\xef\xbb\xbf" + DOCUMENT.replace(b"\n", b"\r\n") + b"\r\n"
    assert verify_proof(edited, VERIFIER) == verify_proof(DOCUMENT, VERIFIER)


def _twice(document: bytes) -> bytes:
    return document.replace(b'"salt"', b'"salt": "", "salt"')


@pytest.mark.parametrize(
    "alter",
    [
        _twice,
        lambda document: document.replace(b"version 1", b"version 2"),
        lambda document: document + b" " * LARGEST_PROOF,
        lambda document: document.replace(b"index 5", b"index 05"),
        lambda document: document.replace(b"tlog-proof@v1", b"tlog-proof@v2"),
        lambda document: document.replace(b'"salt": "6', b'"salt": "F'),
        lambda _document: b"\xff",
        lambda _document: b"[" * 100_000,
        lambda _document: b"null",
        lambda _document: json.dumps({"form": "safe-to-share proof, version 1"}).encode(),
        lambda document: json.dumps({**json.loads(document), "extra": 1}).encode(),
        lambda document: json.dumps({**json.loads(document), "tlog-proof": 1}).encode(),
        lambda document: json.dumps({**json.loads(document), "tlog-proof": "c2sp.org/tlog-proof@v1"}).encode(),
        lambda document: json.dumps({**json.loads(document), "promise": None}).encode(),
        lambda document: json.dumps({**json.loads(document), "salt": ["a"]}).encode(),
    ],
)
def test_what_is_no_proof_is_unreadable(alter: Callable[[bytes], bytes]) -> None:
    with pytest.raises(BadInputError):
        read_proof(alter(DOCUMENT))
    assert verify_proof(alter(DOCUMENT), VERIFIER) == NotProved(Reason.UNREADABLE)


@given(
    st.binary(max_size=300)
    | st.recursive(
        st.none() | st.text() | st.integers() | st.floats(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ).map(lambda value: json.dumps(value).encode())
)
def test_whatever_is_given_it_is_unreadable_and_nothing_breaks(document: bytes) -> None:
    assert verify_proof(document, VERIFIER) == NotProved(Reason.UNREADABLE)


def test_a_text_that_is_no_unicode_is_unreadable() -> None:
    content = json.loads(DOCUMENT)
    content["record"]["necessity"] = "\ud800"
    assert verify_proof(json.dumps(content).encode(), VERIFIER) == NotProved(Reason.UNREADABLE)


def test_a_record_too_strange_to_write_is_not_in_the_way() -> None:
    strange: DisclosureRecord = replace(RECORD, necessity='"\\\n\u2028 ', cites=("",))
    assert isinstance(verify_proof(write_proof(proof_at(0, 1, strange)), VERIFIER), Verified)
