"""Recovery sheets: one printed secret of 32 bytes for each of three holders, and the two key pairs it stands for.

A sheet shows 8 groups of 7 letters and digits, which end in a check of 24 bits; typed back, spaces, dashes, small
letters, and O for 0 or I and L for 1 do not matter (Crockford's base 32). The secret is stored nowhere.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from safetoshare.core.errors import BadInputError
from safetoshare.core.key_list import ListedHolder, keys_of_seed
from safetoshare.core.vault import KEY_SIZE, PrivateKey, public_of

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT: Final = str.maketrans("OIL", "011", " -\t\n\r\u00a0")
_CHECK_BYTES: Final = 3
_LETTERS: Final = 56
_GROUP: Final = 7


@dataclass(frozen=True)
class RecoveryKey:
    """One holder's two key pairs: one opens nested wraps, one signs a key list."""

    number: int
    private: PrivateKey = field(repr=False)
    signer: str = field(repr=False)
    listed: ListedHolder


def draw_secret() -> bytes:
    """Draw a holder's secret from the operating system's generator."""
    return secrets.token_bytes(KEY_SIZE)


def printed(secret: bytes) -> str:
    """Return the secret as its sheet shows it."""
    value = int.from_bytes(secret + _check(secret), "big")
    letters = "".join(_ALPHABET[value >> shift & 31] for shift in range((_LETTERS - 1) * 5, -1, -5))
    return " ".join(letters[start : start + _GROUP] for start in range(0, _LETTERS, _GROUP))


def read_secret(typed: str) -> bytes:
    """Return the secret that was typed from a sheet. BadInputError, which repeats nothing of it, for anything else."""
    letters = typed.upper().translate(_MEANT)
    if len(letters) != _LETTERS:
        raise BadInputError(f"A recovery key has 8 groups of 7 letters and digits: {len(letters)} of 56 were typed.")
    if not set(letters) <= set(_ALPHABET):
        raise BadInputError("A recovery key holds letters and digits alone, and never the letter U.")
    value = 0
    for letter in letters:
        value = value << 5 | _ALPHABET.index(letter)
    whole = value.to_bytes(KEY_SIZE + _CHECK_BYTES, "big")
    secret = whole[:KEY_SIZE]
    if whole[KEY_SIZE:] != _check(secret):
        raise BadInputError("The recovery key was mistyped: compare each group with the sheet.")
    return secret


def recovery_key(number: int, secret: bytes) -> RecoveryKey:
    """Return the key pairs of a holder's secret (HKDF-SHA256, RFC 5869)."""
    private = PrivateKey(_derived(secret, b"opens"))
    signer, verifier = keys_of_seed(f"recovery/{number}", _derived(secret, b"signs"))
    return RecoveryKey(number, private, signer, ListedHolder(number, public_of(private), verifier))


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_SIZE, salt=None, info=b"safetoshare recovery " + purpose).derive(secret)


def _check(secret: bytes) -> bytes:
    return sha256(b"safetoshare recovery sheet\x00" + secret).digest()[:_CHECK_BYTES]
