"""What people do around a decision, recorded like one: in the unit's copy, the person's mailbox, and the public log.

Nothing here sends anything: `disclosures.disclose` alone does. What was told outside of this system, at once or against
the policy's answer, was told by somebody; here it is written down, so that the person finds it (Recs 1 and 4(g)).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import UnitPublicKey, current_key
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.core.clocks import clocks
from safetoshare.core.errors import BadInputError, RefusedError
from safetoshare.core.ledger.act import Act, ActRecord
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.core.tally import What
from safetoshare.sharing.models import Disclosure, TallyNote
from safetoshare.sharing.selectors.disclosures import LastNotice, disclosure_of_nonce, last_notice, nonce_hashes_among
from safetoshare.sharing.selectors.policies import InForce, NoPromise, version_in_force
from safetoshare.sharing.services.recording import (
    About,
    Counted,
    Written,
    new_record,
    nonce_hash,
    seal_record,
    store_record,
    until_numbered,
)
from safetoshare.sharing.services.tallying import seal_one

__all__ = [
    "CLOCKS",
    "Act",
    "ActOrder",
    "Recorded",
    "count_request",
    "end_of",
    "nothing_more",
    "record_act",
    "recorded_of",
    "write_act",
]

# Which clock ends an act, where the law or practice sets its length and nobody chooses it.
CLOCKS: Final = {
    Act.SHARE_NOW: "review_of_share_now",
    Act.DEPARTURE: "review_of_departure",
    Act.FOUND_OUTSIDE: "breach_to_commissioner",
}
# As what the published figures count an act; the other acts are about a record that was counted when it was made.
COUNTED_AS: Final = {
    Act.REQUEST: What.REQUEST,
    Act.DEPARTURE: What.DEPARTURE,
    Act.SHARE_NOW: What.SHARE_NOW,
    Act.FOUND_OUTSIDE: What.FOUND_OUTSIDE,
}
LONGEST_DELAY: Final = "longest_delay_of_notice"
_VOCABULARY: Final = ("recipient", "purpose", "gateway")


@dataclass(frozen=True)
class ActOrder:
    """What was done, about whom. Codes are values of the policy's vocabulary; see `core.ledger.act` for the fields.

    `until` is named for a delay of notice alone: the other ends are set by their clock.
    """

    act: Act
    case: UUID
    mailbox: UnitPublicKey
    nonce: UUID = field(repr=False)
    concerns: str = ""
    recipient: str = ""
    organisation_name: str = ""
    happened_on: date | None = None
    data: tuple[str, ...] = ()
    purpose: str = ""
    gateway: str = ""
    answer: str = ""
    necessity: str = field(default="", repr=False)
    proportionality: str = field(default="", repr=False)
    evidence: str = field(default="", repr=False)
    until: date | None = None
    second_role: str = ""
    # From when the person finds it, where that is later than today: with the disclosure whose notice is delayed.
    shown_from: date | None = None


@dataclass(frozen=True)
class Recorded:
    """It stands under the person's `number`; the public log holds its entry by `include_by`."""

    record: UUID
    number: int
    include_by: date
    until: date | None


@dataclass(frozen=True)
class _Doing:
    """An act as it is being recorded: by whom, when, and what is committed with it."""

    order: ActOrder
    by: UUID
    role: str
    day: date
    until: date | None
    within: Callable[[], None]


def nothing_more() -> None:
    """Commit nothing besides the record."""


def recorded_of(nonces: Collection[UUID]) -> set[UUID]:
    """Return those of the nonces whose act is recorded already."""
    by_hash = {nonce_hash(nonce): nonce for nonce in nonces}
    with unit_of_work():
        return {by_hash[found] for found in nonce_hashes_among(list(by_hash))}


def record_act(order: ActOrder, *, by: UUID, role: str, within: Callable[[], None] = nothing_more) -> Recorded:
    """Record an act once for its nonce. `within` is called inside the transaction: what it raises undoes everything.

    BadInputError for what is no such act; RefusedError while the unit has no key. UnwrapperAwayError while the log
    cannot promise to hold it: nothing is recorded then, and the form is sent again.
    """
    day = clock.today()
    doing = _Doing(order, by, role, day, end_of(order, day), within)
    _check(order)
    return until_numbered(lambda: _attempt(doing))


