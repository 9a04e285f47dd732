"""Asking a rank for a decision that the policy leaves to it, and taking that decision (Recs 1 and 4(e)).

The whole order is sealed to those who decide, and comes back sealed to the safeguarding unit with the decision: what
was decided is what is carried out, and nobody alters it in between. Who asks never decides. Taking the decision sends
nothing; it is recorded for the person and the log, a yes as well as a no.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import current_key
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.sealing import fields_of, seal_fields
from safetoshare.core.errors import NotPermittedError, RefusedError, SealError
from safetoshare.core.ledger.act import Act
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.models import AskedDecision, TakenDecision
from safetoshare.sharing.selectors.policies import policy_on, version_in_force
from safetoshare.sharing.services.acts import ActOrder, Recorded, record_act
from safetoshare.sharing.services.deciding import outcome_of
from safetoshare.sharing.services.disclosures import rank_of
from safetoshare.sharing.services.order_fields import (
    fields_of_human,
    fields_of_order,
    human_of_fields,
    order_of_fields,
)
from safetoshare.sharing.services.orders import DisclosureOrder, ForHuman, HumanDecision


@dataclass(frozen=True)
class Decided:
    """What a rank decided, and the order that carries it out, as the safeguarding unit opens it."""

    order: DisclosureOrder = field(repr=False)
    human: HumanDecision = field(repr=False)


@dataclass(frozen=True)
class AnsweredBefore:
    """Somebody of that rank has decided it already, or nobody asks any more."""


@dataclass(frozen=True)
class NotForYou:
    """The policy in force leaves it to other ranks, or to nobody: it names these."""

    by: tuple[str, ...]


def asked_id(nonce: UUID) -> UUID:
    """Return the identifier of the question that an order with this nonce makes: pressed twice, it is asked once."""
    return UUID(bytes=hashlib.sha256(b"safetoshare asked\0" + nonce.bytes).digest()[:16], version=4)


def ask_decision(order: DisclosureOrder, by: UUID) -> UUID:
    """Ask those to whose rank the policy leaves it. RefusedError where it leaves it to nobody, or they have no key."""
    _for_human(order)
    with unit_of_work():
        key = current_key(UnitPurpose.DECISIONS, KeyKind.ORDINARY)
    if key is None:
        raise RefusedError("Those who decide have no key to seal to: nothing was asked.")
    identifier = asked_id(order.nonce)
    value = seal_fields(fields_of_order(order), AskedDecision.place(identifier), key)
    row = AskedDecision(
        id=identifier, case=order.case, asked_by=by, asked_on=clock.today(), **AskedDecision.columns(value)
    )
    with unit_of_work(write=True):
        AskedDecision.objects.bulk_create([row], ignore_conflicts=True)
    return identifier


def take_decision(
    asked: UUID, order: DisclosureOrder, human: HumanDecision, *, role: str
) -> Recorded | AnsweredBefore | NotForYou:
    """Record what a rank decided, once. `order` is the question, opened by whoever decides.

    NotPermittedError for whoever asked. BadInputError for a decision without its reasons; RefusedError without keys.
    """
    day = clock.today()
    with unit_of_work():
        row = AskedDecision.objects.filter(pk=asked).first()
        unit = current_key(UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED)
        rank = rank_of(human.by)
    if row is None or row.answered_on is not None:
        return AnsweredBefore()
    if row.asked_by == human.by:
        raise NotPermittedError("Who asks does not decide: another person of that rank does.")
    if asked_id(order.nonce) != asked or unit is None:
        raise RefusedError("This question cannot be answered now: open it anew.")
    ranks = _for_human(order).by
    if human.rank != rank or rank not in ranks:
        return NotForYou(ranks)
    fields = {"order": fields_of_order(order), "human": fields_of_human(human)}
    taken = TakenDecision(
        asked_id=asked, **TakenDecision.columns(seal_fields(fields, TakenDecision.place(asked), unit))
    )
    try:
        return record_act(_act(order, human), by=human.by, role=role, within=lambda: _store(asked, taken, day))
    except _AnsweredMeanwhileError:
        return AnsweredBefore()


def forget_asked(case: UUID) -> None:
    """Destroy what was asked and decided about a case, inside the unit of work of its erasure."""
    TakenDecision.objects.filter(asked__case=case).delete()
    AskedDecision.objects.filter(case=case).delete()


def read_decided(plaintext: bytes) -> Decided:
    """Read a decision that was sealed to the unit. SealError for anything else."""
    written = fields_of(plaintext)
    try:
        human = human_of_fields(written["human"])
        return Decided(replace(order_of_fields(written["order"]), human=human), human)
    except KeyError:
        raise SealError("what was sealed here is not a decision") from None


def read_asked(plaintext: bytes) -> DisclosureOrder:
    """Read an order that waits for a decision. SealError for anything else."""
    return order_of_fields(fields_of(plaintext))


class _AnsweredMeanwhileError(Exception):
    """Somebody else decided a moment before: nothing of this one is kept."""


def _store(asked: UUID, taken: TakenDecision, day: date) -> None:
    if not AskedDecision.objects.filter(pk=asked, answered_on__isnull=True).update(answered_on=day):
        raise _AnsweredMeanwhileError
    taken.save(force_insert=True)


def _for_human(order: DisclosureOrder) -> ForHuman:
    """Return to whom today's policy leaves the order. RefusedError where it says yes or no itself."""
    with unit_of_work():
        in_force = version_in_force(clock.today())
        shown = policy_on(order.promised_on) if order.promised_on else None
    answer = outcome_of(order, in_force, shown).together
    if not isinstance(answer, ForHuman):
        raise RefusedError("The policy leaves this to nobody: it says yes or no itself.")
    return answer


def _act(order: DisclosureOrder, human: HumanDecision) -> ActOrder:
    """Return the record of a decision. Where telling the person of the disclosure is delayed, so is this."""
    known = {value.id for value in published().attribute("gateway").values}
    return ActOrder(
        act=Act.HUMAN_DECISION,
        case=order.case,
        mailbox=order.mailbox,
        nonce=asked_id(order.nonce),
        recipient=order.recipient,
        organisation_name=order.organisation_name,
        data=tuple(sorted(order.fields)),
        purpose=order.purpose,
        gateway=order.gateway if order.gateway in known else "",
        answer="yes" if human.is_yes else "no",
        necessity=human.necessity,
        proportionality=human.proportionality,
        evidence=human.evidence,
        shown_from=order.delay.until if order.delay else None,
    )
