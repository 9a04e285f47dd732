"""Storing a report: sealed, once, and with its mailbox (Rec 4; Victims' Code Rights 2 and 4).

What has been acknowledged is stored; what could not be stored is said to be so, while the page still holds it. Pressed
twice, or by two threads at once, one report is stored and both are told of the same one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.db import Error as AnyDatabaseError
from django.db import IntegrityError
from django.db.models import Q

from safetoshare.base.database import SecurityContext, unit_of_work
from safetoshare.base.faults import kind_and_places
from safetoshare.base.keys import KeysNotTrustedError, UnitPublicKey, current_key
from safetoshare.base.keys.lists import list_in_force
from safetoshare.base.keys.lists.remembered import remember_list, remembered_keys
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.sealing import seal_fields
from safetoshare.core.errors import RefusedError, SafeToShareError, SettingError
from safetoshare.core.receipt import LookUp, Receipt, StretchedReceipt
from safetoshare.core.vault import generate_key_pair, new_salt, seal_private_key
from safetoshare.report.models import CentreReport, Group, Report, ReportGroup, Team
from safetoshare.report.selectors.centres import Centre
from safetoshare.report.selectors.content import ReportContent, SafeContact
from safetoshare.report.selectors.places import group_place, mailbox_place, promise_place
from safetoshare.report.selectors.receipts import look_up_of, mailbox_key_of, stretched
from safetoshare.report.selectors.rights import due_on
from safetoshare.report.selectors.words import Words, seal_words
from safetoshare.report.services import spooling
from safetoshare.report.services.storing import store_rows

_log = logging.getLogger("safetoshare.errors")


class NotStoredError(SafeToShareError):
    """What a reporter sent could not be stored now. Nothing of it was: it is sent again as it stands."""


@dataclass(frozen=True)
class RecordedReport:
    """The report that now stands. `differs`: it stood already, and what was sent now says something else."""

    id: UUID
    received_on: date
    next_step_by: date
    is_new: bool
    differs: bool = False
    # It waits on this machine's disk until the database is back.
    is_spooled: bool = False
    # The control room can read it too.
    is_for_duty: bool = False


@dataclass(frozen=True)
class _Sent:
    """What one press of the button sent."""

    content: ReportContent
    contact: SafeContact
    area: str
    receipt: Receipt
    nonce: bytes
    on: date
    is_set_back: bool = False
    known_stretch: StretchedReceipt | None = None
    centre: Centre | None = None

    @cached_property
    def stretched(self) -> StretchedReceipt:
        """What argon2id makes of the receipt: known from the page that checked it, or made now. BusyError."""
        return self.known_stretch or stretched(self.receipt)

    @property
    def is_for_duty(self) -> bool:
        """Whether the control room may read it: there is danger now, and the person said so."""
        return self.content.danger == self.content.duty == "yes"

    @property
    def nonce_hash(self) -> bytes:
        return hashlib.sha256(b"safetoshare report nonce\x00" + self.nonce).digest()

    @property
    def mark(self) -> bytes:
        words = json.dumps([self.content.as_fields(), self.contact.as_fields(), self.area], sort_keys=True)
        return hmac.digest(self.nonce, words.encode(), "sha256")


def record_report(
    content: ReportContent,
    contact: SafeContact,
    *,
    area: str,
    receipt: Receipt,
    nonce: bytes,
    on: date,
    is_set_back: bool = False,
    known_stretch: StretchedReceipt | None = None,
    centre: Centre | None = None,
) -> RecordedReport:
    """Store a report under its receipt, once: in the spool while the database is away. Its draft goes.

    A centre that sends it can follow it from then on.

    NotStoredError when neither takes it, or no key is trusted; BusyError when too many receipts are looked at.
    """
    sent = _Sent(content, contact, area, receipt, nonce, on, is_set_back, known_stretch, centre)
    is_spooled = False
    try:
        try:
            standing, is_new = _stored_once(sent)
        except AnyDatabaseError as error:
            _log.error("the database is away, a report goes to the spool: %s", kind_and_places(error))
            (standing, is_new), is_spooled = _spooled_once(sent), True
    except (SettingError, KeysNotTrustedError, RefusedError, OSError) as error:
        _log.error("a report was not stored: %s", kind_and_places(error))
        raise NotStoredError("The report could not be stored now: send it again as it stands.") from None
    differs = not hmac.compare_digest(bytes(standing.content_mark), sent.mark)
    days = (standing.received_on, standing.next_step_by)
    is_for_duty = sent.is_for_duty and not differs and bool(remembered_keys(UnitPurpose.DUTY))
    return RecordedReport(standing.id, *days, is_new, differs, is_spooled, is_for_duty)


def next_step_by(received_on: date) -> date:
    """Return by when the next step is due: a victim is referred to support in the days of Victims' Code Right 4."""
    return due_on("support", received_on)


