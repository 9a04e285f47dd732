"""Keys wrapped to public keys, and key pairs.

Form of a `Wrapped`, as it stands in the database::

    0x41 | HPKE (RFC 9180), base mode, single shot: encapsulated key (32) | ciphertext | tag (16)

with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305. The place, the purpose and the
first byte travel in HPKE's `info`, since the library's call has no associated data. A new
algorithm takes a new first byte.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Final, NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from safetoshare.core.errors import BadInputError
from safetoshare.core.vault.place import Place, context, opened
from safetoshare.core.vault.sealing import DataKey, PrivateKey

PublicKey = NewType("PublicKey", bytes)
"""A raw X25519 public key, 32 bytes."""
Wrapped = NewType("Wrapped", bytes)
"""A key wrapped to a public key: 49 bytes longer than what it holds."""

_PURPOSE: Final = b"wrap"
# First byte -> the suite, over X25519 keys. What is wrapped now has the highest byte.
SUITES: Final[dict[int, Suite]] = {0x41: Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)}


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The two halves of a unit's, a member's, a mailbox's or a recovery holder's key."""

    public: PublicKey
    private: PrivateKey = field(repr=False)


def generate_key_pair() -> KeyPair:
    """Draw an X25519 key pair from the operating system's generator."""
    private = PrivateKey(X25519PrivateKey.generate().private_bytes_raw())
    return KeyPair(public_of(private), private)


def public_of(private: PrivateKey) -> PublicKey:
    """Return the public half; raise `BadInputError` when `private` is not 32 bytes."""
    try:
        held = X25519PrivateKey.from_private_bytes(private)
    except ValueError:
        raise BadInputError("a private key is 32 bytes") from None
    return PublicKey(held.public_key().public_bytes_raw())


def fingerprint(public: PublicKey) -> str:
    """Return what two people read to each other to compare keys: 8 groups of 4 hexadecimal digits.

    128 bits of a hash: nobody can make a second key that reads the same.
    """
    digits = hashlib.sha256(b"safetoshare public key\x00" + public).hexdigest()[:32]
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def newest_wrap() -> int:
    """Return the first byte of what is wrapped now."""
    return max(SUITES)


def wrap(secret: DataKey | PrivateKey | Wrapped, to_public: PublicKey, place: Place) -> Wrapped:
    """Wrap a key to `to_public`. A `Wrapped` wrapped again makes a nest that takes both keys.

    Wraps are not padded: they hold keys, whose lengths everybody knows. Raises `BadInputError`
    when `to_public` is not a usable X25519 key.
    """
    suite = newest_wrap()
    try:
        recipient = X25519PublicKey.from_public_bytes(to_public)
        sent = SUITES[suite].encrypt(secret, recipient, context(suite, _PURPOSE, place))
    except ValueError:  # wrong length, or a point of small order, under which anybody could open
        raise BadInputError("not a usable public key") from None
    return Wrapped(bytes((suite,)) + sent)


def unwrap(wrapped: Wrapped, private: PrivateKey, place: Place) -> bytes:
    """Return the key that was wrapped for `place`; name it again: `DataKey(unwrap(...))`.

    Raises `SealError` when it does not open.
    """
    return opened(_secret(wrapped, private, place))


def _secret(wrapped: bytes, private: bytes, place: Place) -> bytes | None:
    if not wrapped or wrapped[0] not in SUITES:
        return None
    try:
        holder = X25519PrivateKey.from_private_bytes(private)
        return SUITES[wrapped[0]].decrypt(wrapped[1:], holder, context(wrapped[0], _PURPOSE, place))
    except (InvalidTag, ValueError):  # ValueError: a private key of the wrong length
        return None
