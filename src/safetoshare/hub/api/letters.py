"""Telling a body that has no account here: what would be told, the decision, sending it, and what a rank decided.

The policy decides each time anew, on the server's own day. What restricted groups hold never goes by letter, and no
fact about immigration can be sent from here at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from safetoshare.base import clock
from safetoshare.core.errors import RefusedError
from safetoshare.core.triage import PATHWAYS
from safetoshare.hub.api.cases import CaseFile
from safetoshare.hub.api.referring import CaseMoved, actor_of, known_fields, subject_of
from safetoshare.hub.selectors.contents import SHAREABLE
from safetoshare.hub.services.letters import send_letter
from safetoshare.report import api as reports
from safetoshare.sharing.api import decisions, disclosures
from safetoshare.sharing.api.decisions import NEVER_BY_LETTER, LetterDraft
from safetoshare.sharing.api.disclosures import Disclosed, DisclosureOrder, NotDisclosed, NoticeDelay, Preview

__all__ = [
    "BY_LETTER",
    "CaseMoved",
    "Disclosed",
    "LetterDraft",
    "NotDisclosed",
    "Sent",
    "Telling",
    "draft",
    "order_of",
    "preview",
    "record_refusal",
    "send",
]

# What a letter can hold: all that can be sent, but what restricted groups hold.
BY_LETTER: Final = tuple(kind for kind in SHAREABLE if kind not in NEVER_BY_LETTER)


@dataclass(frozen=True)
class Telling:
    """What an officer wants to tell whom, and why. Codes are values of the policy's vocabulary."""

    organisation_name: str
    recipient: str
    purpose: str
    gateway: str
    data: tuple[str, ...]
    summary: str = field(repr=False)
    necessity: str = field(repr=False)
    consent: str
    danger: str
    adviser_offered: str
    consent_on: date | None = None
    consent_language: str = ""
    told_on: date | None = None
    delay: NoticeDelay | None = None


@dataclass(frozen=True)
class Sent:
    """It was sent: the last part of the letter's address, its code, and until when it opens."""

    address: str = field(repr=False)
    code: str = field(repr=False)
    expires_on: date


def order_of(file: CaseFile, telling: Telling, *, role: str, nonce: UUID) -> DisclosureOrder:
    """Return the order that tells it: of each kind that was chosen, the fields that hold something."""
    case, content, assessment = file.case, file.content, file.contents.assessment
    known = known_fields(content, assessment, telling.summary)
    chosen = {kind: {name: text for name, text in known[kind].items() if text} for kind in telling.data}
    return DisclosureOrder(
        case=case.id,
        mailbox=reports.mailbox_of(case.report),
        # It stands in no directory: the same name is the same body.
        organisation=uuid5(NAMESPACE_OID, telling.organisation_name),
        organisation_name=telling.organisation_name,
        recipient=telling.recipient,
        subject=subject_of(content),
        pathways=tuple(pathway for pathway in PATHWAYS if pathway in {case.pathway, *content.pathways}),
        purpose=telling.purpose,
        gateway=telling.gateway,
        consent=telling.consent,
        status_basis="none",
        fields={kind: fields for kind, fields in chosen.items() if fields},
        necessity=telling.necessity,
        actor=actor_of(role),
        nonce=nonce,
        consent_on=telling.consent_on,
        consent_language=telling.consent_language,
        consent_version="1" if telling.consent == "given" else "",
        age=assessment.age if assessment else "may_be_child",
        danger=telling.danger,
        adviser_offered=telling.adviser_offered,
        promised_on=content.promise_shown_on,
        told_on=telling.told_on,
        delay=telling.delay,
    )


def preview(order: DisclosureOrder) -> Preview:
    """Return today's decision and the very fields that would be sealed. BadInputError: it cannot be decided."""
    return disclosures.preview(order)


def draft(order: DisclosureOrder) -> LetterDraft:
    """Return the letter of an order. Its address and code come from the order's nonce: the same each time."""
    return decisions.draft_letter(order.nonce, decisions.package_id(order.nonce), clock.today())


def send(
    order: DisclosureOrder, *, version: int, by: UUID, role: str, previewed: str | None
) -> Sent | NotDisclosed | CaseMoved:
    """Send it, if the policy permits and the case is as it was read. RefusedError, BadInputError: nothing was sent."""
    letter = draft(order)
    done = send_letter(order, letter, version=version, by=by, role=role, previewed=previewed)
    return Sent(letter.address, letter.code, letter.expires_on) if isinstance(done, Disclosed) else done


def record_refusal(order: DisclosureOrder, *, by: UUID, role: str) -> NotDisclosed | None:
    """Record that the policy refuses it, for the person and the log. None: it would not refuse it now."""
    if preview(order).outcome.is_permitted:
        return None
    done = disclosures.disclose(order, by=by, role=role, within=_sends_nothing, letter=draft(order))
    return done if isinstance(done, NotDisclosed) else None


def _sends_nothing(_package: UUID, _on: date) -> None:
    """Undo a release: another policy came into force at this very moment, and nobody saw what would be sent."""
    raise RefusedError("This would be permitted now: look at it again.")
