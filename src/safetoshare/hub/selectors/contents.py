"""What is sealed of a case, as values: triage, assessment, consents, referrals. None holds immigration status.

Consents and the list of referrals are ledgers of events: to add one, nothing needs to be opened first, so that a
person can withdraw consent at any hour (Victims' Code Right 4; consent is asked for, never inferred).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal
from uuid import UUID

Answer = Literal["yes", "no", "not_talked_about"]
ANSWERS: tuple[Answer, ...] = ("yes", "no", "not_talked_about")
Age = Literal["adult", "child", "may_be_child"]
AGES: tuple[Age, ...] = ("adult", "child", "may_be_child")
# What may be asked consent for, in the words of the policy. Facts about immigration are not among them.
SHAREABLE = ("identity", "contact_and_location", "account_of_offence", "needs", "children")


# Of a consent: what JSON keeps as it is.
_AS_THEY_ARE = (
    "service_name",
    "organisation_name",
    "recipient",
    "purpose",
    "summary",
    "language",
    "interpreter",
    "adviser_offered",
    "is_agreed",
)


@dataclass(frozen=True)
class Triage:
    """What the officer decided: the reasons for enhanced rights, any of which suffices, and the pathway."""

    reasons: tuple[str, ...]
    pathway: str
    decided_by: UUID
    decided_on: date
    note: str = ""

    def as_fields(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self) | {"decided_by": str(self.decided_by), "decided_on": self.decided_on.isoformat()}

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> Triage:
        """Read what `as_fields` wrote."""
        return cls(
            tuple(fields["reasons"]),
            fields["pathway"],
            UUID(fields["decided_by"]),
            date.fromisoformat(fields["decided_on"]),
            fields["note"],
        )


@dataclass(frozen=True)
class Assessment:
    """A Common Needs Assessment: each need yes, no or not talked about, and how to speak with the person."""

    needs: Mapping[str, Answer]
    name: str
    language: str
    language_note: str
    age: Age
    notes: str
    assessed_by: UUID
    assessed_on: date

    @property
    def found(self) -> tuple[str, ...]:
        """The needs that were answered with yes."""
        return tuple(need for need, answer in self.needs.items() if answer == "yes")

    @property
    def is_begun(self) -> bool:
        """Whether any need was talked about: a call that was cut short is not an assessment."""
        return any(answer != "not_talked_about" for answer in self.needs.values())

    @property
    def interpreter(self) -> Answer:
        """Whether an interpreter is needed, which is a need like any other."""
        return self.needs.get("interpreter", "not_talked_about")

    def as_fields(self) -> dict[str, Any]:
        """Return it as JSON."""
        by_and_on = {"assessed_by": str(self.assessed_by), "assessed_on": self.assessed_on.isoformat()}
        return asdict(self) | {"needs": dict(self.needs)} | by_and_on

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> Assessment:
        """Read what `as_fields` wrote."""
        return cls(
            **{
                **fields,
                "assessed_by": UUID(fields["assessed_by"]),
                "assessed_on": date.fromisoformat(fields["assessed_on"]),
            }
        )


@dataclass(frozen=True)
class Consent:
    """What a person was asked and answered. `is_agreed` no changes nothing else: every other help stays open."""

    id: UUID
    service: UUID
    service_name: str
    organisation: UUID
    organisation_name: str
    recipient: str
    purpose: str
    data: tuple[str, ...]
    # What the organisation is told of the needs, in words agreed with the person.
    summary: str
    language: str
    interpreter: Answer
    adviser_offered: Answer
    is_agreed: bool
    until: date
    asked_by: UUID
    asked_on: date
    withdrawn_on: date | None = None
    # Which version of the ledger holds it: disclosures cite it.
    version: int = 0

    def stands_on(self, day: date) -> bool:
        """Whether something may be sent under it on that day."""
        return self.is_agreed and self.withdrawn_on is None and day <= self.until

    def as_fields(self) -> dict[str, Any]:
        """Return it as the event of the ledger that it is."""
        return {
            "event": "asked",
            "id": str(self.id),
            "service": str(self.service),
            "service_name": self.service_name,
            "organisation": str(self.organisation),
            "organisation_name": self.organisation_name,
            "recipient": self.recipient,
            "purpose": self.purpose,
            "data": list(self.data),
            "summary": self.summary,
            "language": self.language,
            "interpreter": self.interpreter,
            "adviser_offered": self.adviser_offered,
            "is_agreed": self.is_agreed,
            "until": self.until.isoformat(),
            "asked_by": str(self.asked_by),
            "asked_on": self.asked_on.isoformat(),
        }

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any], version: int) -> Consent:
        """Read what `as_fields` wrote."""
        values: dict[str, Any] = {name: fields[name] for name in _AS_THEY_ARE}
        values |= {name: UUID(fields[name]) for name in ("id", "service", "organisation", "asked_by")}
        values |= {name: date.fromisoformat(fields[name]) for name in ("until", "asked_on")}
        return cls(data=tuple(fields["data"]), version=version, **values)


def withdrawal(consent: UUID, by: UUID, on: date) -> dict[str, Any]:
    """Return the event that ends a consent."""
    return {"event": "withdrawn", "id": str(consent), "by": str(by), "on": on.isoformat()}


def consents_of(events: Iterable[tuple[int, Mapping[str, Any]]]) -> list[Consent]:
    """Return the consents that a ledger's events, in order, leave: newest first."""
    consents: dict[UUID, Consent] = {}
    for version, event in events:
        identifier = UUID(event["id"])
        if event["event"] == "asked":
            # A form that is sent twice asks once: the first answer stands, whatever became of it since.
            consents.setdefault(identifier, Consent.from_fields(event, version))
        elif identifier in consents and consents[identifier].withdrawn_on is None:
            ended = date.fromisoformat(event["on"])
            consents[identifier] = replace(consents[identifier], withdrawn_on=ended)
    return list(reversed(consents.values()))


