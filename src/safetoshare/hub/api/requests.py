"""Requests from others: who asked for what by what right, decided by the policy, with one answer outwards (Rec 1).

Whoever asks is answered in the same words whether or not anything is held: an answer that differs would be the answer
itself. What may be told after all is told by "Tell another body", which decides anew with all that is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils.formats import date_format
from django.utils.translation import override

from safetoshare.base.keys import UnitPublicKey
from safetoshare.core.vault import PublicKey
from safetoshare.hub.api.cases import CaseInList
from safetoshare.hub.api.referring import actor_of
from safetoshare.report import api as reports
from safetoshare.sharing.api import disclosures
from safetoshare.sharing.api.acts import Act, ActOrder, record_act
from safetoshare.sharing.api.disclosures import DisclosureOrder, Outcome

# As whom the policy is asked for roles that share nothing themselves.
_NOBODY_KNOWN: Final = UUID(int=0)
_ANSWER: Final = (
    "{day}. We neither confirm nor deny that we hold anything about any person who may have been a victim or a witness "
    "of a crime. Whoever asks us is given this same answer. What we pass on, to whom and when is decided by our "
    "published sharing policy{policy}, and by nothing else. A court's order is sent in writing to our data protection "
    "officer. If a life is in danger now, call 999."
)


@dataclass(frozen=True)
class Asked:
    """What another body asked for. Codes are values of the policy's vocabulary."""

    organisation_name: str
    recipient: str
    happened_on: date
    data: tuple[str, ...]
    purpose: str
    gateway: str


def decide(asked: Asked, case: CaseInList | None, *, role: str, nonce: UUID) -> Outcome:
    """Return what the policy says as long as nothing more is known of the person than that she may be a victim."""
    return disclosures.decide(_order_of(asked, case, role, nonce))


def answer_to_all(outcome: Outcome, day: date) -> str:
    """Return the answer outwards, in English. It knows the day and the policy in force, and nothing of the request."""
    with override("en"):
        written = date_format(day, "j F Y")
    return _ANSWER.format(day=written, policy=f" ({outcome.policy})" if outcome.policy else "")


def record_request(asked: Asked, case: CaseInList, *, by: UUID, role: str, nonce: UUID) -> None:
    """Record for the person that somebody asked and was told nothing. It takes no key; pressed twice, it is one record.

    UnwrapperAwayError, RefusedError: nothing was recorded.
    """
    record_act(
        ActOrder(
            act=Act.REQUEST,
            case=case.id,
            mailbox=reports.mailbox_of(case.report),
            nonce=nonce,
            recipient=asked.recipient,
            organisation_name=asked.organisation_name,
            happened_on=asked.happened_on,
            data=asked.data,
            purpose=asked.purpose,
            gateway=asked.gateway,
            answer="no",
        ),
        by=by,
        role=role,
    )


def _order_of(asked: Asked, case: CaseInList | None, role: str, nonce: UUID) -> DisclosureOrder:
    # What was asked for, and no content: nothing is sent from here.
    fields: Mapping[str, Mapping[str, Any]] = {kind: {"asked": "asked"} for kind in asked.data}
    return DisclosureOrder(
        case=case.id if case else _NOBODY_KNOWN,
        mailbox=UnitPublicKey(_NOBODY_KNOWN, PublicKey(b"\0" * 32)),
        organisation=uuid5(NAMESPACE_OID, asked.organisation_name),
        organisation_name=asked.organisation_name,
        recipient=asked.recipient,
        subject="victim",
        pathways=(case.pathway if case else "other_crime",),
        purpose=asked.purpose,
        gateway=asked.gateway,
        consent="not_asked",
        status_basis="none",
        fields=fields,
        necessity="asked",
        actor=actor_of(role),
        nonce=nonce,
        consent_on=None,
        consent_language="",
        consent_version="",
        age="may_be_child",
    )
