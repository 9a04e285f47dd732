"""The only door by which anything about a person leaves the house (Recs 1, 4(e) and 4(g)).

`disclose` decides anew on the server's own day, whatever a page showed; seals what the policy permits to the recipient,
and nothing else; and commits in one transaction the record, its entry for the public log, the package, and the notice
to the person. The log's promise to hold the record is there before the transaction begins. What fails anywhere undoes
all of it, and whatever is lacking (a policy, a key, the log), nothing is sent.

A refusal by the policy is recorded and told to the person in the same way. What is left to a human, or lacks a duty,
is not yet a decision and leaves no record.

The nonce of a form is stored nowhere. Its hash finds the disclosure when the button is pressed twice, and another
hash of it is the package's identifier, so that no column of a stolen database tells which package belongs to which
case; what the order of rows tells, decision 0006 says.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.db.models import F

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import UnitPublicKey, current_key, organisation_key
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Role
from safetoshare.base.sealing import seal_bytes, seal_fields
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.core.errors import BadInputError, NotPermittedError, RefusedError
from safetoshare.core.ledger.record import PERMITTED, REFUSED, SALT_BYTES
from safetoshare.core.policy.rules import Policy
from safetoshare.sharing.models.disclosures import Disclosure, DisclosureCount, Package, SubjectNotice
from safetoshare.sharing.selectors.disclosures import LastNotice, disclosure_of_nonce, is_package_of, last_notice
from safetoshare.sharing.selectors.policies import InForce, NoPromise, policy_on, version_in_force
from safetoshare.sharing.services.log import add_pending, promise_inclusion, promised_by
from safetoshare.sharing.services.notices import Committed, Sent, commit_record, notice_fields
from safetoshare.sharing.services.orders import Because, DisclosureOrder, ForHuman, Outcome, Refused, outcome_of
from safetoshare.sharing.services.packages import preview_of

# As whom the policy knows a role of the house. The other roles tell nobody anything about a person.
ACTOR_OF_ROLE: Final = {
    Role.RESPONSE_OFFICER: "response_officer",
    Role.OFFICER_IN_THE_CASE: "detective",
    Role.INSPECTOR: "police_inspector",
    Role.CHIEF_OFFICER: "chief_officer",
    Role.VICTIM_CARE_OFFICER: "victim_care_officer",
    Role.WITNESS_CARE_OFFICER: "witness_care_officer",
    Role.UNIT_SUPERVISOR: "supervisor",
    Role.DISCLOSURE_OFFICER: "disclosure_officer",
    Role.DATA_PROTECTION_OFFICER: "data_protection_officer",
    Role.CONTROL_ROOM: "control_room",
}
_ATTEMPTS: Final = 5


@dataclass(frozen=True)
class Disclosed:
    """It was sent and recorded; by `include_by` the public log holds the entry. `number` is the person's own."""

    package: UUID
    number: int
    include_by: date


@dataclass(frozen=True)
class NotDisclosed:
    """Nothing was sent. A refusal by the policy was recorded under `number`; all else leaves no record."""

    outcome: Outcome
    number: int | None = None
    include_by: date | None = None


@dataclass(frozen=True)
class _Press:
    """One press of the button: the order, and who pressed it when."""

    order: DisclosureOrder
    by: UUID
    role: Role
    day: date
    within: Callable[[UUID, date], None]
    previewed: str | None


@dataclass(frozen=True)
class _Facts:
    """What one reading unit of work finds before anything is decided."""

    in_force: InForce | NoPromise
    shown: Policy | NoPromise | None
    unit: UnitPublicKey | None
    recipient: UnitPublicKey | None
    last: LastNotice
    before: Disclosure | None


@dataclass(frozen=True)
class _Rows:
    """What the writing unit of work commits, sealed already."""

    disclosure: Disclosure
    notice: SubjectNotice
    package: Package | None


