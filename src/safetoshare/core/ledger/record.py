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
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from safetoshare.core.errors import BadInputError

COMMITMENT_BYTES: Final = 32
SALT_BYTES: Final = 32
PERMITTED: Final = "permitted"
REFUSED: Final = "refused"
ANSWERS: Final = frozenset({"yes", "no", "human"})

_FORM: Final = "safe-to-share disclosure record, version 1"
_HASH = re.compile(r"[0-9a-f]{64}")
_HASHES: Final = ("previous", "policy_sha256", "promised_policy_sha256", "package_hash", "sealed_hash")
_MINUTE: Final = "%Y-%m-%dT%H:%MZ"
_LARGEST_NUMBER: Final = 2**53 - 1  # what every reader of JSON can hold


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
    # `commitment(salt, package)`, SHA-256 of what was sealed, and the identifier of the key it was sealed to.
    package_hash: str
    sealed_hash: str
    recipient_key: str

    def __post_init__(self) -> None:
        if not 1 <= self.number <= _LARGEST_NUMBER:
            raise BadInputError("a record's number is a whole number from 1")
        if self.at.tzinfo is None:
            raise BadInputError("a record's time needs its time zone")
        object.__setattr__(self, "at", self.at.astimezone(UTC).replace(second=0, microsecond=0))
        if self.decision not in (PERMITTED, REFUSED):
            raise BadInputError(f"a record's decision is {PERMITTED} or {REFUSED}")
        if (self.number == 1) != (self.previous == ""):
            raise BadInputError("a person's first record has none before it, every other one has")
        for name in _HASHES:
            value = getattr(self, name)
            if value and not _HASH.fullmatch(value):
                raise BadInputError(f"a record's {name} is 64 hexadecimal digits, or empty")
        self._check_answers()
        if self.decision == REFUSED and (self.fields or self.package_hash or self.sealed_hash or self.recipient_key):
            raise BadInputError("a record of a refusal tells of nothing given")

    def _check_answers(self) -> None:
        """Each kind has its answer, and all are yes where something was given."""
        if len(self.answers) != len(self.data) or not set(self.answers) <= ANSWERS:
            raise BadInputError("a record has one answer for each kind of data: yes, no or human")
        if (self.decision == PERMITTED) != (set(self.answers) == {"yes"}):
            raise BadInputError("what was permitted was permitted in each kind, and what was refused was not")

    def encoded(self) -> bytes:
        """Return the record's bytes. BadInputError for text that is no Unicode text."""
        content: dict[str, Any] = {name: _KINDS[kind].write(getattr(self, name)) for name, kind in _FIELDS.items()}
        try:
            return _canonical({"form": _FORM, **content})
        except UnicodeEncodeError:
            raise BadInputError("a record's texts are valid Unicode") from None


def read_record(encoded: bytes) -> DisclosureRecord:
    """Read what `encoded` wrote. BadInputError for anything else, another spelling of the same record included."""
    try:
        content = json.loads(encoded)
    except (ValueError, RecursionError):
        raise BadInputError("a record is one JSON object in UTF-8") from None
    record = record_of(content)
    if record.encoded() != encoded:
        raise BadInputError("a record has one spelling only, and this is another")
    return record


def record_of(content: object) -> DisclosureRecord:
    """Return the record of a JSON object. BadInputError names fields that are unknown, missing or of another kind."""
    if not isinstance(content, dict) or content.get("form") != _FORM:
        raise BadInputError("this is not a disclosure record of a version that is known here")
    wrong = sorted(set(content) ^ {"form", *_FIELDS})
    if wrong:
        raise BadInputError(f"a record has exactly its own fields; unknown or missing: {', '.join(wrong)[:200]}")
    values: dict[str, Any] = {}
    for name, kind in _FIELDS.items():
        try:
            values[name] = _KINDS[kind].read(content[name])
        except (AttributeError, TypeError, ValueError):
            raise BadInputError(f"a record's {name} is not of its kind") from None
        if _KINDS[kind].write(values[name]) != content[name]:
            # A day or an identifier can be written in several ways: a record has one.
            raise BadInputError(f"a record's {name} has one spelling only, and this is another")
    return DisclosureRecord(**values)


def commitment(salt: bytes, record: bytes) -> bytes:
    """Return 32 bytes that commit to a record under a salt of 32 random bytes. BadInputError for another salt."""
    if len(salt) != SALT_BYTES:
        raise BadInputError(f"a salt has {SALT_BYTES} bytes")
    return hmac.digest(salt, record, sha256)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How values of one kind stand in JSON."""

    write: Callable[[Any], object]
    read: Callable[[Any], object]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: object) -> list[str]:
    if not isinstance(value, list | tuple):
        raise TypeError
    return [_text(one) for one in value]


def _number(value: object) -> int:
    if type(value) is not int:  # True is none
        raise TypeError
    return value


def _moment(value: object) -> datetime:
    return datetime.strptime(_text(value), _MINUTE).replace(tzinfo=UTC)


_KINDS: Final = {
    "str": _Kind(_text, _text),
    "int": _Kind(_number, _number),
    "UUID": _Kind(str, UUID),
    "date": _Kind(date.isoformat, date.fromisoformat),
    "date | None": _Kind(lambda day: day and day.isoformat(), lambda text: text and date.fromisoformat(text)),
    "datetime": _Kind(lambda moment: moment.strftime(_MINUTE), _moment),
    "tuple[str, ...]": _Kind(_texts, lambda value: tuple(_texts(value))),
}
# Annotations are text in this module (`from __future__ import annotations`).
_FIELDS: Final = {field.name: str(field.type) for field in fields(DisclosureRecord)}


def _canonical(content: dict[str, Any]) -> bytes:
    """JSON with sorted names, without spaces, in UTF-8; of texts, whole numbers, lists and null (as RFC 8785)."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
