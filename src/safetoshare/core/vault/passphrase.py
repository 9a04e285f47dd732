"""A member's passphrase made into a key (argon2id, RFC 9106, and the unwrapper's pepper).

Promise: a passphrase typed with odd spaces, capital letters, another keyboard's width or invisible
marks gives the same key; any other passphrase, salt or pepper gives another.
"""

import hmac
import unicodedata
from dataclasses import dataclass
from typing import Final

from argon2.low_level import Type, hash_secret_raw

from safetoshare.core.errors import BadInputError
from safetoshare.core.vault.sealing import KEY_SIZE, SALT_SIZE, StretchedKey

LONGEST_PASSPHRASE: Final = 1000
"""In characters, as typed."""


@dataclass(frozen=True, slots=True)
class PassphraseCost:
    """What one guess at a passphrase costs: argon2id memory in KiB, passes and lanes."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 1


def fold_passphrase(passphrase: str) -> str:
    """Return the passphrase as it is meant: caseless, one space between words, nothing invisible.

    Characters of format (bidi marks, zero-width joiners) are dropped; then the Unicode Standard's
    compatibility caseless form (D146: NFD, then twice full case folding and compatibility
    normalisation, here NFKC); then any white space becomes one space. It costs no strength:
    passphrases are generated, never chosen, as words of one lower-case list, no two of which fold
    to the same word, so that no two generated passphrases fold to the same text.
    """
    seen = "".join(letter for letter in passphrase if unicodedata.category(letter) != "Cf")
    folded = unicodedata.normalize("NFD", seen)
    for _ in range(2):
        folded = unicodedata.normalize("NFKC", folded.casefold())
    return " ".join(folded.split())


def stretch_passphrase(
    passphrase: str, salt: bytes, pepper: bytes, cost: PassphraseCost = PassphraseCost()
) -> StretchedKey:
    """Return the key of a passphrase: HMAC-SHA256(pepper, argon2id(folded passphrase, salt)).

    Without the pepper, which never stands in the database or its backups, a stolen database
    allows no guess at all. `salt` is at least 16 bytes, `pepper` at least 32. Raises
    `BadInputError` for shorter ones, and for a passphrase that is empty or over 1,000 characters.
    """
    if len(salt) < SALT_SIZE or len(pepper) < KEY_SIZE:
        raise BadInputError("a salt is at least 16 bytes and a pepper at least 32")
    folded = fold_passphrase(passphrase) if len(passphrase) <= LONGEST_PASSPHRASE else ""
    if not folded:
        raise BadInputError("a passphrase has between 1 and 1,000 characters")
    stretched = hash_secret_raw(
        # UnicodeEncodeError, for a lone surrogate, would carry the passphrase into a log.
        folded.encode(errors="surrogatepass"),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_SIZE,
        type=Type.ID,
    )
    return StretchedKey(hmac.digest(pepper, b"safetoshare passphrase\x00" + stretched, "sha256"))
