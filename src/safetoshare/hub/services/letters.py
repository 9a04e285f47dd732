"""Telling a body that has no account here, by link and code, in one transaction with its record (Rec 4(e))."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from safetoshare.core.cases import CaseGroupName
from safetoshare.hub.selectors.contents import LetterSent
from safetoshare.hub.services.cases import CaseMovedError, note_letter, refuse_if_stopped, unit_key
from safetoshare.hub.services.referring import CaseMoved
from safetoshare.sharing.api import disclosures
from safetoshare.sharing.api.decisions import LetterDraft
from safetoshare.sharing.api.disclosures import Disclosed, DisclosureOrder, NotDisclosed


def send_letter(
    order: DisclosureOrder, letter: LetterDraft, *, version: int, by: UUID, role: str, previewed: str | None
) -> Disclosed | NotDisclosed | CaseMoved:
    """Disclose by letter and note it in the case, or do neither. Pressed twice, it is sent once."""
    key = unit_key(CaseGroupName.LETTER_LIST)

    def note(package: UUID, day: date) -> None:
        if order.consent == "given":
            refuse_if_stopped(order.case, order.consent_on)
        sent = LetterSent(
            package=package,
            recipient=order.recipient,
            organisation_name=order.organisation_name,
            purpose=order.purpose,
            data=tuple(sorted(order.fields)),
            sent_on=day,
            expires_on=letter.expires_on,
            sent_by=by,
        )
        note_letter(order.case, version, sent.as_fields(), key)

    try:
        return disclosures.disclose(order, by=by, role=role, within=note, previewed=previewed, letter=letter)
    except CaseMovedError:
        return CaseMoved()
