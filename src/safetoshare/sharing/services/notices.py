"""The record of a decision and the notice that tells the person of it (Recs 1 and 4(g); Data Protection Act 2018 s.62).

The notice holds the record itself with its salt, so that what the person reads is what the log's entry commits to.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from safetoshare.base.sealing import fields_of
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import BadInputError, SealError
from safetoshare.core.ledger.act import Act, ActRecord
from safetoshare.core.ledger.record import PERMITTED, REFUSED, DisclosureRecord, commitment
from safetoshare.core.ledger.records import read_any
from safetoshare.sharing.selectors.disclosures import LastNotice
from safetoshare.sharing.services.orders import DisclosureOrder, ForHuman, Outcome, Permitted, Refused
from safetoshare.sharing.services.recording import Written


@dataclass(frozen=True)
class RuleSaid:
    """A rule by which a decision was taken, and its sentence, as they stood on that day."""

    id: str
    says: str


@dataclass(frozen=True)
class Notice:
    """What a person is told of one decision about her or him. Codes are values of the policy's vocabulary.

    `record`, `salt`, `commitment` and `promise` are what a proof is made of.
    """

    number: int
    on: date
    decision: str
    recipient: str
    organisation_name: str
    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    purpose: str
    rules: tuple[RuleSaid, ...]
    citations: tuple[str, ...]
    duties: tuple[str, ...]
    instead: tuple[str, ...]
    gateway: str
    consent: str
    consent_on: date | None
    necessity: str
    policy: str
    policy_sha256: str
    adopted_by: str
    role: str
    include_by: date
    record: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    commitment: bytes
    promise: str

    @property
    def was_permitted(self) -> bool:
        """Whether something was given, or refused."""
        return self.decision == PERMITTED


@dataclass(frozen=True)
class ActNotice:
    """What a person is told of another act about her or him: see `core.ledger.act`."""

    number: int
    on: date
    act: Act
    recipient: str
    organisation_name: str
    happened_on: date | None
    kinds: tuple[str, ...]
    purpose: str
    answer: str
    necessity: str
    until: date | None
    role: str
    include_by: date
    record: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    commitment: bytes
    promise: str


@dataclass(frozen=True)
class Sent:
    """What a permitted record says of its package: the plaintext, and that in its sealed form."""

    payload: bytes = field(repr=False)
    sealed: SealedValue


def write_record(
    order: DisclosureOrder,
    outcome: Outcome,
    last: LastNotice,
    *,
    record: UUID,
    role: str,
    at: datetime,
    on: date,
    salt: bytes,
    sent: Sent | None,
) -> Written:
    """Return the record of a decision, permitted if something is sent, and its commitment under the salt."""
    number = last.number + 1
    encoded = DisclosureRecord(
        id=record,
        number=number,
        previous=last.commitment.hex(),
        on=on,
        at=at,
        role=role,
        decision=PERMITTED if sent else REFUSED,
        fields=_names(order.fields) if sent else (),
        package_hash=commitment(salt, sent.payload).hex() if sent else "",
        sealed_hash=hashlib.sha256(sent.sealed.sealed).hexdigest() if sent else "",
        recipient_key=str(sent.sealed.unit_key) if sent else "",
        **_ordered(order, outcome),
        **_decided(outcome),
    ).encoded()
    return Written.of(record, number, encoded, salt)


# What an answer to one kind of data is called in a record, as in the policy's own decisions.
_ANSWERS: Final[Mapping[type, str]] = {Permitted: "yes", Refused: "no", ForHuman: "human"}


def _ordered(order: DisclosureOrder, outcome: Outcome) -> dict[str, Any]:
    """Return what a record says of the order."""
    return {
        "subject": order.subject,
        "pathways": order.pathways,
        "age": order.age,
        "danger": order.danger,
        "stage": order.stage,
        "adviser_offered": order.adviser_offered,
        "shares_home_or_visa": order.shares_home_or_visa,
        "actor": order.actor,
        "promised_on": order.promised_on,
        "recipient": order.recipient,
        "organisation": str(order.organisation),
        "organisation_name": order.organisation_name,
        "purpose": order.purpose,
        "gateway": order.gateway,
        "status_basis": order.status_basis,
        "data": tuple(sorted(order.fields)),
        "consent": order.consent,
        "consent_on": order.consent_on,
        "consent_language": order.consent_language,
        "consent_version": order.consent_version,
        **_grounds(order, outcome),
    }


def _grounds(order: DisclosureOrder, outcome: Outcome) -> dict[str, str]:
    """Return why it was needed: in a human's words where one decided, else in those of whoever asked."""
    human = order.human
    if human is None or human.rank not in _ranks(outcome):
        return {"necessity": order.necessity, "authorised_by": "", "proportionality": "", "evidence": ""}
    return {
        "necessity": human.necessity,
        "authorised_by": human.rank,
        "proportionality": human.proportionality,
        "evidence": human.evidence,
    }


