"""Cosignatures: somebody outside says that a checkpoint continues all that they saw before (C2SP tlog-cosignature).

A witness signs, with its own Ed25519 key, the checkpoint's text after two lines of its own:

    cosignature/v1
    time <seconds since 1970>
    <the checkpoint's text>

Its line on the note holds, after the key's identifier, the time in eight bytes and the signature. Its verifier key is
written like a log's, with the kind 0x04. A log that shows different people different histories needs its witnesses to
help: one witness whom the reader trusts is enough to find it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from safetoshare.core.errors import NoteError
from safetoshare.core.ledger.note import Key, parts_of, read_verifier_key

_KIND: Final = b"\x04"
_ID_BYTES: Final = 4
_TIME_BYTES: Final = 8
_SIGNATURE_BYTES: Final = 64


def witness_key(text: str) -> Key:
    """Return a witness's verifier key. NoteError unless it is one."""
    return read_verifier_key(text, _KIND)


def cosigners(note: str, witness_keys: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the trusted witnesses that cosigned a checkpoint's note, in the order of their lines.

    NoteError for what is no note or no witness's key, and for a wrong cosignature of a trusted witness: a note that
    claims her word falsely was tampered with.
    """
    trusted = {(key.name, key.id): key for key in map(witness_key, witness_keys)}
    body, signatures = parts_of(note)
    found: dict[tuple[str, bytes], str] = {}
    for name, signed in signatures:
        key = trusted.get((name, signed[:_ID_BYTES]))
        if key is not None:
            _check(body, key, signed[_ID_BYTES:])
            found[name, key.id] = name
    return tuple(found.values())


def cosigned_text(body: str, seconds: int) -> bytes:
    """Return the bytes that a witness signs at a time, in seconds since 1970."""
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()


def _check(body: str, key: Key, cosignature: bytes) -> None:
    seconds, signature = cosignature[:_TIME_BYTES], cosignature[_TIME_BYTES:]
    if len(signature) != _SIGNATURE_BYTES:
        raise NoteError("a witness's cosignature is not as long as it should be")
    try:
        public = Ed25519PublicKey.from_public_bytes(key.value)
        public.verify(signature, cosigned_text(body, int.from_bytes(seconds)))
    except (InvalidSignature, ValueError):
        raise NoteError("a witness's cosignature is wrong: note or cosignature was altered") from None
