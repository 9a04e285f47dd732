"""Sending what a person agreed to, to the organisation she agreed to, in one transaction with its record (Rec 4(d)).

The case must stand as it was read: a consent withdrawn between preview and release means that nothing is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from safetoshare.base.sealing import seal_fields
from safetoshare.core.cases import CaseGroupName
from safetoshare.core.deadlines import last_working_day
from safetoshare.hub.selectors.contents import Consent, ReferralSent
from safetoshare.hub.selectors.referrals import pointer_place
from safetoshare.hub.services.cases import CaseMovedError, note_referral, refuse_if_stopped, unit_key
from safetoshare.hub.services.referrals import create_referral
from safetoshare.sharing.api import disclosures
from safetoshare.sharing.api.disclosures import Disclosed, DisclosureOrder, NotDisclosed

# The day of sending is the first: an organisation has three full working days. A working term of the unit; no source.
WORKING_DAYS_TO_ANSWER = 4
ANSWER_SOURCE = "Working term of the safeguarding unit"


@dataclass(frozen=True)
class CaseMoved:
    """Nothing was sent: the case was changed after it was read, perhaps by a withdrawal."""


def refer(
    order: DisclosureOrder, consent: Consent, *, version: int, by: UUID, role: str, previewed: str | None
) -> Disclosed | NotDisclosed | CaseMoved:
    """Disclose to the organisation and note the referral, or do neither. Pressed twice, it is sent once."""
    key = unit_key(CaseGroupName.REFERRAL_LIST)

    def note(package: UUID, day: date) -> None:
        refuse_if_stopped(order.case)
        answer_by = answer_day(day)
        sent = ReferralSent(
            package=package,
            consent=consent.id,
            organisation=consent.organisation,
            organisation_name=consent.organisation_name,
            service_name=consent.service_name,
            sent_on=day,
            answer_by=answer_by,
            sent_by=by,
        )
        note_referral(order.case, version, sent.as_fields(), key)
        pointer = seal_fields({"case": str(order.case)}, pointer_place(package), key)
        create_referral(package, consent.organisation, day, answer_by, pointer)

    try:
        return disclosures.disclose(order, by=by, role=role, within=note, previewed=previewed)
    except CaseMovedError:
        return CaseMoved()


def answer_day(sent_on: date) -> date:
    """Return the day by which an organisation answers, after which its silence counts as a no."""
    return last_working_day(sent_on, WORKING_DAYS_TO_ANSWER, ANSWER_SOURCE)
