"""What the policy leaves to a rank: asking for the decision, taking it, and reading it; and letters by link and code.

Each function opens units of work of its own: call none inside one, but `forget_asked`, which is called in one.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.sharing.selectors import decisions as selectors
from safetoshare.sharing.selectors.decisions import AskedInTray
from safetoshare.sharing.services.asking import (
    AnsweredBefore,
    Decided,
    NotForYou,
    ask_decision,
    forget_asked,
    read_asked,
    read_decided,
    take_decision,
)
from safetoshare.sharing.services.disclosures import package_id, rank_of
from safetoshare.sharing.services.letters import (
    NEVER_BY_LETTER,
    LetterDraft,
    NoLetter,
    OpenedLetter,
    WrongCode,
    draft_letter,
    open_letter,
)

__all__ = [
    "NEVER_BY_LETTER",
    "AnsweredBefore",
    "AskedInTray",
    "Decided",
    "LetterDraft",
    "NoLetter",
    "NotForYou",
    "OpenedLetter",
    "WrongCode",
    "ask_decision",
    "asked",
    "decisions_awaited",
    "decisions_of",
    "draft_letter",
    "forget_asked",
    "letters_opened",
    "open_letter",
    "package_id",
    "rank_of_account",
    "read_asked",
    "read_decided",
    "take_decision",
    "taken",
]


def decisions_awaited() -> list[AskedInTray]:
    """Return what waits for a decision, the oldest first."""
    with unit_of_work():
        return selectors.decisions_awaited()


def decisions_of(case: UUID) -> list[AskedInTray]:
    """Return what was asked about a case, the newest day first."""
    with unit_of_work():
        return selectors.decisions_of(case)


def asked(identifier: UUID) -> tuple[AskedInTray, SealedValue] | None:
    """Return a question, sealed to those who decide; `read_asked` reads it opened."""
    with unit_of_work():
        return selectors.asked(identifier)


def taken(identifier: UUID) -> SealedValue | None:
    """Return what was decided, sealed to the safeguarding unit; `read_decided` reads it opened. None before that."""
    with unit_of_work():
        return selectors.taken(identifier)


def letters_opened(letters: list[UUID]) -> dict[UUID, date]:
    """Return on which day each of these letters was opened first; those that were not are left out."""
    with unit_of_work():
        return selectors.letters_opened(letters)


def rank_of_account(account: UUID) -> str:
    """Return as whom the policy knows an account's role; empty for roles that tell nobody anything."""
    with unit_of_work():
        return rank_of(account)
