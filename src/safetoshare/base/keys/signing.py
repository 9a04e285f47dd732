"""Signing a key list with the passphrase of a member: in the unwrapper, in a ceremony, in making a demonstration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from safetoshare.base.keys.members import member_key_place, signer_name
from safetoshare.base.models import MemberKey
from safetoshare.base.permissions import Realm
from safetoshare.core.key_list import keys_of_seed, sign_note
from safetoshare.core.vault import PrivateKey, Sealed, StretchedKey, open_private_key, stretch_passphrase


@dataclass(frozen=True)
class Present:
    """A member who is here and typed the passphrase, with the key that it is mixed into."""

    member: MemberKey
    stretched: StretchedKey = field(repr=False)

    @property
    def private(self) -> PrivateKey:
        """The private half that opens wraps. SealError when it is another's passphrase."""
        place = member_key_place(self.member.id, "private")
        return open_private_key(Sealed(bytes(self.member.sealed_private)), self.stretched, place)


def present(member: MemberKey, passphrase: str, peppers: Mapping[Realm, bytes]) -> Present:
    """Return a member whose passphrase fits. SealError when it does not; BadInputError for an empty one."""
    stretched = stretch_passphrase(passphrase, bytes(member.salt), peppers[Realm(member.account.realm)])
    here = Present(member, stretched)
    here.private  # noqa: B018  # it opens, or says that it does not
    return here


def signature_line(here: Present, text: str) -> str:
    """Return the line with which a member signs a text."""
    place = member_key_place(here.member.id, "signing")
    seed = open_private_key(Sealed(bytes(here.member.sealed_signing)), here.stretched, place)
    return line_of(text, keys_of_seed(signer_name(here.member.id), seed)[0])


def signed_by(text: str, members: Sequence[Present]) -> str:
    """Return the note that these members sign together."""
    return f"{text}\n{''.join(signature_line(here, text) for here in members)}"


def line_of(text: str, signer: str) -> str:
    """Return the line of a signed note that one signer key makes."""
    return sign_note(text, [signer]).removeprefix(f"{text}\n")