class _NumberTakenError(Exception):
    """Another decision about the same person was committed a moment before: number and link are drawn anew."""


def disclose(
    order: DisclosureOrder,
    *,
    by: UUID,
    role: str,
    within: Callable[[UUID, date], None],
    previewed: str | None = None,
) -> Disclosed | NotDisclosed:
    """Carry out an order, or refuse it, once for its nonce.

    Nobody names the day: it is the server's own. `within` is called with the package's identifier and that day inside
    the transaction: what it raises undoes everything. `previewed` is the hash that the preview showed: if what would
    be sent is no longer that, nothing is.

    RefusedError, NotPermittedError, BadInputError: nothing was sent or recorded.
    """
    if role not in ACTOR_OF_ROLE or ACTOR_OF_ROLE[Role(role)] != order.actor:
        raise NotPermittedError("The role of whoever shares is not the one that the order names.")
    press = _Press(order, by, Role(role), clock.today(), within, previewed)
    for _ in range(_ATTEMPTS):
        try:
            return _attempt(press)
        except _NumberTakenError:
            continue
    raise RefusedError("Others are deciding about the same person at this moment: try again.")


def package_id(nonce: UUID) -> UUID:
    """Return the identifier of the package that an order with this nonce makes."""
    return UUID(bytes=hashlib.sha256(b"safetoshare package\0" + nonce.bytes).digest()[:16], version=4)


def _attempt(press: _Press) -> Disclosed | NotDisclosed:
    facts = _facts(press)
    outcome = outcome_of(press.order, facts.in_force, facts.shown)
    if facts.before is not None:
        with unit_of_work():
            return _once_more(press.order, facts.before, outcome)
    answer = outcome.together
    if isinstance(answer, ForHuman) or (isinstance(answer, Refused) and answer.because is not Because.RULE):
        return NotDisclosed(outcome)
    if facts.unit is None or (outcome.is_permitted and facts.recipient is None):
        return _stopped(press.order, outcome, Because.NO_KEY)
    sent = _seal_package(press, outcome, facts.recipient) if facts.recipient and outcome.is_permitted else None
    record, salt = uuid4(), secrets.token_bytes(SALT_BYTES)
    committed = commit_record(
        press.order,
        outcome,
        facts.last,
        record=record,
        role=press.role,
        at=clock.now(),
        on=press.day,
        salt=salt,
        sent=sent,
    )
    try:
        promise = promise_inclusion(committed.commitment)
    except UnwrapperAwayError:
        return _stopped(press.order, outcome, Because.NO_LOG)
    rows = _rows(press, facts.unit, record=record, committed=committed, promise=promise, sent=sent)
    return _commit(press, outcome, rows)


def _facts(press: _Press) -> _Facts:
    order = press.order
    with unit_of_work():
        return _Facts(
            in_force=version_in_force(press.day),
            shown=policy_on(order.promised_on) if order.promised_on else None,
            unit=current_key(UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED),
            recipient=organisation_key(order.organisation),
            last=last_notice(order.mailbox.id),
            before=disclosure_of_nonce(_nonce_hash(order.nonce)),
        )


def _seal_package(press: _Press, outcome: Outcome, recipient: UnitPublicKey) -> Sent:
    preview = preview_of(press.order, outcome, press.day)
    if press.previewed not in (None, preview.sha256):
        raise RefusedError("What would be sent has changed since it was shown: look at it again.")
    place = Package.place(package_id(press.order.nonce))
    return Sent(preview.payload, seal_bytes(preview.payload, place, recipient.id, recipient.public))