def count_request(recipient: str) -> None:
    """Count a request about nobody of whom anything is held: there is no case to record it on, and no person to tell.

    BadInputError for a kind of body that is none. UnwrapperAwayError: it was not counted.
    """
    if recipient not in {value.id for value in published().attribute("recipient").values}:
        raise BadInputError(f"recipient: {recipient} is not a value of the vocabulary")
    note = TallyNote(**TallyNote.columns(seal_one(clock.today(), recipient, What.REQUEST)))
    with unit_of_work(write=True):
        TallyNote.objects.bulk_create([note])


def _attempt(doing: _Doing) -> Recorded:
    order = doing.order
    with unit_of_work():
        unit = current_key(UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED)
        last, in_force = last_notice(order.mailbox.id), version_in_force(doing.day)
        before = disclosure_of_nonce(nonce_hash(order.nonce))
    if before is not None:
        return _recorded(doing, before)
    if unit is None:
        raise RefusedError("The unit has no key to seal a record to: nothing was recorded.")
    written = write_act(order, last, in_force, role=doing.role, day=doing.day, until=doing.until)
    shown_from = max(doing.day, order.shown_from or doing.day)
    about = About(order.case, order.mailbox, order.nonce, doing.day, shown_from, doing.by, doing.until)
    rows = seal_record(about, written, unit, Counted(order.recipient, COUNTED_AS.get(order.act, What.UNCOUNTED)))
    with unit_of_work(write=True):
        before = store_record(rows)
        if before is None:
            doing.within()
        return _recorded(doing, before or rows.disclosure)


def _recorded(doing: _Doing, row: Disclosure) -> Recorded:
    if row.case != doing.order.case:
        raise BadInputError("This form was used for something else: open it anew.")
    return Recorded(row.id, row.number, row.include_by, doing.until)


def write_act(
    order: ActOrder, last: LastNotice, in_force: InForce | NoPromise, *, role: str, day: date, until: date | None
) -> Written:
    """Return the record of an act that follows a person's last record. BadInputError for what is no such act."""
    record, salt = new_record()
    policy, sha256 = ("", "") if isinstance(in_force, NoPromise) else (in_force.policy.id, in_force.sha256)
    encoded = ActRecord(
        id=record,
        number=last.number + 1,
        previous=last.commitment.hex(),
        on=day,
        at=clock.now(),
        act=order.act.value,
        concerns=order.concerns,
        recipient=order.recipient,
        organisation_name=order.organisation_name,
        happened_on=order.happened_on,
        data=order.data,
        purpose=order.purpose,
        gateway=order.gateway,
        answer=order.answer,
        necessity=order.necessity,
        proportionality=order.proportionality,
        evidence=order.evidence,
        until=until,
        policy=policy,
        policy_sha256=sha256,
        rules=(),
        says=(),
        role=role,
        second_role=order.second_role,
    ).encoded()
    return Written.of(record, last.number + 1, encoded, salt)


def end_of(order: ActOrder, day: date) -> date | None:
    """Return the day by which the act ends or is reviewed. BadInputError for a delay without an end, or too long."""
    if order.act in CLOCKS:
        return clocks()[CLOCKS[order.act]].end(day)
    if order.act is not Act.NOTICE_DELAYED:
        return None
    longest = clocks()[LONGEST_DELAY].end(day)
    if order.until is None or not day < order.until <= longest:
        raise BadInputError(f"A delay ends on a day after today, and on {longest.isoformat()} at the latest.")
    return order.until


def _check(order: ActOrder) -> None:
    """Refuse codes that the vocabulary does not know: an unknown value is an error."""
    known = {name: {value.id for value in published().attribute(name).values} for name in (*_VOCABULARY, "data")}
    for name in _VOCABULARY:
        code = getattr(order, name)
        if code and code not in known[name]:
            raise BadInputError(f"{name}: {code} is not a value of the vocabulary")
    unknown = set(order.data) - known["data"]
    if unknown:
        raise BadInputError(f"data: {', '.join(sorted(unknown))} is not a value of the vocabulary")