@dataclass(frozen=True)
class ReferralSent:
    """One line of a case's list of referrals: what went to whom, under which consent."""

    package: UUID
    consent: UUID
    organisation: UUID
    organisation_name: str
    service_name: str
    sent_on: date
    answer_by: date
    sent_by: UUID

    def as_fields(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> ReferralSent:
        """Read what `as_fields` wrote."""
        values: dict[str, Any] = {name: fields[name] for name in ("organisation_name", "service_name")}
        values |= {name: UUID(fields[name]) for name in ("package", "consent", "organisation", "sent_by")}
        values |= {name: date.fromisoformat(fields[name]) for name in ("sent_on", "answer_by")}
        return cls(**values)


@dataclass(frozen=True)
class LetterSent:
    """One line of a case's list of letters: what went to whom by link and code."""

    package: UUID
    recipient: str
    organisation_name: str
    purpose: str
    data: tuple[str, ...]
    sent_on: date
    expires_on: date
    sent_by: UUID

    def as_fields(self) -> dict[str, Any]:
        """Return it as JSON."""
        texts = {name: str(getattr(self, name)) for name in ("package", "sent_on", "expires_on", "sent_by")}
        return asdict(self) | texts | {"data": list(self.data)}

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> LetterSent:
        """Read what `as_fields` wrote."""
        values: dict[str, Any] = {name: fields[name] for name in ("recipient", "organisation_name", "purpose")}
        values |= {name: UUID(fields[name]) for name in ("package", "sent_by")}
        values |= {name: date.fromisoformat(fields[name]) for name in ("sent_on", "expires_on")}
        return cls(data=tuple(fields["data"]), **values)


@dataclass(frozen=True)
class CaseContents:
    """Everything opened of a case. What the reader's role may not open is None or empty, and `is_whole` says so."""

    triage: Triage | None = None
    assessment: Assessment | None = None
    assessment_version: int = 0
    consents: list[Consent] = field(default_factory=list)
    referrals: list[ReferralSent] = field(default_factory=list)
    letters: list[LetterSent] = field(default_factory=list)
    is_whole: bool = False
