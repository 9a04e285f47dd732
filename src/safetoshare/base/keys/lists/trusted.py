"""The key list that is in force: verified from the pin on, each list by the one before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from safetoshare.base.force import current_force
from safetoshare.base.keys.pins import Pin, advance_pin, alarm, read_pin
from safetoshare.base.models import SignedKeyList
from safetoshare.core.key_list import (
    KeyList,
    KeyListError,
    ListedHolder,
    ListedMember,
    check_successor,
    digest,
    fingerprint,
    read_key_list,
    signers,
    text_of,
)


@dataclass(frozen=True)
class SignedList:
    """A list of the chain, with its note and who signed it."""

    listed: KeyList
    note: str
    signed_by: tuple[ListedMember | ListedHolder, ...]

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.listed.text())


def list_in_force() -> KeyList:
    """Return the newest list, if it follows from the pin. Call it in a unit of work.

    KeysNotTrustedError, with an alarm in the log, when nothing is pinned, a list is missing, altered or badly signed.
    """
    pin = read_pin()
    if pin is None:
        raise alarm("no key list was pinned here")
    if pin.origin != list_origin():
        raise alarm("the pinned key list is another force's")
    notes = _notes(pin.number)
    if not notes:
        raise alarm("the pinned key list is not in the database")
    newest = _followed(pin, notes)
    if newest.number > pin.number:
        advance_pin(pin_of(newest))
    return newest


def has_list() -> bool:
    """Whether any list was ever signed here. Call it in a unit of work."""
    return SignedKeyList.objects.exists()


def list_origin() -> str:
    """Return whose lists these are: of the force whose log bears this name."""
    return f"{current_force().log_origin}/keys"


def pin_of(listed: KeyList) -> Pin:
    """Return the pin that believes this list and those that follow it."""
    return Pin(listed.origin, listed.number, digest(listed.text()))


def chain() -> list[SignedList]:
    """Return all lists from the first, each verified by the one before. Call it in a unit of work.

    KeyListError when one is missing or does not follow. It says nothing about the pin.
    """
    signed: list[SignedList] = []
    before: KeyList | None = None
    for expected, (number, note) in enumerate(_notes(1), start=1):
        listed = check_successor(before, note)
        if not expected == number == listed.number or listed.origin != list_origin():
            raise KeyListError("a key list is missing, or is another force's")
        signed.append(SignedList(listed, note, signers(before, note)))
        before = listed
    return signed


def is_pinned(lists: Iterable[SignedList]) -> bool:
    """Whether this machine's pin is one of these lists. KeysNotTrustedError when its file is damaged."""
    pin = read_pin()
    return any(pin_of(signed.listed) == pin for signed in lists)


def _notes(first: int) -> list[tuple[int, str]]:
    rows = SignedKeyList.objects.filter(number__gte=first).order_by("number")
    return list(rows.values_list("number", "note"))


def _followed(pin: Pin, notes: list[tuple[int, str]]) -> KeyList:
    (number, note), *following = notes
    try:
        listed, its_pin = _read(text_of(note))
        if number != pin.number or its_pin != pin:
            raise KeyListError("the key list is not the one that was pinned")
        for number, note in following:
            listed = check_successor(listed, note)
            if listed.number != number:
                raise KeyListError("a key list stands under another number")
    except KeyListError as error:
        raise alarm(str(error)) from None
    return listed


@lru_cache(maxsize=8)
def _read(text: str) -> tuple[KeyList, Pin]:
    """Read a list, and work out the pin that believes it, once for all that ask; the pins are compared each time."""
    listed = read_key_list(text)
    return listed, pin_of(listed)
