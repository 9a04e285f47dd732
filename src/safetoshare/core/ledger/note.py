"""Signed notes: text that says who signed it (C2SP signed-note, Ed25519 alone).

    <text, which ends in a newline>
    <empty line>
    — <key name> <base64 of key identifier (4) | signature (64)>

A verifier key is `<name>+<identifier, 8 hexadecimal digits>+<base64 of 0x01 | public key>`; a signer key the same with
`PRIVATE+KEY+` before it and the seed in place of the public key.

Promises: a note opens only when a trusted key signed exactly its text. Signatures of unknown keys are passed over, so
that witnesses can add theirs. A wrong signature of a known key spoils the note. Whatever is given, the one error is
NoteError, and each encoding has one form only.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from safetoshare.core.errors import BadInputError, NoteError

LONGEST_NOTE: Final = 1_000_000
MOST_SIGNATURES: Final = 100

_ED25519: Final = b"\x01"
_KEY_BYTES: Final = 32
_ID_BYTES: Final = 4
_PRIVATE: Final = "PRIVATE+KEY+"
_SIGNATURE_LINE = re.compile(r"— (?P<name>[^ ]+) (?P<signature>[^ ]+)")
# Control characters but for the newline, and halves of surrogate pairs, which no UTF-8 holds.
_NEVER_IN_A_NOTE = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Note:
    """A note's text and the names of the trusted keys that signed it, in the order of the signatures."""

    text: str
    signers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A key's name and identifier, and its 32 bytes: of the public half, or the seed of both."""

    name: str
    id: bytes
    value: bytes = field(repr=False)


def keys_of_seed(name: str, seed: bytes) -> tuple[str, str]:
    """Return the signer key and the verifier key of a name and a seed of 32 bytes."""
    if not _is_name(name):
        raise NoteError("a key's name is one word without a plus sign")
    if len(seed) != _KEY_BYTES:
        raise NoteError(f"a key's seed has {_KEY_BYTES} bytes")
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    identifier = _identifier(name, public).hex()
    signer, verifier = (f"{name}+{identifier}+{_base64(_ED25519 + value)}" for value in (seed, public))
    return _PRIVATE + signer, verifier


def name_of_key(verifier_key: str) -> str:
    """Return the name in a verifier key. NoteError unless it is one."""
    return read_verifier_key(verifier_key).name


def sign_note(text: str, signer_keys: list[str]) -> str:
    """Return the text as a note, signed with each key in turn."""
    if not signer_keys:
        raise NoteError("a note needs a key to sign it")
    if not text.endswith("\n") or len(text) > LONGEST_NOTE or _NEVER_IN_A_NOTE.search(text):
        raise NoteError("what is signed is text of whole lines without control characters")
    lines = []
    for signer_key in signer_keys:
        key = _signer(signer_key)
        signature = Ed25519PrivateKey.from_private_bytes(key.value).sign(text.encode())
        lines.append(f"— {key.name} {_base64(key.id + signature)}\n")
    return text + "\n" + "".join(lines)


def open_note(text: str, verifier_keys: list[str]) -> Note:
    """Return a note that one of the trusted keys at least has signed. NoteError for any other."""
    trusted = {(key.name, key.id): key for key in map(read_verifier_key, verifier_keys)}
    body, signatures = parts_of(text)
    signers: dict[tuple[str, bytes], str] = {}
    for name, signed in signatures:
        key = trusted.get((name, signed[:_ID_BYTES]))
        if key is None or (name, key.id) in signers:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.value).verify(signed[_ID_BYTES:], body.encode())
        except (InvalidSignature, ValueError):
            raise NoteError("a signature on the note is wrong: note or signature was altered") from None
        signers[name, key.id] = name
    if not signers:
        raise NoteError("no key that is trusted here has signed the note")
    return Note(body, tuple(signers.values()))


def parts_of(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return a note's text, and each signature's key name with identifier and signature. Nothing of it is verified."""
    if not isinstance(text, str) or len(text) > LONGEST_NOTE or _NEVER_IN_A_NOTE.search(text):
        raise NoteError("a note is text without control characters")
    body, separator, signatures = text.rpartition("\n\n")
    if not separator or not signatures.endswith("\n"):
        raise NoteError("a note is text, an empty line, and lines with signatures")
    lines = signatures[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError(f"a note has at most {MOST_SIGNATURES} signatures")
    return body + "\n", list(map(_signature, lines))


def _signature(line: str) -> tuple[str, bytes]:
    found = _SIGNATURE_LINE.fullmatch(line)
    if not found or not _is_name(found["name"]):
        raise NoteError("a line that should be a signature is none")
    signature = _bytes(found["signature"])
    if len(signature) <= _ID_BYTES:
        raise NoteError("a signature is too short")
    return found["name"], signature


def _signer(text: str) -> Key:
    if not isinstance(text, str) or not text.startswith(_PRIVATE):
        raise NoteError("this is not a signer key")
    key = _key(text.removeprefix(_PRIVATE))
    public = Ed25519PrivateKey.from_private_bytes(key.value).public_key().public_bytes_raw()
    if key.id != _identifier(key.name, public):
        raise NoteError("the signer key's parts do not belong together")
    return key


def read_verifier_key(text: str, kind: bytes = _ED25519) -> Key:
    """Return a verifier key of this kind, the first byte of what it encodes. NoteError for anything else."""
    key = _key(text, kind)
    if key.id != _identifier(key.name, key.value, kind):
        raise NoteError("the key's parts do not belong together: it was mistyped or altered")
    return key


def _key(text: str, kind: bytes = _ED25519) -> Key:
    parts = text.split("+", 2) if isinstance(text, str) else []
    if len(parts) != 3 or not _is_name(parts[0]) or not re.fullmatch("[0-9a-f]{8}", parts[1]):
        raise NoteError("a key is written as name+identifier+key, in one line")
    value = _bytes(parts[2])
    if value[:1] != kind or len(value) != 1 + _KEY_BYTES:
        raise NoteError("the key is not of the kind used here (Ed25519)")
    return Key(parts[0], bytes.fromhex(parts[1]), value[1:])


def _identifier(name: str, public: bytes, kind: bytes = _ED25519) -> bytes:
    return sha256(name.encode() + b"\n" + kind + public).digest()[:_ID_BYTES]


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(map(str.isspace, name)) and not _NEVER_IN_A_NOTE.search(name)


def _base64(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return bytes_of(text)
    except BadInputError as error:
        raise NoteError(str(error)) from None


def bytes_of(text: str) -> bytes:
    """Return the bytes that standard base64 stands for, in its one form. BadInputError for any other."""
    try:
        value = b64decode(text, validate=True)
    except ValueError:
        value = b""
    if not value or _base64(value) != text:
        raise BadInputError("this is not base64 as it should be")
    return value
