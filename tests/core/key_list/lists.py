"""Key lists of synthetic members, and those who sign them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from safetoshare.core.key_list import HOLDERS, KeyList, ListedHolder, ListedMember, ListedUnitKey
from safetoshare.core.ledger.note import keys_of_seed, sign_note
from safetoshare.core.vault import PrivateKey, public_of

DAY = date(2026, 11, 22)
ORIGIN = "demonstration.example/keys"
_NAMES = UUID("0c6a2d34-51c0-4d5e-9a52-5f1f2f3b7c11")


@dataclass(frozen=True)
class Signer:
    """A member or a holder, with the key that signs."""

    # A ListedMember or a ListedHolder.
    listed: Any
    signer: str


def named(word: str) -> UUID:
    return uuid5(_NAMES, word)


def member(name: str, role: str = "victim_care_officer", *, may_sign: bool = True, key: str = "") -> Signer:
    """Return a member whose keys follow from the name."""
    identifier = named(f"key of {name} {key}")
    seed = identifier.bytes * 2
    signer, verifier = keys_of_seed(f"member/{identifier}", seed)
    public = public_of(PrivateKey(seed))
    return Signer(ListedMember(named(name), identifier, role, None, public, verifier, may_sign), signer)


def holder(number: int, which: int = 0) -> Signer:
    seed = bytes([number + which]) * 32
    signer, verifier = keys_of_seed(f"recovery/{number}", seed)
    return Signer(ListedHolder(number, public_of(PrivateKey(seed)), verifier), signer)


def unit_key(
    name: str = "Safeguarding", kind: str = "ordinary", state: str = "current", key: str = ""
) -> ListedUnitKey:
    identifier = named(f"{name} {kind} {key}")
    public = public_of(PrivateKey(identifier.bytes * 2))
    return ListedUnitKey(named(name), name, "safeguarding", None, kind, identifier, public, state)


AMIRA, BASIL, CLAIRE = member("amira"), member("basil"), member("claire", may_sign=False)
HOLDING = tuple(holder(number) for number in HOLDERS)


def a_list(**changed: object) -> KeyList:
    """Return a first list of two who may sign and one who may not."""
    parts: dict[str, object] = {
        "origin": ORIGIN,
        "number": 1,
        "previous": "",
        "on": DAY,
        "units": (unit_key(), unit_key(kind="restricted")),
        "members": tuple(one.listed for one in (AMIRA, BASIL, CLAIRE)),
        "recovery": tuple(one.listed for one in HOLDING),
    }
    return KeyList(**{**parts, **changed})  # type: ignore[arg-type]  # parts of it, by name


def signed(listed: KeyList, *by: Signer) -> str:
    return sign_note(listed.text(), [one.signer for one in by])
