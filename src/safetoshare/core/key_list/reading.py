"""Reading a key list from its one form."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from uuid import UUID

from safetoshare.core.errors import BadInputError
from safetoshare.core.key_list.entries import (
    HEADING,
    NONE,
    SIGNS,
    KeyList,
    KeyListError,
    ListedHolder,
    ListedMember,
    ListedUnitKey,
)
from safetoshare.core.ledger.note import bytes_of
from safetoshare.core.vault import PublicKey

_DIGITS: Final = re.compile(r"[1-9][0-9]{0,8}")
_LONGEST: Final = 900_000


def read_key_list(text: str) -> KeyList:
    """Read a list from its one form. KeyListError for any other text."""
    if not isinstance(text, str) or len(text) > _LONGEST or not text.endswith("\n"):
        raise KeyListError("this is not a key list: it is text of whole lines")
    lines = text[:-1].split("\n")
    if len(lines) < 5 or lines[0] != HEADING:
        raise KeyListError("this is not a key list of a version that is known here")
    try:
        read = _read(lines)
    except (ValueError, BadInputError) as error:
        said = str(error) if isinstance(error, BadInputError) else "a value cannot be read"
        raise KeyListError(f"this key list is malformed: {said}") from None
    if read.text() != text:
        raise KeyListError("this key list is not in its one form")
    return read


def _read(lines: list[str]) -> KeyList:
    origin, number, previous, on = (
        _after(name, line) for name, line in zip(("origin", "number", "previous", "on"), lines[1:5], strict=True)
    )
    if not _DIGITS.fullmatch(number):
        raise KeyListError("its number is not one")
    kinds: dict[str, list[str]] = {"unit": [], "member": [], "recovery": []}
    for line in lines[5:]:
        kind, _, rest = line.partition(" ")
        if kind not in kinds:
            raise KeyListError("a line says neither unit, member nor recovery")
        kinds[kind].append(rest)
    return KeyList(
        origin=origin,
        number=int(number),
        previous="" if previous == NONE else previous,
        on=date.fromisoformat(on),
        units=tuple(map(_read_unit, kinds["unit"])),
        members=tuple(map(_read_member, kinds["member"])),
        recovery=tuple(map(_read_holder, kinds["recovery"])),
    )


def _after(name: str, line: str) -> str:
    if not line.startswith(f"{name} "):
        raise KeyListError(f"the line that says '{name}' is missing")
    return line.removeprefix(f"{name} ")


def _read_unit(line: str) -> ListedUnitKey:
    unit, purpose, organisation, kind, key, public, state, name = line.split(" ", 7)
    return ListedUnitKey(
        UUID(unit), name, purpose, _organisation(organisation), kind, UUID(key), PublicKey(bytes_of(public)), state
    )


def _read_member(line: str) -> ListedMember:
    account, role, organisation, key, public, verifier, signs = line.split(" ")
    return ListedMember(
        account=UUID(account),
        key=UUID(key),
        role=role,
        organisation=_organisation(organisation),
        public=PublicKey(bytes_of(public)),
        verifier=verifier,
        may_sign=signs == SIGNS,
    )


def _read_holder(line: str) -> ListedHolder:
    number, public, verifier = line.split(" ")
    return ListedHolder(int(number), PublicKey(bytes_of(public)), verifier)


def _organisation(word: str) -> UUID | None:
    return None if word == NONE else UUID(word)
