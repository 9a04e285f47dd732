"""The act record: whatever else befell what is known about a person, recorded like a decision (Recs 1 and 4(g)).

A decision to tell, or not to tell, is a `record.DisclosureRecord`. Around it people act: a rank decides what the policy
leaves to it, somebody tells a body at once because a life is in danger, a recipient opens what it was sent, a person
takes her agreement back, a telephone call is found out about later. Each is one record of this form, stands in the log
as 32 bytes that look like any other 32, and is told to the person by the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger import spelling


class Act(StrEnum):
    """What was done."""

    # A rank that the policy names decided what it leaves to a human: `answer` says what.
    HUMAN_DECISION = "human_decision"
    # Something was told against the policy's answer, as a court or a statute demanded: on whose word, and why.
    DEPARTURE = "departure"
    # Told at once, because life may be in danger. A supervisor reviews it by `until`.
    SHARE_NOW = "share_now"
    # The review of what was told at once, or of a departure: `answer` says whether it was right.
    REVIEWED = "reviewed"
    # The person is not told of record `concerns` before `until`, because telling would endanger somebody.
    NOTICE_DELAYED = "notice_delayed"
    # The recipient opened what it was given.
    OPENED = "opened"
    # The person took her agreement back; who holds something is told.
    WITHDRAWN = "withdrawn"
    # Two people erased what was held.
    ERASED = "erased"
    # Something was told outside this system, and found later. A breach, with its own clock.
    FOUND_OUTSIDE = "found_outside"
    # Somebody asked for something about the person: `answer` says what was answered.
    REQUEST = "request"


YES: Final = "yes"
NO: Final = "no"
# Who acts alone here, acts wrongly: the second person is named by role.
BY_TWO: Final = frozenset({Act.ERASED, Act.REVIEWED})
# A reason in words is what makes them lawful, and what a review reads.
WITH_GROUNDS: Final = frozenset({Act.HUMAN_DECISION, Act.DEPARTURE, Act.SHARE_NOW, Act.NOTICE_DELAYED})
WITH_ANSWER: Final = frozenset({Act.HUMAN_DECISION, Act.REVIEWED, Act.REQUEST})
WITH_END: Final = frozenset({Act.SHARE_NOW, Act.DEPARTURE, Act.NOTICE_DELAYED, Act.FOUND_OUTSIDE})
TOLD_SOMEBODY: Final = frozenset({Act.DEPARTURE, Act.SHARE_NOW, Act.FOUND_OUTSIDE})

_FORM: Final = "safe-to-share act record, version 1"


@dataclass(frozen=True, slots=True)
class ActRecord:
    """One act. Codes are values of the policy's vocabulary; what an act has no use for is empty.

    BadInputError where a value is not of its kind, or an act lacks what it needs.
    """

    id: UUID
    # The person's running number, from 1, and the commitment of the record before: a missing one shows.
    number: int
    previous: str
    # The day in London, and the time in UTC; seconds are dropped.
    on: date
    at: datetime
    act: str
    # The commitment of the record that this one is about, 64 hexadecimal digits, where there is one.
    concerns: str
    # Whom it was told to, or who asked.
    recipient: str
    organisation_name: str
    # The day of the act itself, where it lies before its recording.
    happened_on: date | None
    data: tuple[str, ...]
    purpose: str
    gateway: str
    answer: str
    # Why, in words: what it was necessary for, why no less would do, and where the evidence lies.
    necessity: str
    proportionality: str
    evidence: str
    # By when it is reviewed, told, or reported to the Information Commissioner.
    until: date | None
    policy: str
    policy_sha256: str
    rules: tuple[str, ...]
    says: tuple[str, ...]
    # Roles, never names: who did it, and the second person.
    role: str
    second_role: str

    def __post_init__(self) -> None:
        spelling.check_place(self.number, self.previous)
        object.__setattr__(self, "at", spelling.minute_of(self.at))
        spelling.check_hashes(self, ("previous", "concerns", "policy_sha256"))
        if self.act not in set(Act):
            raise BadInputError("a record's act is one of those that are known")
        for is_wrong, says in self._lacks(Act(self.act)):
            if is_wrong:
                raise BadInputError(says)

    def _lacks(self, act: Act) -> Iterator[tuple[bool, str]]:
        """Return what each kind of act needs, and whether this one lacks it or has too much."""
        answers = (YES, NO) if act in WITH_ANSWER else ("",)
        yield self.answer not in answers, "where something was answered, a record says yes or no, and nowhere else"
        yield (act in WITH_END) != (self.until is not None), "a record names the day by which it ends, where it has one"
        has_grounds = bool(self.necessity.strip() and self.proportionality.strip())
        yield act in WITH_GROUNDS and not has_grounds, "a record says why it was necessary, and why no less would do"
        says_whom = bool(self.recipient and self.organisation_name.strip() and self.data)
        yield act in TOLD_SOMEBODY and not says_whom, "a record of what was told says to whom, and which kinds of data"
        yield (act in BY_TWO) != bool(self.second_role), "what takes two people names both roles, and nothing else does"
        late = self.happened_on is not None and self.happened_on > self.on
        yield late, "an act is recorded on its day, or later"

    def encoded(self) -> bytes:
        """Return the record's bytes. BadInputError for text that is no Unicode text."""
        return spelling.encode(_FORM, self)


def read_act(encoded: bytes) -> ActRecord:
    """Read what `encoded` wrote. BadInputError for anything else, another spelling of the same record included."""
    return spelling.read(_FORM, ActRecord, encoded)


def act_of(content: object) -> ActRecord:
    """Return the record of a JSON object. BadInputError names fields that are unknown, missing or of another kind."""
    return spelling.record_of(_FORM, ActRecord, content)
