"""Which list may follow which, who signed it, and how two people compare one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Final

from safetoshare.core.errors import NoteError
from safetoshare.core.key_list.entries import KeyList, KeyListError, ListedHolder, ListedMember, ListedUnitKey
from safetoshare.core.key_list.reading import read_key_list
from safetoshare.core.ledger.note import name_of_key, open_note

SIGNERS_NEEDED: Final = 2


def check_successor(before: KeyList | None, note: str) -> KeyList:
    """Return the list that a signed note holds, if it may follow `before` (None: if it may be the first).

    KeyListError unless its number and hash follow and two signed it who may (see the module).
    """
    following = read_key_list(text_of(note))
    signed = signers(before, note)
    if before is None and (following.number != 1 or following.previous):
        raise KeyListError("the first key list has number 1 and none before it")
    if before is not None and (
        following.number != before.number + 1
        or following.previous != digest(before.text())
        or following.origin != before.origin
        or following.on < before.on
    ):
        raise KeyListError("this key list does not follow the one before it")
    if max(Counter(map(type, signed)).values(), default=0) < SIGNERS_NEEDED:
        raise KeyListError("a key list is signed by two members who may sign, or by two recovery holders")
    return following


def signers(before: KeyList | None, note: str) -> tuple[ListedMember | ListedHolder, ...]:
    """Return who, of those whose signature counts, signed a note. KeyListError when a signature is wrong."""
    of_whom = before or read_key_list(text_of(note))
    may_sign: tuple[ListedMember | ListedHolder, ...] = (*of_whom.signers, *of_whom.recovery)
    known = {name_of_key(one.verifier): one for one in may_sign}
    try:
        return tuple(known[name] for name in open_note(note, [one.verifier for one in known.values()]).signers)
    except NoteError as error:
        raise KeyListError(f"the key list's signatures do not hold: {error}") from None


def follow(
    before: KeyList,
    on: date,
    *,
    units: tuple[ListedUnitKey, ...],
    members: tuple[ListedMember, ...],
    recovery: tuple[ListedHolder, ...],
) -> KeyList:
    """Return the list that follows `before`."""
    previous = digest(before.text())
    return replace(
        before, number=before.number + 1, previous=previous, on=on, units=units, members=members, recovery=recovery
    )


def digest(text: str) -> str:
    """Return the SHA-256 of a list's text, in hexadecimal digits: `sha256sum` gives the same."""
    return sha256(text.encode()).hexdigest()


def fingerprint(text: str) -> str:
    """Return what two people read to each other to compare lists: 8 groups of 4 digits, the first half of `digest`."""
    digits = digest(text)[:32]
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def text_of(note: str) -> str:
    """Return what was signed of a signed list. KeyListError when it is none."""
    text, separator, _ = note.rpartition("\n\n") if isinstance(note, str) else ("", "", "")
    if not separator:
        raise KeyListError("a signed key list is text, an empty line, and lines with signatures")
    return text + "\n"
