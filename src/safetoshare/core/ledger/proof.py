"""The proof that a person keeps: her record, its salt, and where in the log it stands; and its offline check.

One JSON document:

    {"form": "safe-to-share proof, version 1",
     "record": {...},           the record, as `record` or `act` describes it
     "salt": "...",             64 hexadecimal digits
     "tlog-proof": "...",       C2SP tlog-proof: index, hashes of the way up, signed checkpoint
     "promise": "..."}          the promise of inclusion, a signed note

`verify_proof` needs verifier keys from elsewhere: a key that comes along with a proof proves nothing. It says
what holds: this record, unchanged, is an entry of the log whose checkpoint the key signed. It does not say that there
is no other record. Reading is tolerant of nothing but white space between the JSON's parts.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from safetoshare.core.errors import BadInputError, NoteError
from safetoshare.core.ledger.checkpoint import Checkpoint, read_checkpoint, read_inclusion_promise
from safetoshare.core.ledger.note import bytes_of, name_of_key, open_note
from safetoshare.core.ledger.record import SALT_BYTES, commitment
from safetoshare.core.ledger.records import AnyRecord, any_record_of
from safetoshare.core.ledger.tree import leaf_hash, verify_inclusion
from safetoshare.core.ledger.witness import cosigners, witness_key

LARGEST_PROOF: Final = 1_000_000

_FORM: Final = "safe-to-share proof, version 1"
_TLOG_PROOF: Final = "c2sp.org/tlog-proof@v1"
_NAMES: Final = frozenset({"form", "record", "salt", "tlog-proof", "promise"})
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,19})", re.ASCII)
_SALT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof document holds. Nothing of it is believed before it is verified."""

    record: AnyRecord
    salt: bytes
    index: int
    path: tuple[bytes, ...]
    checkpoint_note: str
    promise_note: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The record is entry `index` of the first `size` of the log; `on` is its day, `include_by` the day promised."""

    record: AnyRecord
    index: int
    size: int
    on: date
    include_by: date
    origin: str
    root: bytes
    # Those of the witnesses trusted by the reader who cosigned that checkpoint.
    witnesses: tuple[str, ...] = ()


class Reason(StrEnum):
    """Why a document proves nothing."""

    UNREADABLE = "unreadable"
    CHECKPOINT = "checkpoint"
    # Its parts fit each other, and no key was named that could sign for them.
    NO_KEY = "no_key"
    NOT_INCLUDED = "not_included"
    PROMISE = "promise"
    # A witness that the reader trusts is named, and did not sign this.
    WITNESS = "witness"


@dataclass(frozen=True, slots=True)
class NotProved:
    """The document proves nothing under that key."""

    reason: Reason


def write_proof(proof: Proof) -> bytes:
    """Return the document of a proof, in UTF-8, for a person to keep."""
    hashes = "".join(f"{b64encode(one).decode('ascii')}\n" for one in proof.path)
    document = {
        "form": _FORM,
        "record": json.loads(proof.record.encoded()),
        "salt": proof.salt.hex(),
        "tlog-proof": f"{_TLOG_PROOF}\nindex {proof.index}\n{hashes}\n{proof.checkpoint_note}",
        "promise": proof.promise_note,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read_proof(document: bytes) -> Proof:
    """Read what `write_proof` wrote. BadInputError for what is no such document, whether or not it is true."""
    if len(document) > LARGEST_PROOF:
        raise BadInputError("this is too large to be a proof")
    try:
        content = json.loads(document.decode("utf-8-sig"), object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise BadInputError("a proof is one JSON document in UTF-8") from None
    if not isinstance(content, dict) or set(content) != _NAMES or content["form"] != _FORM:
        raise BadInputError("this is not a proof of a version that is known here")
    salt, promise_note = content["salt"], content["promise"]
    if not isinstance(salt, str) or not _SALT.fullmatch(salt) or not isinstance(promise_note, str):
        raise BadInputError(f"a proof's salt is {2 * SALT_BYTES} hexadecimal digits, its promise a signed note")
    index, path, checkpoint_note = _read_tlog_proof(content["tlog-proof"])
    return Proof(any_record_of(content["record"]), bytes.fromhex(salt), index, path, checkpoint_note, promise_note)


def verify_proof(document: bytes, *verifier_keys: str, witness_keys: Sequence[str] = ()) -> Verified | NotProved:
    """Say whether a document proves its record under keys that come from elsewhere. NoteError for what is no key.

    A log that was closed and begun anew has had several: the promise may be signed with an older one's key. A false
    cosignature of a trusted witness proves nothing else false, and is no checkpoint to build on.
    """
    for key in witness_keys:
        witness_key(key)
    origins = {key: name_of_key(key) for key in verifier_keys}
    try:
        proof = read_proof(document)
        encoded = proof.record.encoded()
    except BadInputError:
        return NotProved(Reason.UNREADABLE)
    signed = (_checkpoint(proof.checkpoint_note, key, origin) for key, origin in origins.items())
    checkpoint = next((one for one in signed if one), None) if origins else _nobodys(proof.checkpoint_note)
    if checkpoint is None:
        return NotProved(Reason.CHECKPOINT)
    committed = commitment(proof.salt, encoded)
    if not verify_inclusion(proof.index, checkpoint.size, leaf_hash(committed), proof.path, checkpoint.root):
        return NotProved(Reason.NOT_INCLUDED)
    if not origins:
        return NotProved(Reason.NO_KEY)
    try:
        witnesses = cosigners(proof.checkpoint_note, witness_keys)
    except NoteError:
        return NotProved(Reason.WITNESS)
    return _as_promised(proof, checkpoint, origins, witnesses)


def _as_promised(
    proof: Proof, checkpoint: Checkpoint, origins: Mapping[str, str], witnesses: tuple[str, ...]
) -> Verified | NotProved:
    committed = commitment(proof.salt, proof.record.encoded())
    promised = (_promised(proof.promise_note, key, origin, committed) for key, origin in origins.items())
    include_by = next((day for day in promised if day), None)
    if include_by is None:
        return NotProved(Reason.PROMISE)
    return Verified(
        record=proof.record,
        index=proof.index,
        size=checkpoint.size,
        on=proof.record.on,
        include_by=include_by,
        origin=checkpoint.origin,
        root=checkpoint.root,
        witnesses=witnesses,
    )


def _checkpoint(note: str, verifier_key: str, origin: str) -> Checkpoint | None:
    try:
        checkpoint = read_checkpoint(open_note(note, [verifier_key]).text)
    except NoteError:
        return None
    return checkpoint if checkpoint.origin == origin else None


def _nobodys(note: str) -> Checkpoint | None:
    """Return a checkpoint by its own word: nothing is proved with it but that the proof's parts fit each other."""
    text, _, _signatures = note.partition("\n\n")
    try:
        return read_checkpoint(f"{text}\n")
    except NoteError:
        return None


def _promised(note: str, verifier_key: str, origin: str, committed: bytes) -> date | None:
    try:
        promise = read_inclusion_promise(open_note(note, [verifier_key]).text)
    except NoteError:
        return None
    return promise.include_by if (promise.origin, promise.commitment) == (origin, committed) else None


def _read_tlog_proof(text: object) -> tuple[int, tuple[bytes, ...], str]:
    """Return index, hashes and signed checkpoint of a C2SP tlog-proof without extra data."""
    if not isinstance(text, str):
        raise BadInputError("a proof's tlog-proof is text")
    head, _, checkpoint_note = text.partition("\n\n")
    first, *lines = head.split("\n")
    index = _INDEX.fullmatch(lines[0]) if lines else None
    if first != _TLOG_PROOF or index is None:
        raise BadInputError("a tlog-proof begins with its version and the index of its entry")
    return int(index[1]), tuple(map(bytes_of, lines[1:])), checkpoint_note


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name written twice: readers of JSON differ in which one counts."""
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("a name is written twice")
    return content
