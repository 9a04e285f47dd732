"""From needs to help: services with reasons, consent, the sharing decision with its preview, and sending (Rec 4(d)).

Nothing is sent but what a person agreed to, and the policy decides each time anew. A refusal of consent, and its
withdrawal, change nothing else. No fact about immigration is among what can be sent from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import translation

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.force import current_force
from safetoshare.base.keys import organisation_key
from safetoshare.base.labels import NEED_NAMES
from safetoshare.base.languages import LANGUAGES
from safetoshare.base.permissions import Role
from safetoshare.core.cases import CaseGroupName
from safetoshare.core.triage import PATHWAYS
from safetoshare.hub.api.cases import CaseFile
from safetoshare.hub.selectors.contents import Assessment, Consent, withdrawal
from safetoshare.hub.services.cases import Appended, append_group
from safetoshare.hub.services.referring import CaseMoved, refer
from safetoshare.network import api as network
from safetoshare.network.api import DirectoryService, Reason
from safetoshare.report import api as reports
from safetoshare.report.api import ReportContent, SafeContact
from safetoshare.sharing.api import disclosures
from safetoshare.sharing.api.disclosures import Disclosed, DisclosureOrder, NotDisclosed, Preview

__all__ = [
    "CaseMoved",
    "Disclosed",
    "NotDisclosed",
    "OfferHere",
    "OrderParts",
    "Preview",
    "actor_of",
    "fields_to_send",
    "is_offered_still",
    "known_fields",
    "offer_of",
    "offers",
    "order_of",
    "parts_of",
    "preview",
    "record_consent",
    "send",
    "subject_of",
    "withdraw_consent",
]

_PURPOSES = {"immigration_adviser": "legal_advice"}
_SUBJECTS = {"witness": "witness"}
# It is written into the record that the person may carry on her phone: so it names no need.
_NECESSITY = "The person agreed to it, so that this organisation can offer help."
_DANGERS = {"yes": "immediate"}


@dataclass(frozen=True)
class OfferHere:
    """A service that may help, and whether its organisation can receive a sealed referral here."""

    service: DirectoryService
    reasons: tuple[Reason, ...]
    is_known_to_fit: bool
    receives_here: bool

    @property
    def purpose(self) -> str:
        """For what it would be told, in the policy's words."""
        return _PURPOSES.get(self.service.recipient, "support")


@dataclass(frozen=True)
class OrderParts:
    """All that an order is made of, opened: the web's pages and the demonstration bring the same."""

    case: UUID
    report: UUID
    version: int
    area: str
    pathway: str
    content: ReportContent
    contact: SafeContact
    assessment: Assessment
    consent: Consent


def offers(area: str, assessment: Assessment) -> list[OfferHere]:
    """Return the services for what was found, those known to fit first."""
    found = network.services_for(area, assessment.found, assessment.language)
    with unit_of_work():
        return [
            OfferHere(
                entry.service,
                entry.reasons,
                entry.is_known_to_fit,
                receives_here=organisation_key(entry.service.organisation) is not None,
            )
            for entry in found
        ]


def offer_of(service: UUID) -> OfferHere | None:
    """Return one service of the directory, None if it is not offered."""
    details = network.service_details(service)
    if details is None:
        return None
    with unit_of_work():
        receives = organisation_key(details.service.organisation) is not None
    return OfferHere(details.service, (), is_known_to_fit=False, receives_here=receives)


def is_offered_still(consent: Consent) -> bool:
    """Whether the directory still says of the service what it said when the person agreed."""
    offer = offer_of(consent.service)
    asked = (consent.organisation, consent.recipient)
    return offer is not None and offer.receives_here and asked == (offer.service.organisation, offer.service.recipient)


def record_consent(case: UUID, consent: Consent) -> Appended:
    """Write what a person was asked and answered. No key is needed."""
    appended = append_group(case, CaseGroupName.CONSENT, consent.as_fields())
    assert isinstance(appended, Appended)  # noqa: S101  # a ledger expects no version
    return appended


def withdraw_consent(case: UUID, consent: UUID, *, by: UUID, day: date) -> None:
    """Write that a person took her agreement back, which holds from now. No key is needed."""
    append_group(case, CaseGroupName.CONSENT, withdrawal(consent, by, day))


