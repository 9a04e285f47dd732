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
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import UnitPublicKey, current_key, organisation_key
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Role
from safetoshare.base.sealing import seal_bytes
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import BadInputError, NotPermittedError, RefusedError
from safetoshare.core.ledger.act import Act
from safetoshare.core.policy.rules import Policy
from safetoshare.core.tally import What
from safetoshare.sharing.models import Letter
from safetoshare.sharing.models.disclosures import Disclosure, Package
from safetoshare.sharing.selectors.disclosures import (
    LastNotice,
    disclosure_of_nonce,
    is_letter,
    is_package_of,
    last_notice,
    role_of,
)
from safetoshare.sharing.selectors.policies import InForce, NoPromise, policy_on, version_in_force
from safetoshare.sharing.services.acts import ActOrder, end_of, write_act
from safetoshare.sharing.services.deciding import outcome_of
from safetoshare.sharing.services.letters import NEVER_BY_LETTER, LetterDraft
from safetoshare.sharing.services.notices import Sent, write_record
from safetoshare.sharing.services.orders import Because, DisclosureOrder, ForHuman, Outcome, Refused
from safetoshare.sharing.services.packages import preview_of
from safetoshare.sharing.services.recording import (
    NOT_COUNTED,
    About,
    Counted,
    Rows,
    new_record,
    nonce_hash,
    seal_record,
    store_record,
    until_numbered,
)

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


# What is a decision, and recorded: all else that keeps something from being sent can be mended.
_DECIDED: Final = (Because.RULE, Because.HUMAN)


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
    letter: LetterDraft | None


@dataclass(frozen=True)
class _Facts:
    """What one reading unit of work finds before anything is decided."""

    in_force: InForce | NoPromise
    shown: Policy | NoPromise | None
    unit: UnitPublicKey | None
    recipient: UnitPublicKey | None
    last: LastNotice
    before: Disclosure | None
    # As whom the policy knows whoever decided for the order, as the account stands today; empty for nobody.
    rank: str


def disclose(
    order: DisclosureOrder,
    *,
    by: UUID,
    role: str,
    within: Callable[[UUID, date], None],
    previewed: str | None = None,
    letter: LetterDraft | None = None,
) -> Disclosed | NotDisclosed:
    """Carry out an order, or refuse it, once for its nonce.

    Nobody names the day: it is the server's own. `within` is called with the package's identifier and that day inside
    the transaction: what it raises undoes everything. `previewed` is the hash that the preview showed: if what would
    be sent is no longer that, nothing is. A `letter` takes the place of an organisation's key and tray, for a body that
    has none here; what may never go by letter is refused.

    RefusedError, NotPermittedError, BadInputError: nothing was sent or recorded.
    """
    if role not in ACTOR_OF_ROLE or ACTOR_OF_ROLE[Role(role)] != order.actor:
        raise NotPermittedError("The role of whoever shares is not the one that the order names.")
    if order.human is not None and order.human.by == by:
        raise NotPermittedError("Who asks does not decide: another person of that rank does.")
    if letter is not None and not NEVER_BY_LETTER.isdisjoint(order.fields):
        raise BadInputError("What is restricted is never told by link and code.")
    press = _Press(order, by, Role(role), clock.today(), within, previewed, letter)
    return until_numbered(lambda: _attempt(press))


def package_id(nonce: UUID) -> UUID:
    """Return the identifier of the package that an order with this nonce makes."""
    return _derived(nonce, b"safetoshare package\0")


def _derived(nonce: UUID, what: bytes) -> UUID:
    return UUID(bytes=hashlib.sha256(what + nonce.bytes).digest()[:16], version=4)


def _attempt(press: _Press) -> Disclosed | NotDisclosed:
    facts = _facts(press)
    if press.order.human is not None and press.order.human.rank != facts.rank:
        raise NotPermittedError("Whoever decided does not have the rank that the order names.")
    outcome = outcome_of(press.order, facts.in_force, facts.shown)
    if facts.before is not None:
        with unit_of_work():
            return _once_more(press.order, facts.before, outcome)
    answer = outcome.together
    if isinstance(answer, ForHuman) or (isinstance(answer, Refused) and answer.because not in _DECIDED):
        return NotDisclosed(outcome)
    if facts.unit is None or (outcome.is_permitted and facts.recipient is None):
        return _stopped(press.order, outcome, Because.NO_KEY)
    sent = _seal_package(press, outcome, facts.recipient) if facts.recipient and outcome.is_permitted else None
    try:
        rows = _records(press, outcome, facts, facts.unit, sent)
    except UnwrapperAwayError:
        return _stopped(press.order, outcome, Because.NO_LOG)
    return _commit(press, outcome, rows, sent)


