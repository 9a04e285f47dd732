"""What stands in the log in clear: facts about the force and nobody who reported.

An entry about a person is 32 bytes. One in clear is longer and a JSON object of one form only, in UTF-8:

    {"kind":"log_alive","facts":{"before":"8"},"on":"2026-11-22"}

Each kind has its facts, all of them text, in an order of their own, what tells one fact from another first: so whoever
writes finds by the first bytes whether a fact is logged already. A heartbeat says that the log is alive, and never that
nothing was shared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.record import COMMITMENT_BYTES

# Less than what an index of PostgreSQL holds (2,704 bytes), so that an entry stands in the log once.
LONGEST_ENTRY: Final = 2_000


class Kind(StrEnum):
    """What an entry in clear is about."""

    LOG_ALIVE = "log_alive"
    POLICY_ACTIVATED = "policy_activated"
    KEY_LIST_CHANGED = "key_list_changed"
    ERASURES_COUNTED = "erasures_counted"
    LOG_CONTINUES = "log_continues"


FACTS: Final[Mapping[Kind, tuple[str, ...]]] = {
    # How many entries stand before it.
    Kind.LOG_ALIVE: ("before",),
    Kind.POLICY_ACTIVATED: (
        *("adoption", "policy", "policy_sha256", "proof_sha256"),
        *("adopted_by", "officer_role", "in_effect_on"),
    ),
    Kind.KEY_LIST_CHANGED: ("number", "fingerprint"),
    Kind.ERASURES_COUNTED: ("month", "count"),
    # The log before, as its last checkpoint had it.
    Kind.LOG_CONTINUES: ("origin", "size", "root"),
}


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """A fact in clear and its day. BadInputError unless the facts are those of its kind, in their order, as text."""

    kind: Kind
    on: date
    facts: Mapping[str, str]

    def __post_init__(self) -> None:
        is_text = all(isinstance(value, str) for value in self.facts.values())
        if tuple(self.facts) != FACTS[self.kind] or not is_text:
            raise BadInputError(f"an entry of the kind {self.kind} says {', '.join(FACTS[self.kind])}")
        self.encoded()

    def encoded(self) -> bytes:
        """Return the entry's bytes. BadInputError for what is too long, or no Unicode text."""
        content = {"kind": self.kind, "facts": dict(self.facts), "on": self.on.isoformat()}
        try:
            encoded = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        except UnicodeEncodeError:
            raise BadInputError("an entry in clear is Unicode text") from None
        if len(encoded) > LONGEST_ENTRY:
            raise BadInputError(f"an entry in clear has {LONGEST_ENTRY} bytes at most")
        return encoded


def start_of(kind: Kind, first: str | None = None) -> bytes:
    """Return how each entry of a kind begins; with `first`, each whose first fact is that."""
    start = f'{{"kind":"{kind}","facts":{{'
    if first is not None:
        start += f"{json.dumps(FACTS[kind][0])}:{json.dumps(first, ensure_ascii=False)}"
    return start.encode()


def read_public_entry(content: bytes) -> PublicEntry | None:
    """Return what an entry says in clear, None for one of 32 bytes. BadInputError for what the log never holds."""
    if len(content) == COMMITMENT_BYTES:
        return None
    if not COMMITMENT_BYTES < len(content) <= LONGEST_ENTRY:
        raise BadInputError("this is no entry of the log")
    try:
        entry = _entry_of(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInputError("this is no entry of the log") from None
    if entry.encoded() != content:
        raise BadInputError("this entry of the log is spelt otherwise than the log spells")
    return entry


def _entry_of(values: Any) -> PublicEntry:  # noqa: ANN401  # whatever the entry holds
    return PublicEntry(Kind(values["kind"]), date.fromisoformat(values["on"]), dict(values["facts"].items()))