def parts_of(file: CaseFile, consent: UUID) -> OrderParts | None:
    """Return the parts of an order under a consent, or None: no such consent, no assessment, or not all was opened."""
    found = next((one for one in file.contents.consents if one.id == consent), None)
    assessment, contact = file.contents.assessment, file.contact
    if found is None or assessment is None or contact is None:
        return None
    case = file.case
    return OrderParts(
        case.id, case.report, case.version, case.area, case.pathway, file.content, contact, assessment, found
    )


def order_of(parts: OrderParts, *, role: str, nonce: UUID) -> DisclosureOrder:
    """Return the order that sends what the consent covers, and nothing else."""
    consent, assessment, content = parts.consent, parts.assessment, parts.content
    return DisclosureOrder(
        case=parts.case,
        mailbox=reports.mailbox_of(parts.report),
        organisation=consent.organisation,
        organisation_name=consent.organisation_name,
        recipient=consent.recipient,
        subject=subject_of(content),
        pathways=tuple(pathway for pathway in PATHWAYS if pathway in {parts.pathway, *content.pathways}),
        purpose=consent.purpose,
        gateway="consent",
        consent="given",
        status_basis="none",
        fields=fields_to_send(parts),
        necessity=_NECESSITY,
        actor=actor_of(role),
        nonce=nonce,
        consent_on=consent.asked_on,
        consent_language=consent.language,
        consent_version=str(consent.version),
        age=assessment.age,
        danger=_DANGERS.get(content.danger, "none"),
        adviser_offered="yes" if consent.adviser_offered == "yes" else "no",
        # It stands sealed in the report itself: no form and no caller names the day of a promise.
        promised_on=content.promise_shown_on,
    )


def actor_of(role: str) -> str:
    """Return as whom the policy knows a role; who may refer at all, the permission table says."""
    return disclosures.ACTOR_OF_ROLE[Role(role)]


def subject_of(content: ReportContent) -> str:
    """Return as whom the policy knows the person that a report is about."""
    return _SUBJECTS.get(content.about, "victim")


def known_fields(content: ReportContent, assessment: Assessment | None, summary: str) -> dict[str, dict[str, str]]:
    """Return what is written down of each kind of data that no restricted group holds; empty where it is not."""
    found = assessment.found if assessment else ()
    interpreter = assessment.interpreter if assessment else "not_talked_about"
    return {
        "identity": {"name": assessment.name if assessment else ""},
        "account_of_offence": {"account": content.account, "happened_when": content.happened_when},
        "needs": {
            "needs": _need_names(found),
            "summary": summary,
            "language": _language(assessment) if assessment else "",
            "interpreter": interpreter if interpreter != "not_talked_about" else "",
        },
        "children": {"children": "yes" if "children" in found or content.children == "yes" else ""},
    }


def fields_to_send(parts: OrderParts) -> dict[str, dict[str, str]]:
    """Return what would be sent: of each kind that was agreed to, the fields that hold something."""
    contact = parts.contact
    known = known_fields(parts.content, parts.assessment, parts.consent.summary) | {
        "contact_and_location": {
            "how": contact.how,
            "when": contact.when,
            "if_someone_else_answers": contact.if_someone_else_answers,
            "must_not_know": contact.must_not_know,
            "code_word": contact.code_word,
            "stop_word": contact.stop_word,
            "area": _area_name(parts.area),
        }
    }
    agreed = {kind: {name: text for name, text in known[kind].items() if text} for kind in parts.consent.data}
    return {kind: fields for kind, fields in agreed.items() if fields}


def preview(order: DisclosureOrder) -> Preview:
    """Return today's decision and the very fields that would be sealed."""
    return disclosures.preview(order)


def send(
    parts: OrderParts, order: DisclosureOrder, *, by: UUID, role: str, previewed: str | None = None
) -> Disclosed | NotDisclosed | CaseMoved:
    """Send it, if the consent stands and the case is as it was read. RefusedError: nothing was sent."""
    if not parts.consent.stands_on(clock.today()) or not is_offered_still(parts.consent):
        return CaseMoved()
    return refer(order, parts.consent, version=parts.version, by=by, role=role, previewed=previewed)


def _need_names(needs: Sequence[str]) -> str:
    """Return the names in English, whatever the language of the page: the preview equals what is sent."""
    with translation.override("en"):
        return ", ".join(str(NEED_NAMES[need]) for need in needs)


def _language(assessment: Assessment) -> str:
    name = next((known.english_name for known in LANGUAGES if known.code == assessment.language), "")
    return ", ".join(filter(None, (name, assessment.language_note)))


def _area_name(code: str) -> str:
    return next((area.name for area in current_force().areas if area.code == code), "")