def _ranks(outcome: Outcome) -> set[str]:
    """Return the ranks to which any kind of data was left."""
    return {rank for answer in outcome.by_kind.values() if isinstance(answer, ForHuman) for rank in answer.by}


def _decided(outcome: Outcome) -> dict[str, Any]:
    """Return what a record says of the decision."""
    answer = outcome.together
    return {
        "policy": outcome.policy,
        "policy_sha256": outcome.policy_sha256,
        "adopted_by": outcome.adopted_by,
        "promised_policy": outcome.promised_policy,
        "promised_policy_sha256": outcome.promised_policy_sha256,
        "answers": tuple(_ANSWERS[type(outcome.by_kind[kind])] for kind in sorted(outcome.by_kind)),
        "rules": answer.rules,
        "says": answer.says,
        "cites": answer.citations,
        "duties": answer.duties if isinstance(answer, Permitted | ForHuman) else (),
        "instead": answer.instead if isinstance(answer, Refused) else (),
    }


def read_notice(plaintext: bytes) -> Notice | ActNotice:
    """Return what a notice says. SealError unless it is one whose record fits its commitment."""
    fields = fields_of(plaintext)
    try:
        encoded, salt = fields["record"].encode(), bytes.fromhex(fields["salt"])
        committed, include_by = bytes.fromhex(fields["commitment"]), date.fromisoformat(fields["include_by"])
        promise, record = str(fields["promise"]), read_any(encoded)
    except (AttributeError, BadInputError, KeyError, TypeError, ValueError):
        raise SealError("what was sealed here is not a notice") from None
    if not hmac.compare_digest(commitment(salt, encoded), committed):
        raise SealError("a notice's record is not the one that was committed to")
    logged = _Logged(include_by, encoded, salt, committed, promise)
    return _act_notice(record, logged) if isinstance(record, ActRecord) else _decision_notice(record, logged)


@dataclass(frozen=True)
class _Logged:
    """What a proof of a record is made of."""

    include_by: date
    record: bytes
    salt: bytes
    commitment: bytes
    promise: str


def _act_notice(record: ActRecord, logged: _Logged) -> ActNotice:
    return ActNotice(
        number=record.number,
        on=record.on,
        act=Act(record.act),
        recipient=record.recipient,
        organisation_name=record.organisation_name,
        happened_on=record.happened_on,
        kinds=record.data,
        purpose=record.purpose,
        answer=record.answer,
        necessity=record.necessity,
        until=record.until,
        role=record.role,
        **vars(logged),
    )


def _decision_notice(record: DisclosureRecord, logged: _Logged) -> Notice:
    return Notice(
        number=record.number,
        on=record.on,
        decision=record.decision,
        recipient=record.recipient,
        organisation_name=record.organisation_name,
        kinds=record.data,
        fields=record.fields,
        purpose=record.purpose,
        rules=tuple(RuleSaid(rule, said) for rule, said in zip(record.rules, record.says, strict=True)),
        citations=record.cites,
        duties=record.duties,
        instead=record.instead,
        gateway=record.gateway,
        consent=record.consent,
        consent_on=record.consent_on,
        necessity=record.necessity,
        policy=record.policy,
        policy_sha256=record.policy_sha256,
        adopted_by=record.adopted_by,
        role=record.role,
        **vars(logged),
    )


def _names(fields: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Return which fields were given, never their values."""
    return tuple(f"{kind}/{name}" for kind in sorted(fields) for name in sorted(fields[kind]))
