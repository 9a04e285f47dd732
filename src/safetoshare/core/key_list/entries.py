"""What stands on a key list, how each line reads, and what must agree. KeyListError where it does not."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.note import name_of_key
from safetoshare.core.vault import PublicKey

HEADING: Final = "Safe to Share key list, version 1"
HOLDERS: Final = (1, 2, 3)
CURRENT, RETIRED = "current", "retired"
NONE, SIGNS = "-", "signs"
# Whoever keeps the machines running opens nothing, and never says which keys count.
NEVER_LISTED: Final = frozenset({"system_administrator"})

_WORD: Final = re.compile(r"[a-z][a-z_]{0,59}")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_KEY_BYTES: Final = 32


class KeyListError(BadInputError):
    """A key list that is malformed, does not follow the one before, or is not signed by two who may."""


@dataclass(frozen=True, slots=True)
class ListedUnitKey:
    """One public key of a unit: a current key is sealed to, a retired one only opens what was sealed before."""

    unit: UUID
    unit_name: str
    purpose: str
    organisation: UUID | None
    kind: str
    key: UUID
    public: PublicKey
    state: str


@dataclass(frozen=True, slots=True)
class ListedMember:
    """One member's key pair. Who may sign, signs the next list."""

    account: UUID
    key: UUID
    role: str
    organisation: UUID | None
    public: PublicKey
    verifier: str
    may_sign: bool


@dataclass(frozen=True, slots=True)
class ListedHolder:
    """One of three who keep a printed recovery key; any two of them suffice."""

    number: int
    public: PublicKey
    verifier: str


@dataclass(frozen=True, slots=True)
class KeyList:
    """All keys that count from one day on, in an order that is always the same. KeyListError when they do not agree."""

    origin: str
    number: int
    previous: str
    on: date
    units: tuple[ListedUnitKey, ...]
    members: tuple[ListedMember, ...]
    recovery: tuple[ListedHolder, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "units", tuple(sorted(self.units, key=lambda one: (one.unit, one.kind, one.key))))
        object.__setattr__(self, "members", tuple(sorted(self.members, key=lambda one: one.account)))
        object.__setattr__(self, "recovery", tuple(sorted(self.recovery, key=lambda one: one.number)))
        _check_heading(self)
        _check_units(self.units)
        _check_members(self.members)
        _check_recovery(self.recovery)

    def text(self) -> str:
        """Return the list as it is signed, in its one form."""
        heading = [
            HEADING,
            f"origin {self.origin}",
            f"number {self.number}",
            f"previous {self.previous or NONE}",
            f"on {self.on.isoformat()}",
        ]
        lines = (
            *(_holder_line(holder) for holder in self.recovery),
            *(_unit_line(key) for key in self.units),
            *(_member_line(member) for member in self.members),
        )
        return "\n".join((*heading, *lines)) + "\n"

    @property
    def signers(self) -> tuple[ListedMember, ...]:
        """The members who may sign the next list."""
        return tuple(member for member in self.members if member.may_sign)


def _unit_line(one: ListedUnitKey) -> str:
    words = (one.unit, one.purpose, one.organisation or NONE, one.kind, one.key, _base64(one.public), one.state)
    return f"unit {' '.join(map(str, words))} {one.unit_name}"


def _member_line(one: ListedMember) -> str:
    signs = SIGNS if one.may_sign else NONE
    words = (one.account, one.role, one.organisation or NONE, one.key, _base64(one.public), one.verifier, signs)
    return f"member {' '.join(map(str, words))}"


def _holder_line(one: ListedHolder) -> str:
    return f"recovery {one.number} {_base64(one.public)} {one.verifier}"


def _base64(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def _check_heading(given: KeyList) -> None:
    if not given.origin or not given.origin.isprintable() or " " in given.origin:
        raise KeyListError("its origin is one word")
    if given.number < 1 or (given.number == 1) != (given.previous == ""):
        raise KeyListError("the first list has number 1 and none before it; any other names the one before")
    if given.previous and not _HASH.fullmatch(given.previous):
        raise KeyListError("the list before is named by its SHA-256")


def _check_units(keys: tuple[ListedUnitKey, ...]) -> None:
    for key in keys:
        _need(bool(_WORD.fullmatch(key.purpose) and _WORD.fullmatch(key.kind)), "a purpose and a kind are words")
        _need(key.state in (CURRENT, RETIRED), "a unit's key is current or retired")
        _need(bool(key.unit_name) and key.unit_name.isprintable() and key.unit_name.strip() == key.unit_name, "a name")
        _check_public(key.public)
    _only_once((key.key for key in keys), "a key")
    _only_once((key.public for key in keys), "a public key")
    _only_once(((key.unit, key.kind) for key in keys if key.state == CURRENT), "the current key of a unit and kind")
    named = {(key.unit, key.unit_name, key.purpose, key.organisation) for key in keys}
    _only_once((unit for unit, *_ in named), "what is said of a unit")


def _check_members(members: tuple[ListedMember, ...]) -> None:
    for member in members:
        _need(bool(_WORD.fullmatch(member.role)), "a role is a word")
        _need(member.role not in NEVER_LISTED, "the system administrator is on no key list")
        _need(name_of_key(member.verifier) == f"member/{member.key}", "a member's verifier key bears another name")
        _check_public(member.public)
    _only_once((member.account for member in members), "an account")
    _only_once((member.key for member in members), "a member's key")
    _only_once((member.public for member in members), "a member's public key")
    _only_once((member.verifier.split("+", 2)[2] for member in members), "a verifier key")


def _check_recovery(holders: tuple[ListedHolder, ...]) -> None:
    _need(tuple(holder.number for holder in holders) == HOLDERS, "there are three recovery holders")
    for holder in holders:
        _need(name_of_key(holder.verifier) == f"recovery/{holder.number}", "a recovery verifier bears another name")
        _check_public(holder.public)
    _only_once((holder.public for holder in holders), "a recovery key")
    _only_once((holder.verifier.split("+", 2)[2] for holder in holders), "a recovery verifier key")


def _check_public(public: PublicKey) -> None:
    _need(len(public) == _KEY_BYTES, "a public key has 32 bytes")


def _only_once(values: Iterable[object], what: str) -> None:
    listed = list(values)
    _need(len(set(listed)) == len(listed), f"{what} stands there twice")


def _need(holds: bool, says: str) -> None:
    if not holds:
        raise KeyListError(says)
