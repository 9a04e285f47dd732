"""The disclosure record: what was decided and given to whom, as bytes that have one form only.

Promises:

- `encoded` and `read_record` are each other's inverse, and no other bytes are read: a record is one JSON object in
  UTF-8 with exactly the fields below, names sorted, no space between them, no number but whole ones. So a commitment
  is to a record and never to one of several spellings of it.
- `commitment` is HMAC-SHA256 under 32 random bytes. Without the salt it tells nothing about the record, and it looks
  like any other 32 bytes: that is all that the public log holds about a person.

The fields are those that the Data Protection Act 2018 s.62 asks of a log of disclosures (date and time, who disclosed,
to whom), and what Recommendations 1 and 4 let a person ask: what, why, by which rule, with whose agreement. It holds
the whole request as the policy was asked it, so that it can be decided anew by another version; the names of the
fields that were given and never their values; and nobody's name but the organisation's.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger import spelling

COMMITMENT_BYTES: Final = 32
SALT_BYTES: Final = 32
PERMITTED: Final = "permitted"
REFUSED: Final = "refused"
ANSWERS: Final = frozenset({"yes", "no", "human"})

_FORM: Final = "safe-to-share disclosure record, version 1"
_HASHES: Final = ("previous", "policy_sha256", "promised_policy_sha256", "package_hash", "sealed_hash")


@dataclass(frozen=True, slots=True)
class DisclosureRecord:
    """One decision on telling another body about a person. Codes are values of the policy's vocabulary.

    Hashes are 64 hexadecimal digits. A refusal has no fields, no hashes of a package and no key of a recipient.
    BadInputError where a value is not of its kind or does not fit the others.
    """

    id: UUID
    # The person's running number, from 1, and the commitment of the record before: a missing one shows.
    number: int
    previous: str
    # The day in London, and the time in UTC; seconds are dropped.
    on: date
    at: datetime
    # `permitted` or `refused`.
    decision: str
    subject: str
    pathways: tuple[str, ...]
    age: str
    danger: str
    stage: str
    adviser_offered: str
    shares_home_or_visa: str
    recipient: str
    organisation: str
    organisation_name: str
    purpose: str
    gateway: str
    status_basis: str
    # The kinds of data asked for, the answer to each (`yes`, `no`, `human`), and the names of the fields given.
    data: tuple[str, ...]
    answers: tuple[str, ...]
    fields: tuple[str, ...]
    consent: str
    consent_on: date | None
    consent_language: str
    consent_version: str
    necessity: str
    # The policy in force, and what of it decided: identifiers, their sentences, and the sources they name.
    policy: str
    policy_sha256: str
    adopted_by: str
    rules: tuple[str, ...]
    says: tuple[str, ...]
    cites: tuple[str, ...]
    duties: tuple[str, ...]
    instead: tuple[str, ...]
    # The day on which the person was shown a promise, and the version shown then if it changed the decision.
    promised_on: date | None
    promised_policy: str
    promised_policy_sha256: str
    # The role of whoever decided, never a name; and as whom the policy knows that role.
    role: str
    actor: str
    # Where the policy left it to a human: the rank of whoever decided, its reasons in words, and where the evidence is.
    authorised_by: str
    proportionality: str
    evidence: str
    # `commitment(salt, package)`, SHA-256 of what was sealed, and the identifier of the key it was sealed to.
    package_hash: str
    sealed_hash: str
    recipient_key: str

    def __post_init__(self) -> None:
        spelling.check_place(self.number, self.previous)
        object.__setattr__(self, "at", spelling.minute_of(self.at))
        if self.decision not in (PERMITTED, REFUSED):
            raise BadInputError(f"a record's decision is {PERMITTED} or {REFUSED}")
        spelling.check_hashes(self, _HASHES)
        self._check_answers()
        if self.decision == REFUSED and (self.fields or self.package_hash or self.sealed_hash or self.recipient_key):
            raise BadInputError("a record of a refusal tells of nothing given")

    def _check_answers(self) -> None:
        """Each kind has its answer, and none is a no where something was given."""
        if len(self.answers) != len(self.data) or not set(self.answers) <= ANSWERS:
            raise BadInputError("a record has one answer for each kind of data: yes, no or human")
        left_to_human = "human" in self.answers and "no" not in self.answers
        if self.authorised_by and not (left_to_human and self.necessity.strip() and self.proportionality.strip()):
            raise BadInputError("a human decides what is left to a human, and says why, and why no less would do")
        may_be_given = set(self.answers) == {"yes"} or bool(self.authorised_by)
        if self.decision == PERMITTED and not may_be_given:
            raise BadInputError("what was permitted was permitted in each kind")
        if self.decision == REFUSED and set(self.answers) == {"yes"}:
            raise BadInputError("what was refused was not permitted in each kind")

    def encoded(self) -> bytes:
        """Return the record's bytes. BadInputError for text that is no Unicode text."""
        return spelling.encode(_FORM, self)


def read_record(encoded: bytes) -> DisclosureRecord:
    """Read what `encoded` wrote. BadInputError for anything else, another spelling of the same record included."""
    return spelling.read(_FORM, DisclosureRecord, encoded)


def record_of(content: object) -> DisclosureRecord:
    """Return the record of a JSON object. BadInputError names fields that are unknown, missing or of another kind."""
    return spelling.record_of(_FORM, DisclosureRecord, content)


def commitment(salt: bytes, record: bytes) -> bytes:
    """Return 32 bytes that commit to a record under a salt of 32 random bytes. BadInputError for another salt."""
    if len(salt) != SALT_BYTES:
        raise BadInputError(f"a salt has {SALT_BYTES} bytes")
    return hmac.digest(salt, record, sha256)
