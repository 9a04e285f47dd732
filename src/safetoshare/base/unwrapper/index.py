"""What search knows of the records that a member's keys open: folded names and telephone numbers, in memory alone.

Neither a name as it was written nor a word of free text stands here. The index goes with the unlocked keys.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from typing import Final
from uuid import UUID

from safetoshare.core.names import matches_name, name_keys, telephone_keys
from safetoshare.core.vault import Place

MOST_FOUND: Final = 10


class WordKind(StrEnum):
    """What a field that is searched holds."""

    NAME = "name"
    TELEPHONE = "telephone"


@dataclass(frozen=True)
class SearchedText:
    """A text of a record that is searched, and the code of its field. Of a telephone field only numbers are kept."""

    field: str
    kind: WordKind
    text: str = dataclass_field(repr=False)


@dataclass(frozen=True, order=True)
class Found:
    """A record in which something matched, and the code of the field in which it did."""

    record: UUID
    field: str


@dataclass(frozen=True)
class _Entry:
    record: UUID
    names: tuple[tuple[str, tuple[frozenset[str], ...]], ...]
    telephones: tuple[tuple[str, frozenset[str]], ...]


class SearchIndex:
    """Folded names and numbers by the place of the sealed value that they stand in."""

    def __init__(self) -> None:
        self._entries: dict[Place, _Entry] = {}
        # One refreshing at a time: what another has just opened is not opened again.
        self.refreshing = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def missing(self, standing: Mapping[Place, UUID]) -> list[Place]:
        """Forget the places that no longer stand, or stand for another record, and return those not yet known."""
        self._entries = {place: entry for place, entry in self._entries.items() if standing.get(place) == entry.record}
        return [place for place in standing if place not in self._entries]

    def add(self, place: Place, record: UUID, texts: Iterable[SearchedText]) -> None:
        """Keep what is searched of one opened value."""
        by_kind: dict[WordKind, list[SearchedText]] = {kind: [] for kind in WordKind}
        for text in texts:
            by_kind[text.kind].append(text)
        self._entries[place] = _Entry(
            record,
            tuple((one.field, name_keys(one.text)) for one in by_kind[WordKind.NAME]),
            tuple((one.field, telephone_keys(one.text)) for one in by_kind[WordKind.TELEPHONE]),
        )

    def clear(self) -> None:
        """Forget all."""
        self._entries = {}

    def find(self, words: str) -> list[Found]:
        """Return all records that hold a telephone number of these words or, where there is none, all the names."""
        numbers = telephone_keys(words)
        if numbers:
            return self._where(lambda entry: [of for of, known in entry.telephones if known & numbers])
        names = name_keys(words)
        return self._where(lambda entry: [of for of, known in entry.names if matches_name(names, known)])

    def _where(self, fields: Callable[[_Entry], list[str]]) -> list[Found]:
        return sorted({Found(entry.record, of) for entry in self._entries.values() for of in fields(entry)})
