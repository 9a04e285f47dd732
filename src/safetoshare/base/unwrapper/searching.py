"""Search by name or telephone number over the unit's open records, in this process's memory (Rec 4).

A telephone officer with a caller on the line has to find the case without reading all of them. A part names in the
settings what is searched: which sealed values stand, and which of their fields hold a name or a number. What leaves
this process are at most ten records and the field that matched: no text. Why somebody searches is sealed into the
audit before anything is looked up; what was searched for is stored nowhere, not even hashed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from safetoshare.base.audit import record_survey
from safetoshare.base.clock import now
from safetoshare.base.permissions import Action
from safetoshare.base.unwrapper.index import MOST_FOUND, SearchedText
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.base.unwrapper.questions import Answer, Question, text_of
from safetoshare.base.unwrapper.reading import opened
from safetoshare.base.unwrapper.room import Holder, Room, holder_of
from safetoshare.base.unwrapper.surveys import check_reason
from safetoshare.core.errors import BadInputError, SafeToShareError
from safetoshare.core.names import name_keys, telephone_keys
from safetoshare.core.vault import Place

LONGEST_WORDS: Final = 100
_AT_ONCE: Final = 500


class Searched(Protocol):
    """What a part has searched: an object that the settings name by dotted path (`SAFETOSHARE_SEARCHES`)."""

    def standing(self) -> Mapping[Place, UUID]:
        """Return the sealed values that are searched now and the record each is found as."""

    def sealed(self, places: Collection[Place]) -> Iterable[SealedValue]:
        """Return those of them that stand at these places."""

    def texts(self, place: Place, plaintext: bytes) -> Iterable[SearchedText]:
        """Return what is searched of one opened value. A pure function: it stores and logs nothing."""


Standing = Mapping[Place, tuple[UUID, Searched]]


def search(room: Room, question: Question) -> Answer:
    """Return at most ten records, and whether there are more, once the audit row is committed.

    BadInputError for words that hold no name or number, or a reason that says nothing; RefusedError over the quota.
    """
    words, reason = check_words(text_of(question, "words")), check_reason(text_of(question, "reason"))
    holder = holder_of(room, question)
    holder.check_permitted(Action.RECORD_SEARCH)
    person = holder.person
    room.keyring.count_search(person.id)
    standing = _standing()
    record_survey(
        person.id,
        person.role,
        Action.RECORD_SEARCH,
        person.id,
        purpose="search",
        at=now(),
        records=len({record for record, _ in standing.values()}),
        reason=reason,
    )
    refresh(holder, standing)
    found = holder.unlocked.index.find(words)
    return {
        "found": [{"record": str(one.record), "field": one.field} for one in found[:MOST_FOUND]],
        "is_more": len(found) > MOST_FOUND,
    }


def check_words(words: str) -> str:
    """Return words that hold a name or a telephone number. BadInputError for any others."""
    if len(words) > LONGEST_WORDS or not (name_keys(words) or telephone_keys(words)):
        raise BadInputError("Search for a name, or for a whole telephone number.")
    return words


def refresh(holder: Holder, standing: Standing | None = None) -> None:
    """Bring a member's index up to date: what no longer stands is forgotten, what is new is opened, with its keys."""
    standing = _standing() if standing is None else standing
    unlocked = holder.unlocked
    with unlocked.index.refreshing:
        missing = unlocked.index.missing({place: record for place, (record, _) in standing.items()})
        for start in range(0, len(missing), _AT_ONCE):
            places = missing[start : start + _AT_ONCE]
            for value in [value for searched in _all_searched() for value in searched.sealed(places)]:
                # Locked meanwhile: nothing more is opened, and the index was emptied.
                if unlocked.is_dropped:
                    unlocked.index.clear()
                    return
                record, searched = standing[value.place]
                unlocked.index.add(value.place, record, _texts(holder, searched, value))


def _texts(holder: Holder, searched: Searched, value: SealedValue) -> list[SearchedText]:
    """Return what is searched of a value; nothing of one that the member's keys do not open or nobody can read."""
    private = holder.unlocked.unit_keys.get(value.unit_key)
    if private is None:
        return []
    try:
        return list(searched.texts(value.place, opened(value, private)))
    except SafeToShareError:
        return []


def _standing() -> Standing:
    """Return all sealed values that are searched now, the record each is found as, and the part that has them."""
    return {place: (record, by) for by in _all_searched() for place, record in by.standing().items()}


def _all_searched() -> list[Searched]:
    return [import_string(path) for path in settings.SAFETOSHARE_SEARCHES.values()]
