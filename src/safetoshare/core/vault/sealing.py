"""Values and keys sealed under a shared key of 32 bytes, padded to size classes.

Form of a `Sealed`, as it stands in the database::

    0x01 | nonce (12) | ChaCha20-Poly1305 (RFC 8439) over  length (8) | plaintext | zeros

The first byte names the algorithm and is authenticated with the place; a new algorithm takes a new
byte (`SEALS`), and what was sealed before opens as it did. Nonces are random: one data key seals the
few values of one record, far below the 2^32 at which random nonces of 12 bytes would need thought
(NIST SP 800-38D 8.3).
"""

import secrets
from typing import Final, NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from safetoshare.core.errors import BadInputError
from safetoshare.core.vault.place import Place, context, opened

DataKey = NewType("DataKey", bytes)
"""32 random bytes that seal one record's values, or one sensitive group of them."""
StretchedKey = NewType("StretchedKey", bytes)
"""32 bytes from what a person knows: a member's passphrase, or a victim's receipt."""
PrivateKey = NewType("PrivateKey", bytes)
"""A raw X25519 private key, 32 bytes."""
Sealed = NewType("Sealed", bytes)
"""A sealed value; `sealed_size` gives its length."""

KEY_SIZE: Final = 32
SALT_SIZE: Final = 16
LARGEST_PLAINTEXT: Final = 256 * 1024 * 1024
SIZE_CLASSES: Final = (256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576)

# First byte -> the AEAD, of 32-byte keys, 12-byte nonces and 16-byte tags. What is sealed now has the highest byte.
SEALS: Final[dict[int, type[ChaCha20Poly1305 | AESGCM]]] = {0x01: ChaCha20Poly1305}
_NONCE_SIZE: Final = 12
_TAG_SIZE: Final = 16
_LENGTH_SIZE: Final = 8


def new_data_key() -> DataKey:
    """Draw a data key from the operating system's generator."""
    return DataKey(secrets.token_bytes(KEY_SIZE))


def new_salt() -> bytes:
    """Draw a salt of 16 bytes; destroying it later is part of erasure."""
    return secrets.token_bytes(SALT_SIZE)


def size_class(length: int) -> int:
    """Return the bytes that a plaintext of `length` bytes is padded to; past 1 MiB, whole MiB."""
    for size in SIZE_CLASSES:
        if length <= size:
            return size
    mebibyte = SIZE_CLASSES[-1]
    return -(-length // mebibyte) * mebibyte


def sealed_size(length: int) -> int:
    """Return the length in bytes of any `Sealed` that holds a plaintext of `length` bytes."""
    return 1 + _NONCE_SIZE + _LENGTH_SIZE + size_class(length) + _TAG_SIZE


def newest_seal() -> int:
    """Return the first byte of what is sealed now."""
    return max(SEALS)


def seal(key: DataKey, plaintext: bytes, place: Place) -> Sealed:
    """Pad `plaintext` (it may be empty) to its size class and seal it for `place`.

    Raises `BadInputError` for a key that is not 32 bytes and for more than 256 MiB: larger files
    come in chunks, each with a place of its own.
    """
    return _seal(key, plaintext, b"value", place)


def open_sealed(key: DataKey, sealed: Sealed, place: Place) -> bytes:
    """Return the plaintext that was sealed under `key` for `place`; else raise `SealError`."""
    return _open(key, sealed, b"value", place)


def seal_private_key(private: PrivateKey, key: StretchedKey, place: Place) -> Sealed:
    """Seal a member's or a mailbox's private key under what its holder knows."""
    return _seal(key, private, b"private key", place)


def open_private_key(sealed: Sealed, key: StretchedKey, place: Place) -> PrivateKey:
    """Return the private key; raise `SealError` when it does not open."""
    return PrivateKey(_open(key, sealed, b"private key", place))


def seal_data_key(data_key: DataKey, key: StretchedKey, place: Place) -> Sealed:
    """Seal a data key (a draft's, say) under what a person knows."""
    return _seal(key, data_key, b"data key", place)


def open_data_key(sealed: Sealed, key: StretchedKey, place: Place) -> DataKey:
    """Return the data key; raise `SealError` when it does not open."""
    return DataKey(_open(key, sealed, b"data key", place))


def _seal(key: bytes, plaintext: bytes, purpose: bytes, place: Place) -> Sealed:
    if len(key) != KEY_SIZE:
        raise BadInputError("a key that seals is 32 bytes")
    length = len(plaintext)
    if length > LARGEST_PLAINTEXT:
        raise BadInputError("at most 256 MiB can be sealed at once")
    zeros = bytes(size_class(length) - length)
    padded = b"".join((length.to_bytes(_LENGTH_SIZE, "big"), plaintext, zeros))
    nonce = secrets.token_bytes(_NONCE_SIZE)
    algorithm = newest_seal()
    ciphertext = SEALS[algorithm](key).encrypt(nonce, padded, context(algorithm, purpose, place))
    return Sealed(b"".join((bytes((algorithm,)), nonce, ciphertext)))


def _open(key: bytes, sealed: bytes, purpose: bytes, place: Place) -> bytes:
    return opened(_plaintext(key, sealed, purpose, place))


def _plaintext(key: bytes, sealed: bytes, purpose: bytes, place: Place) -> bytes | None:
    if not sealed or sealed[0] not in SEALS:
        return None
    nonce, ciphertext = sealed[1 : 1 + _NONCE_SIZE], sealed[1 + _NONCE_SIZE :]
    try:
        padded = SEALS[sealed[0]](key).decrypt(nonce, ciphertext, context(sealed[0], purpose, place))
    except (InvalidTag, ValueError):  # ValueError: a key or nonce of the wrong length
        return None
    return _unpadded(padded)


def _unpadded(padded: bytes) -> bytes | None:
    """Return the plaintext, or None when this is not exactly what `_seal` would have written."""
    length = int.from_bytes(padded[:_LENGTH_SIZE], "big")
    end = _LENGTH_SIZE + length
    if len(padded) != _LENGTH_SIZE + size_class(length) or padded[end:].strip(b"\x00"):
        return None
    return padded[_LENGTH_SIZE:end]
