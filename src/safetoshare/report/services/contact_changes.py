"""The person changes, from her mailbox, how she can be reached safely.

Whoever found the receipt could do that too, and have the unit call him. So where no second word of hers was typed, it
is not used before some days are over, which the force's folder names; the unit, which sees it at once, can hold it.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import Error as AnyDatabaseError
from django.db import IntegrityError

from safetoshare.base.database import unit_of_work
from safetoshare.base.faults import kind_and_places
from safetoshare.base.force import current_force
from safetoshare.base.keys import KeysNotTrustedError, current_key
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.sealing import seal_fields
from safetoshare.core.errors import SettingError
from safetoshare.report.models import ContactChange
from safetoshare.report.selectors.contact_changes import ChangedContact, last_change
from safetoshare.report.selectors.content import SafeContact
from safetoshare.report.selectors.places import contact_change_place
from safetoshare.report.services.recording import NotStoredError

_log = logging.getLogger("safetoshare.errors")
_TRIES: Final = 4


def change_contact(report: UUID, contact: SafeContact, nonce: bytes, day: date, *, is_sure: bool) -> ChangedContact:
    """Seal another safe contact to the unit; `is_sure`: her second word was typed, and nothing has to wait.

    Pressed twice, it is the same one. NotStoredError: nothing was changed. Call it outside of a unit of work.
    """
    nonce_hash = hashlib.sha256(b"safetoshare contact nonce\x00" + nonce).digest()
    not_before = day if is_sure else day + timedelta(days=current_force().erasure_wait_days)
    try:
        for _ in range(_TRIES):
            try:
                _store(report, contact, nonce_hash, day, not_before)
                break
            except IntegrityError:
                # Pressed twice; or two pages want the same number.
                with unit_of_work():
                    if ContactChange.objects.filter(nonce_hash=nonce_hash).exists():
                        break
        with unit_of_work():
            changed = last_change(report)
    except (AnyDatabaseError, SettingError, KeysNotTrustedError, OSError) as error:
        _log.error("a safe contact was not changed: %s", kind_and_places(error))
        raise NotStoredError("It could not be changed now: send it again as it stands.") from None
    if changed is None:
        raise NotStoredError("It could not be changed now: send it again as it stands.")
    return changed


def hold_change(report: UUID) -> bool:
    """Note that the last change is not used: somebody else may have asked it. False if there is none to hold."""
    with unit_of_work(write=True):
        last = ContactChange.objects.filter(report=report).order_by("-number").values_list("id", "is_held").first()
        if last is None or last[1]:
            return False
        return bool(ContactChange.objects.filter(pk=last[0]).update(is_held=True))


def _store(report: UUID, contact: SafeContact, nonce_hash: bytes, day: date, not_before: date) -> None:
    with unit_of_work():
        numbers = ContactChange.objects.filter(report=report).order_by("-number").values_list("number", flat=True)
        number = (numbers.first() or 0) + 1
        key = current_key(UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED)
    if key is None:
        raise SettingError("The safeguarding unit has no key: `safetoshare doctor` says more.")
    value = seal_fields(contact.as_fields(), contact_change_place(report, number), key)
    with unit_of_work(write=True):
        ContactChange.objects.bulk_create(
            [
                ContactChange(
                    report_id=report,
                    number=number,
                    nonce_hash=nonce_hash,
                    asked_on=day,
                    not_before=not_before,
                    **ContactChange.columns(value),
                )
            ]
        )
