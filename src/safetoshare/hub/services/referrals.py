"""What happens to a referral: sent, opened, answered, or without an answer by the day that was named (Rec 4(d)).

The safeguarding unit stays responsible until somebody accepts. Of two workers who answer at once one wins, and the
other is told what was answered. The words of an answer are sealed to the unit's public key: giving one needs no key.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import current_key
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.models.sealed import SealedColumns
from safetoshare.base.permissions import Action, states_of
from safetoshare.base.sealing import fields_of, seal_fields
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import BadInputError, RefusedError, SealError
from safetoshare.core.referrals import ANSWERS, SILENT, DeclineReason, ReferralState
from safetoshare.hub.models import AnswerWords, Referral
from safetoshare.hub.selectors.referrals import ReferralInTray, referral_of, words_place


@dataclass(frozen=True)
class Words:
    """What an organisation says with its answer, each where it belongs to the answer given."""

    contact: str = ""
    contact_by: date | None = None
    weeks: int | None = None
    text: str = ""


@dataclass(frozen=True)
class AnswerWithWords:
    """An answer as the unit reads it, opened."""

    answer: ReferralState
    words: Words


@dataclass(frozen=True)
class Answered:
    """The answer stands."""

    referral: ReferralInTray


@dataclass(frozen=True)
class AlreadyAnswered:
    """Somebody answered before, or the day for it has passed: `referral` says what stands."""

    referral: ReferralInTray


def create_referral(package: UUID, organisation: UUID, sent_on: date, answer_by: date, pointer: SealedValue) -> None:
    """Note that a package goes to an organisation. Call it inside the unit of work that releases the package."""
    Referral.objects.create(
        package=package,
        organisation=organisation,
        sent_on=sent_on,
        answer_by=answer_by,
        **SealedColumns.columns(pointer),
    )


def note_opened(package: UUID, organisation: UUID, day: date) -> None:
    """Note the first day on which the organisation opened the package. A second opening changes nothing."""
    with unit_of_work(write=True):
        mine = Referral.objects.filter(package=package, organisation=organisation, opened_on__isnull=True)
        mine.update(opened_on=day)
        mine = Referral.objects.filter(package=package, organisation=organisation, state=ReferralState.SENT)
        mine.update(state=ReferralState.OPENED.value)


def answer_referral(
    package: UUID,
    organisation: UUID,
    answer: ReferralState,
    reason: str,
    day: date,
    *,
    seen: int = 0,
    words: Words | None = None,
) -> Answered | AlreadyAnswered | None:
    """Give the organisation's answer, if nobody has since the page was shown. None: it has no such referral.

    `seen` is how many answers had been given when the page was shown. BadInputError for an answer that is none, or a
    reason that does not belong to it; RefusedError while the unit has no key to seal the words to.
    """
    if answer not in ANSWERS or reason not in (set(DeclineReason) if answer is ReferralState.DECLINED else {""}):
        raise BadInputError("An answer is one of four, and a declined referral alone has a reason.")
    sealed = _seal(package, seen + 1, answer, words or Words())
    with unit_of_work(write=True):
        open_still = Referral.objects.filter(
            package=package, organisation=organisation, answers=seen, withdrawn_on__isnull=True
        )
        changed = open_still.filter(state__in=states_of(Action.REFERRAL_ANSWER)).update(
            state=answer.value, reason=reason, answered_on=day, answers=F("answers") + 1
        )
        if changed:
            AnswerWords.objects.create(referral_id=package, number=seen + 1, **SealedColumns.columns(sealed))
        referral = referral_of(package, organisation)
    if referral is None:
        return None
    return Answered(referral) if changed else AlreadyAnswered(referral)


def stop_referral(package: UUID, day: date) -> None:
    """Tell the organisation that the person took her agreement back: its page shows that, and the content no more."""
    with unit_of_work(write=True):
        Referral.objects.filter(package=package, withdrawn_on__isnull=True).update(withdrawn_on=day)


def expire_silent_referrals(day: date) -> int:
    """Close the referrals whose day for an answer has passed in silence. Call it inside a writing unit of work."""
    silent = Referral.objects.filter(state__in=SILENT, answer_by__lt=day)
    return silent.update(state=ReferralState.EXPIRED.value)


def read_words(plaintext: bytes) -> AnswerWithWords:
    """Read the words of an answer, opened. SealError for anything else."""
    fields = fields_of(plaintext)
    try:
        contact_by = fields.pop("contact_by")
        answer = ReferralState(fields.pop("answer"))
        return AnswerWithWords(
            answer, Words(contact_by=date.fromisoformat(contact_by) if contact_by else None, **fields)
        )
    except (KeyError, TypeError, ValueError):
        raise SealError("what was sealed here are not the words of an answer") from None


def _seal(package: UUID, number: int, answer: ReferralState, words: Words) -> SealedValue:
    with unit_of_work():
        # Restricted, for the words name who was told.
        key = current_key(UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED)
    if key is None:
        raise RefusedError("The safeguarding unit has no key yet, so that no answer can be sealed to it.")
    fields: dict[str, Any] = asdict(words) | {"answer": answer.value}
    fields["contact_by"] = words.contact_by.isoformat() if words.contact_by else ""
    return seal_fields(fields, words_place(package, number), key)