def _records(
    press: _Press, outcome: Outcome, facts: _Facts, unit: UnitPublicKey, sent: Sent | None
) -> tuple[Rows, ...]:
    """Return the record of the decision and, where telling the person is delayed, that of the delay: both sealed."""
    order, delay = press.order, press.order.delay
    record, salt = new_record()
    written = write_record(
        order, outcome, facts.last, record=record, role=press.role, at=clock.now(), on=press.day, salt=salt, sent=sent
    )
    shown_from = press.day if delay is None else delay.until
    about = About(order.case, order.mailbox, order.nonce, press.day, shown_from, press.by)
    what = What.DISCLOSURE if outcome.is_permitted else What.REFUSAL
    rows = seal_record(about, written, unit, Counted(order.recipient, what))
    if delay is None:
        return (rows,)
    act = ActOrder(
        act=Act.NOTICE_DELAYED,
        case=order.case,
        mailbox=order.mailbox,
        nonce=_derived(order.nonce, b"safetoshare delay\0"),
        concerns=written.commitment.hex(),
        necessity=delay.necessity,
        proportionality=delay.proportionality,
        evidence=delay.evidence,
        until=delay.until,
    )
    last = LastNotice(written.number, written.commitment)
    until = end_of(act, press.day)
    delayed = write_act(act, last, facts.in_force, role=press.role, day=press.day, until=until)
    return rows, seal_record(replace(about, nonce=act.nonce, review_by=until), delayed, unit, NOT_COUNTED)


def _facts(press: _Press) -> _Facts:
    order = press.order
    with unit_of_work():
        return _Facts(
            in_force=version_in_force(press.day),
            shown=policy_on(order.promised_on) if order.promised_on else None,
            unit=current_key(UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED),
            recipient=press.letter.key if press.letter else organisation_key(order.organisation),
            last=last_notice(order.mailbox.id),
            before=disclosure_of_nonce(nonce_hash(order.nonce)),
            rank=rank_of(order.human.by) if order.human else "",
        )


def rank_of(account: UUID) -> str:
    """Return as whom the policy knows an account's role; empty for roles that tell nobody anything."""
    role = role_of(account)
    return ACTOR_OF_ROLE.get(Role(role), "") if role else ""


def _seal_package(press: _Press, outcome: Outcome, recipient: UnitPublicKey) -> Sent:
    preview = preview_of(press.order, outcome, press.day)
    if press.previewed not in (None, preview.sha256):
        raise RefusedError("What would be sent has changed since it was shown: look at it again.")
    identifier = package_id(press.order.nonce)
    place = Letter.place(identifier) if press.letter else Package.place(identifier)
    return Sent(preview.payload, seal_bytes(preview.payload, place, recipient.id, recipient.public))


def _commit(press: _Press, outcome: Outcome, rows: tuple[Rows, ...], sent: Sent | None) -> Disclosed | NotDisclosed:
    """Commit all of it or nothing. Who lost the race for the nonce is told what the winner did."""
    order, number, include_by = press.order, rows[0].disclosure.number, rows[0].disclosure.include_by
    with unit_of_work(write=True):
        for one in rows:
            before = store_record(one)
            if before is not None:
                return _once_more(order, before, outcome)
        if sent is None:
            return NotDisclosed(outcome, number, include_by)
        package = package_id(order.nonce)
        _deliver(press, package, sent.sealed)
        press.within(package, press.day)
    return Disclosed(package, number, include_by)


def _deliver(press: _Press, package: UUID, sealed: SealedValue) -> None:
    """Lay the package into the organisation's tray, or leave it where its letter's address finds it."""
    if press.letter:
        press.letter.row(sealed).save(force_insert=True)
    else:
        Package(id=package, sent_on=press.day, **Package.columns(sealed)).save(force_insert=True)


def _once_more(order: DisclosureOrder, before: Disclosure, outcome: Outcome) -> Disclosed | NotDisclosed:
    """Return what was done with this nonce. BadInputError: that was another order. Call it inside a unit of work."""
    package = package_id(order.nonce)
    is_theirs = True if is_letter(package) else is_package_of(package, order.organisation)
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