def _rows(
    press: _Press, unit: UnitPublicKey, *, record: UUID, committed: Committed, promise: str, sent: Sent | None
) -> _Rows:
    """Return the rows, sealed: to the unit, to the person, and the package if there is one."""
    order, number, include_by = press.order, committed.number, promised_by(promise)
    told = notice_fields(committed, promise, include_by)
    # Who pressed the button stands in the unit's copy alone (Data Protection Act 2018 s.62).
    of_unit = seal_fields(told | {"by": str(press.by)}, Disclosure.place(record), unit)
    of_person = seal_fields(told, SubjectNotice.place(order.mailbox.id, number), order.mailbox)
    disclosure = Disclosure(
        id=record,
        case=order.case,
        nonce_hash=_nonce_hash(order.nonce),
        on=press.day,
        number=number,
        include_by=include_by,
        **Disclosure.columns(of_unit),
    )
    notice = SubjectNotice(
        mailbox=order.mailbox.id, number=number, commitment=committed.commitment, **SubjectNotice.columns(of_person)
    )
    if sent is None:
        return _Rows(disclosure, notice, None)
    package = Package(id=package_id(order.nonce), sent_on=press.day, **Package.columns(sent.sealed))
    return _Rows(disclosure, notice, package)


def _commit(press: _Press, outcome: Outcome, rows: _Rows) -> Disclosed | NotDisclosed:
    """Commit all of it or nothing. Who lost the race for the nonce is told what the winner did."""
    order, disclosure = press.order, rows.disclosure
    with unit_of_work(write=True):
        # Not by catching an error, which would end PostgreSQL's transaction: another's row is waited for, then seen.
        Disclosure.objects.bulk_create([disclosure], ignore_conflicts=True)
        stored = disclosure_of_nonce(_nonce_hash(order.nonce))
        if stored is not None and stored.id != disclosure.id:
            return _once_more(order, stored, outcome)
        SubjectNotice.objects.bulk_create([rows.notice], ignore_conflicts=True)
        if last_notice(order.mailbox.id) != LastNotice(disclosure.number, bytes(rows.notice.commitment)):
            raise _NumberTakenError
        add_pending(bytes(rows.notice.commitment), disclosure.include_by)
        if rows.package is not None:
            rows.package.save(force_insert=True)
            press.within(rows.package.id, press.day)
        _count(press.day, order.recipient, REFUSED if rows.package is None else PERMITTED)
    if rows.package is None:
        return NotDisclosed(outcome, disclosure.number, disclosure.include_by)
    return Disclosed(rows.package.id, disclosure.number, disclosure.include_by)


def _once_more(order: DisclosureOrder, before: Disclosure, outcome: Outcome) -> Disclosed | NotDisclosed:
    """Return what was done with this nonce. BadInputError: that was another order. Call it inside a unit of work."""
    package = package_id(order.nonce)
    is_theirs = is_package_of(package, order.organisation)
    if before.case != order.case or is_theirs is False:
        raise BadInputError("This form was used for something else: open it anew.")
    if is_theirs:
        return Disclosed(package, before.number, before.include_by)
    if outcome.is_permitted:
        raise RefusedError("This was refused before: open the form anew, and it is decided anew.")
    return NotDisclosed(outcome, before.number, before.include_by)


def _stopped(order: DisclosureOrder, outcome: Outcome, because: Because) -> NotDisclosed:
    """Return that nothing can be sent now, which is not the policy's doing."""
    answer = outcome.together
    kinds = tuple(sorted(order.fields))
    refused = Refused(answer.rules, answer.citations, answer.says, (), kinds, because)
    return NotDisclosed(replace(outcome, together=refused))


def _count(day: date, recipient: str, decision: str) -> None:
    """Count a decision. Last in its unit: the month's row is held for a moment only."""
    of_month = {"month": day.replace(day=1), "recipient": recipient, "decision": decision}
    DisclosureCount.objects.bulk_create([DisclosureCount(**of_month)], ignore_conflicts=True)
    DisclosureCount.objects.filter(**of_month).update(count=F("count") + 1)


def _nonce_hash(nonce: UUID) -> bytes:
    return hashlib.sha256(b"safetoshare nonce\0" + nonce.bytes).digest()
