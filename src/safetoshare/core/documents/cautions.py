"""What a person has to look at before a reading is used."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class About(StrEnum):
    """The kinds of warning."""

    NOTHING_FOUND = "nothing_found"
    NO_ANSWER = "no_answer"
    NOT_QUOTED = "not_quoted"
    UNNUMBERED = "unnumbered"
    NUMBER_FROM_PART = "number_from_part"
    SHARED_ANSWER = "shared_answer"
    SPLIT = "split"
    ANSWERED_TWICE = "answered_twice"
    ASKED_TWICE = "asked_twice"
    UNKNOWN_RECIPIENT = "unknown_recipient"
    MIXED_STANCE = "mixed_stance"
    DATE = "date"
    MISSING = "missing"
    LEFT_OUT = "left_out"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Caution:
    """One warning: its kind, one sentence, and the number of the recommendation where it is about one."""

    about: About
    message: str
    number: str | None = None


def subject(number: str | None) -> str:
    """Return what a message calls a recommendation or an action."""
    if number is None:
        return "a recommendation without number"
    return number if number.startswith("Action ") else f"recommendation {number}"
