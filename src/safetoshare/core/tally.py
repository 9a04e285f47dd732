"""Sealed tally notes: what happened once towards one kind of recipient, readable only when its month is folded.

A note is JSON, `{"recipient": code, "what": code}`, sealed to a key pair that is derived from the log's seed. Every
note has the same size, and every record leaves one, also of what is not counted: so two of them differ in nothing that
a thief of the tables could use. The month is bound into the seal; a note that was moved to another month does not open.

A running total is JSON too, sealed alike: what the folded months of a year come to, where only the year is published.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from safetoshare.core.errors import BadInputError, SealError
from safetoshare.core.vault import (
    SIZE_CLASSES,
    DataKey,
    KeyPair,
    Place,
    PrivateKey,
    PublicKey,
    Sealed,
    Wrapped,
    new_data_key,
    open_sealed,
    public_of,
    seal,
    unwrap,
    wrap,
)

# Of HKDF (RFC 5869): no other key that is derived from the log's seed has this label.
_LABEL: Final = b"safetoshare tally notes 1"
_SEED_BYTES: Final = 32


class What(StrEnum):
    """What a tally says that happened."""

    DISCLOSURE = "disclosure"
    REFUSAL = "refusal"
    REQUEST = "request"
    DEPARTURE = "departure"
    SHARE_NOW = "share_now"
    FOUND_OUTSIDE = "found_outside"
    # A record that no figure counts. Its note hides that it is one.
    UNCOUNTED = "uncounted"


@dataclass(frozen=True, slots=True)
class SealedTally:
    """One sealed note, or one sealed running total: the row it belongs to, its month, the wrapped key and the text."""

    id: UUID
    # Its first day.
    month: date
    wrapped: Wrapped = field(repr=False)
    sealed: Sealed = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tallied:
    """What a month's notes say: how often what happened towards whom, and how many notes could not be read."""

    counts: Mapping[tuple[str, What], int]
    unreadable: int


def tally_keys(log_seed: bytes) -> KeyPair:
    """Derive the key pair of tally notes from the log's seed of 32 bytes. BadInputError for another length."""
    if len(log_seed) != _SEED_BYTES:
        raise BadInputError("the log's seed is 32 bytes")
    private = PrivateKey(HKDF(algorithm=SHA256(), length=32, salt=None, info=_LABEL).derive(log_seed))
    return KeyPair(public_of(private), private)


def seal_tally(month: date, recipient: str, what: What, public: PublicKey) -> SealedTally:
    """Seal a note for a month. BadInputError for one that would be longer than all others."""
    return _sealed(uuid4(), month, "note", {"recipient": recipient, "what": what.value}, public)


def read_tallies(notes: Iterable[SealedTally], private: PrivateKey) -> Tallied:
    """Count notes. One that is handed over twice counts once; one that does not open is counted as unreadable."""
    each = {note.id: note for note in notes}.values()
    read = [_read_note(note, private) for note in each]
    counts = Counter(one for one in read if one is not None and one[1] is not What.UNCOUNTED)
    return Tallied(counts, read.count(None))


def seal_totals(month: date, totals: Mapping[What, int], public: PublicKey) -> SealedTally:
    """Seal what a year comes to by the end of a month."""
    return _sealed(uuid4(), month, "totals", {str(what): count for what, count in totals.items()}, public)


def open_totals(sealed: SealedTally, private: PrivateKey) -> dict[What, int]:
    """Return what a year came to by the end of a month. SealError for what is not that."""
    try:
        return {What(what): int(count) for what, count in _opened(sealed, "totals", private).items()}
    except (AttributeError, TypeError, ValueError):
        raise SealError("a running total does not read") from None


def _read_note(note: SealedTally, private: PrivateKey) -> tuple[str, What] | None:
    try:
        fields = _opened(note, "note", private)
        return str(fields["recipient"]), What(fields["what"])
    except (SealError, ValueError, KeyError, TypeError):
        return None


def _sealed(row: UUID, month: date, group: str, fields: Mapping[str, object], public: PublicKey) -> SealedTally:
    text = json.dumps(fields, sort_keys=True).encode()
    if len(text) > SIZE_CLASSES[0]:
        raise BadInputError("a tally has one size, and these words are longer")
    data_key, place = new_data_key(), _place(row, month, group)
    return SealedTally(row, month, wrap(data_key, public, place), seal(data_key, text, place))


def _opened(sealed: SealedTally, group: str, private: PrivateKey) -> Any:  # noqa: ANN401  # whatever JSON holds
    place = _place(sealed.id, sealed.month, group)
    data_key = DataKey(unwrap(sealed.wrapped, private, place))
    return json.loads(open_sealed(data_key, sealed.sealed, place))


def _place(row: UUID, month: date, group: str) -> Place:
    """Return the place of a note or total. Its version is the month, so that no other month's opens there."""
    return Place(row, "sharing_tally", group, month.year * 12 + month.month - 1)
