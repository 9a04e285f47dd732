"""Looking again, by a second person and before a day, at what was told at once, against the policy, outside or late.

The row that waits is committed with the record itself (`recording.store_record`). The review is a record too: the
person reads whether it was right, and why (Recs 1 and 4(g)). A delay in telling her that was not right ends at once.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.permissions import Action, Role, Subject, fits
from safetoshare.base.sealing import fields_of
from safetoshare.core.errors import BadInputError, NotPermittedError, RefusedError, SealError
from safetoshare.core.ledger.act import NO, YES, Act, ActRecord, read_act
from safetoshare.core.ledger.record import commitment
from safetoshare.sharing.models import Review, SubjectNotice
from safetoshare.sharing.selectors.reviews import ReviewInTray, is_review_late, review
from safetoshare.sharing.services.acts import ActOrder, Recorded, record_act

# As the clock `review_of_share_now` says.
BY_A_SUPERVISOR: Final = frozenset({Act.SHARE_NOW})


@dataclass(frozen=True)
class ToReview:
    """A record that is reviewed, opened: the act, its entry in the log, and who recorded it."""

    act: ActRecord = field(repr=False)
    commitment: str
    by: UUID


@dataclass(frozen=True)
class ReviewedBefore:
    """Somebody has reviewed it already, or it was erased with its case."""


@dataclass(frozen=True)
class Verdict:
    """What the second person found. The person reads why; `evidence` says where it is noted."""

    is_right: bool
    why: str = field(repr=False)
    evidence: str = field(default="", repr=False)


def read_to_review(plaintext: bytes) -> ToReview:
    """Read a record that waits for its review. SealError for anything else."""
    fields = fields_of(plaintext)
    try:
        encoded, salt = fields["record"].encode(), bytes.fromhex(fields["salt"])
        act, by = read_act(encoded), UUID(fields["by"])
    except (AttributeError, BadInputError, KeyError, TypeError, ValueError):
        raise SealError("what was sealed here is no record to be reviewed") from None
    committed = commitment(salt, encoded)
    if not hmac.compare_digest(committed.hex(), str(fields.get("commitment"))):
        raise SealError("a record is not the one that was committed to")
    return ToReview(act, committed.hex(), by)


def is_left_to_a_supervisor(found: ToReview) -> bool:
    """Whether a supervisor alone reviews it."""
    return Act(found.act.act) in BY_A_SUPERVISOR


def record_review(
    record: UUID, found: ToReview, verdict: Verdict, *, mailbox: UnitPublicKey, by: UUID, role: str
) -> Recorded | ReviewedBefore:
    """Record a review, once. `found` is the record, opened by whoever reviews it.

    NotPermittedError for whoever recorded it, or for no supervisor where one is needed; BadInputError without a reason;
    RefusedError and UnwrapperAwayError as `record_act`.
    """
    day = clock.today()
    with unit_of_work():
        waiting = review(record)
    if waiting is None or waiting[0].reviewed_on is not None:
        return ReviewedBefore()
    _check_reviewer(waiting[0], found, by, role)
    if found.act.id != record:
        raise RefusedError("This review cannot be recorded now: open it anew.")
    if not verdict.why.strip():
        raise BadInputError("A review says why.")
    order = ActOrder(
        act=Act.REVIEWED,
        case=waiting[0].case,
        mailbox=mailbox,
        nonce=_nonce(record),
        concerns=found.commitment,
        recipient=found.act.recipient,
        organisation_name=found.act.organisation_name,
        answer=YES if verdict.is_right else NO,
        necessity=verdict.why,
        evidence=verdict.evidence,
        second_role=found.act.role,
        shown_from=_shown_from(found.act, is_right=verdict.is_right),
    )
    try:
        return record_act(order, by=by, role=role, within=lambda: _finish(record, found.act, order, day))
    except _ReviewedMeanwhileError:
        return ReviewedBefore()


def _check_reviewer(tray: ReviewInTray, found: ToReview, by: UUID, role: str) -> None:
    # Both, for a row can be altered by whoever holds the database, and what is sealed cannot.
    for recorder in (tray.recorded_by, found.by):
        if not fits(Action.REVIEW_DO, Subject(proposed_by=recorder), by):
            raise NotPermittedError("Who recorded it does not review it: another person does.")
    if is_left_to_a_supervisor(found) and role != Role.UNIT_SUPERVISOR:
        raise NotPermittedError("A supervisor reviews this.")


def refuse_late_reviews(day: date) -> None:
    """Raise the alarm: RefusedError while something was to be reviewed by an earlier day. Inside a unit of work."""
    if is_review_late(day):
        raise RefusedError("A review is late: what was told at once or outside waits for a second person.")


def forget_reviews(case: UUID) -> None:
    """Destroy what waits about a case, inside the unit of work of its erasure. The sealed records stay."""
    Review.objects.filter(case=case).delete()


class _ReviewedMeanwhileError(Exception):
    """Somebody else reviewed it a moment before: nothing of this one is kept."""


def _shown_from(act: ActRecord, *, is_right: bool) -> date | None:
    """Return when the person finds the review: with what is kept from her, where that was right."""
    return act.until if is_right and act.act == Act.NOTICE_DELAYED else None


def _finish(record: UUID, act: ActRecord, order: ActOrder, day: date) -> None:
    """Note the review in the transaction of its record; a delay that was not right ends with it."""
    if not Review.objects.filter(pk=record, reviewed_on__isnull=True).update(reviewed_on=day):
        raise _ReviewedMeanwhileError
    if act.act == Act.NOTICE_DELAYED and order.answer == NO:
        # The delay's own record follows the one whose notice it keeps back.
        kept_back = SubjectNotice.objects.filter(mailbox=order.mailbox.id, number__in=(act.number - 1, act.number))
        kept_back.filter(shown_from__gt=day).update(shown_from=day)


def _nonce(record: UUID) -> UUID:
    """Return the nonce of a record's one review: pressed twice, or by two, it is recorded once."""
    return UUID(bytes=hashlib.sha256(b"safetoshare review\0" + record.bytes).digest()[:16], version=4)
