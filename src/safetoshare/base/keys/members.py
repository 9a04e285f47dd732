"""A member's own key pairs: one opens what is wrapped to the member, one signs key lists.

Their private halves are sealed under a passphrase of six random words and the unwrapper's pepper (`core.vault`). They
are drawn in the unwrapper, or in the making of a demonstration, and nowhere else.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID, uuid4

from xkcdpass import xkcd_password

from safetoshare.core.key_list import keys_of_seed
from safetoshare.core.vault import (
    KEY_SIZE,
    Place,
    PrivateKey,
    PublicKey,
    Sealed,
    generate_key_pair,
    new_salt,
    seal_private_key,
    stretch_passphrase,
)

PASSPHRASE_WORDS = 6


@dataclass(frozen=True)
class DrawnMemberKey:
    """A member's new key, as its row stands (`base.models.MemberKey`), and the passphrase that opens it."""

    id: UUID
    public: PublicKey
    verifier: str
    salt: bytes = field(repr=False)
    sealed_private: Sealed = field(repr=False)
    sealed_signing: Sealed = field(repr=False)
    passphrase: str = field(repr=False)


def new_passphrase() -> str:
    """Draw six words of the Electronic Frontier Foundation's long list: 77 bits that can be typed."""
    words = xkcd_password.generate_wordlist(
        wordfile=xkcd_password.locate_wordfile("eff-long"), min_length=3, max_length=9
    )
    return str(xkcd_password.generate_xkcdpassword(words, numwords=PASSPHRASE_WORDS))


def draw_member_key(passphrase: str, pepper: bytes) -> DrawnMemberKey:
    """Draw a member's key pairs and seal their private halves. BadInputError for an empty or too long passphrase."""
    key, pair, salt = uuid4(), generate_key_pair(), new_salt()
    seed = PrivateKey(secrets.token_bytes(KEY_SIZE))
    stretched = stretch_passphrase(passphrase, salt, pepper)
    return DrawnMemberKey(
        id=key,
        public=pair.public,
        verifier=keys_of_seed(signer_name(key), seed)[1],
        salt=salt,
        sealed_private=seal_private_key(pair.private, stretched, member_key_place(key, "private")),
        sealed_signing=seal_private_key(seed, stretched, member_key_place(key, "signing")),
        passphrase=passphrase,
    )


def signer_name(key: UUID) -> str:
    """Return the name under which a member's key signs."""
    return f"member/{key}"


def member_key_place(key: UUID, group: Literal["private", "signing"]) -> Place:
    """Return the place to which a private half of a member's key is sealed."""
    return Place(record=key, table="base_memberkey", group=group, version=1)