def _stored_once(sent: _Sent) -> tuple[Report, bool]:
    """Return the report that stands, and whether it is new."""
    if spooling.waiting_report(sent.nonce_hash) is not None:
        # This form was sent while the database was away: what was sent first stands.
        spooling.take_over()
    look_up = look_up_of(sent.stretched)
    account = "" if sent.centre is None else str(sent.centre.account)
    context = SecurityContext(account, look_up.hex(), sent.nonce_hash.hex())
    with unit_of_work(context=context):
        earlier = _standing(look_up, sent)
        keys = {} if earlier else _unit_keys(sent)
    if earlier:
        return earlier, False
    report, groups = _sealed(look_up, sent, keys)
    try:
        with unit_of_work(write=True, context=context):
            store_rows(report, groups, _by_centre(report, sent))
    except IntegrityError:
        # Another press was a moment sooner.
        with unit_of_work(context=context):
            earlier = _standing(look_up, sent)
        if earlier is None:
            raise
        return earlier, False
    return report, True


def _spooled_once(sent: _Sent) -> tuple[Report, bool]:
    """Return the report that waits in the spool, and whether it is new there.

    SettingError while this machine remembers no key; RefusedError or OSError when the disk does not take it.
    """
    earlier = spooling.waiting_report(sent.nonce_hash)
    if earlier is not None:
        return earlier.report, False
    keys = _all_groups(
        {
            group: UnitPublicKey(one.key, one.public)
            for group, (purpose, kind) in _wanted(sent).items()
            if (one := remembered_keys(purpose).get(kind)) is not None
        },
        sent,
    )
    report, groups = _sealed(look_up_of(sent.stretched), sent, keys)
    account = None if sent.centre is None else sent.centre.account
    spooling.keep_report(report, groups, _by_centre(report, sent), account)
    return report, True


def _sealed(look_up: LookUp, sent: _Sent, keys: dict[Group, UnitPublicKey]) -> tuple[Report, list[ReportGroup]]:
    report = _new_report(look_up, sent)
    account, contact = sent.content.as_fields(), sent.contact.as_fields()
    # The control room is told what cannot wait; the keys of files stay with the unit.
    told = {"account": account | {"files": []}, "contact": contact}
    fields = {Group.ACCOUNT: account, Group.CONTACT: contact, Group.DUTY: told}
    return report, [_sealed_group(report, group, fields[group], key) for group, key in keys.items()]


def _standing(look_up: LookUp, sent: _Sent) -> Report | None:
    standing = Report.objects.filter(Q(look_up=look_up) | Q(nonce_hash=sent.nonce_hash))
    return standing.only("received_on", "next_step_by", "content_mark").first()


def _by_centre(report: Report, sent: _Sent) -> CentreReport | None:
    if sent.centre is None:
        return None
    return CentreReport(sent.centre.sending, report=report, organisation=sent.centre.organisation, sent_on=sent.on)


def _wanted(sent: _Sent) -> dict[Group, tuple[UnitPurpose, KeyKind]]:
    """Return to which keys the groups of this report are sealed."""
    wanted = {
        Group.ACCOUNT: (UnitPurpose.SAFEGUARDING, KeyKind.ORDINARY),
        Group.CONTACT: (UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED),
    }
    return wanted | ({Group.DUTY: (UnitPurpose.DUTY, KeyKind.ORDINARY)} if sent.is_for_duty else {})


def _unit_keys(sent: _Sent) -> dict[Group, UnitPublicKey]:
    keys = {group: current_key(purpose, kind) for group, (purpose, kind) in _wanted(sent).items()}
    found = _all_groups({group: key for group, key in keys.items() if key is not None}, sent)
    if not remembered_keys(UnitPurpose.SAFEGUARDING):
        # This machine has not met the list that is pinned now.
        with suppress(OSError):
            remember_list(list_in_force())
    return found


def _all_groups(found: dict[Group, UnitPublicKey], sent: _Sent) -> dict[Group, UnitPublicKey]:
    """Return the keys if the unit's are there. Without the control room's the report is taken all the same."""
    missing = set(_wanted(sent)) - set(found)
    if missing - {Group.DUTY}:
        raise SettingError("The safeguarding unit has no key: `safetoshare doctor` says more.")
    return found


def _new_report(look_up: LookUp, sent: _Sent) -> Report:
    """Return the row of a report with a mailbox of its own, whose private half only the receipt opens."""
    identifier, salt, mailbox = uuid4(), new_salt(), generate_key_pair()
    key = mailbox_key_of(sent.stretched, salt)
    shown = {"promise_shown_on": sent.content.as_fields()["promise_shown_on"]}
    promise = seal_fields(shown, promise_place(identifier), UnitPublicKey(identifier, mailbox.public))
    return Report(
        id=identifier,
        look_up=look_up,
        salt=salt,
        mailbox_public=mailbox.public,
        mailbox_private=seal_private_key(mailbox.private, key, mailbox_place(identifier)),
        promise_wrapped=promise.wrapped,
        promise_sealed=promise.sealed,
        words_sealed=seal_words(Words(), key, identifier),
        nonce_hash=sent.nonce_hash,
        content_mark=sent.mark,
        team=Team.DUTY if sent.content.danger == "yes" else Team.UNIT,
        area=sent.area,
        is_set_back=sent.is_set_back,
        received_on=sent.on,
        next_step_by=next_step_by(sent.on),
    )


def _sealed_group(report: Report, group: Group, fields: dict[str, Any], key: UnitPublicKey) -> ReportGroup:
    value = seal_fields(fields, group_place(report.id, group), key)
    return ReportGroup(report=report, group=group, **ReportGroup.columns(value))
