"""The words that a reporter may choose beside her receipt, as marks that only the receipt's key opens.

The second word opens who was told what, for whoever found the receipt knows it not. The word for danger is typed when
somebody makes her open the mailbox: it opens nothing. Whether she chose any shows nowhere in the database.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from safetoshare.core.errors import SealError
from safetoshare.core.vault import (
    DataKey,
    PassphraseCost,
    Sealed,
    StretchedKey,
    fold_passphrase,
    open_sealed,
    seal,
    stretch_passphrase,
)
from safetoshare.report.selectors.places import words_place
from safetoshare.report.selectors.receipts import Queue, key_file, place_in

# As for a receipt: 19 MiB, two passes.
_COST: Final = PassphraseCost(memory_kib=19 * 1024, passes=2)
MOST_TRIES: Final = 5
LONGEST_WORD: Final = 200


class WordSays(StrEnum):
    """What a typed word is."""

    NOTHING = "nothing"
    SECOND = "second"
    DURESS = "duress"
    WRONG = "wrong"
    TOO_OFTEN = "too_often"


@dataclass(frozen=True)
class Words:
    """Marks of the words, empty where none was chosen, since when, and how often a wrong one was typed on a day."""

    second: str = ""
    duress: str = ""
    wrong: int = 0
    wrong_on: str = ""
    # Whoever found the receipt may choose a second word too: only one that stood for a while tells that it is hers.
    chosen_on: str = ""

    @property
    def are_chosen(self) -> bool:
        """Whether the receipt alone no longer opens the details."""
        return bool(self.second)

    def stood_for(self, days: int, day: date) -> bool:
        """Whether there has been a second word for so many days."""
        return bool(self.chosen_on) and date.fromisoformat(self.chosen_on) + timedelta(days=days) <= day

    def said_by(self, mark: str, day: date) -> WordSays:
        """Say what the word with this mark is. After five wrong ones a day even the right one waits for tomorrow."""
        if self.duress and hmac.compare_digest(mark, self.duress):
            return WordSays.DURESS
        if self.wrong_on == day.isoformat() and self.wrong >= MOST_TRIES:
            return WordSays.TOO_OFTEN
        return WordSays.SECOND if self.second and hmac.compare_digest(mark, self.second) else WordSays.WRONG

    def after(self, says: WordSays, day: date) -> Self:
        """Return what to keep after a word was typed: a wrong one is counted, a right one ends the count."""
        if says is WordSays.WRONG:
            before = self.wrong if self.wrong_on == day.isoformat() else 0
            return replace(self, wrong=before + 1, wrong_on=day.isoformat())
        return replace(self, wrong=0, wrong_on="") if says is WordSays.SECOND else self


def mark_of(word: str, salt: bytes) -> str:
    """Return the mark of a word: argon2id with the report's salt and a pepper of the installation. BusyError."""
    with place_in(Queue.RETURNING):
        return stretch_passphrase(word, salt, key_file("receipt-second-pepper"), _COST).hex()


def is_usable(word: str) -> bool:
    """Whether a word can be one: not empty once spaces are taken away, and not endless."""
    return len(word) <= LONGEST_WORD and bool(fold_passphrase(word))


def seal_words(words: Words, key: StretchedKey, report: UUID) -> Sealed:
    """Seal the marks under the receipt's key."""
    return seal(DataKey(key), json.dumps(asdict(words)).encode(), words_place(report))


def open_words(sealed: bytes, key: StretchedKey, report: UUID) -> Words:
    """Open the marks. SealError if they are another receipt's."""
    try:
        return Words(**json.loads(open_sealed(DataKey(key), Sealed(sealed), words_place(report))))
    except (ValueError, TypeError):
        raise SealError("what was sealed here are no marks of words") from None
