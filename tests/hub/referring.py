"""Referrals for the tests: units that can be sealed to, organisations with workers, and packages sent to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import UnitPublicKey, create_unit, current_key
from safetoshare.base.models import MemberKey
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.sealing import seal_fields
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.vault import generate_key_pair
from safetoshare.hub.selectors.referrals import pointer_place
from safetoshare.hub.services.referrals import create_referral
from safetoshare.sharing.api.disclosures import Disclosed, disclose
from tests.base.people import trust_keys
from tests.sharing.disclosing import order_of

ORGANISATION = UUID("5b1f6c1e-8d2a-4f57-9a0e-3d1c7b2e9f10")
ANOTHER = UUID("c2a7d9b4-1e63-4b08-8f75-6a90d1e4b3c2")
SENT_ON = date(2026, 11, 16)
ANSWER_BY = SENT_ON + timedelta(days=4)


def send_referral(
    organisation: UUID = ORGANISATION,
    *,
    package: UUID | None = None,
    sent_on: date = SENT_ON,
    answer_by: date | None = None,
) -> UUID:
    """Refer a package to an organisation, as the unit's release of it does."""
    package = package or uuid4()
    pointer = pointer_of(package)
    with unit_of_work(write=True):
        create_referral(package, organisation, sent_on, answer_by or sent_on + timedelta(days=4), pointer)
    return package


def pointer_of(package: UUID) -> SealedValue:
    """Seal the way to some case, as the unit does."""
    with unit_of_work():
        key = current_key(UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED)
    assert key is not None
    return seal_fields({"case": str(uuid4())}, pointer_place(package), key)


def join(organisation: UUID, name: str) -> None:
    """Let an organisation join: a unit of all its workers."""
    with unit_of_work():
        members = list(MemberKey.objects.select_related("account"))
    create_unit(name, UnitPurpose.ORGANISATION, members, organisation=organisation)
    trust_keys()


def send_package(fields: Mapping[str, Mapping[str, str]], organisation: UUID = ORGANISATION) -> UUID:
    """Disclose a package and refer it, by the policy in force and in one transaction, as the unit does."""
    mailbox = UnitPublicKey(uuid4(), generate_key_pair().public)
    order = replace(order_of(mailbox, uuid4()), organisation=organisation, fields=fields)
    pointers: dict[UUID, SealedValue] = {}
    with unit_of_work():
        key = current_key(UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED)
    assert key is not None

    def refer(package: UUID, today: date) -> None:
        pointers[package] = seal_fields({"case": str(order.case)}, pointer_place(package), key)
        create_referral(package, organisation, today, today + timedelta(days=4), pointers[package])

    done = disclose(order, by=uuid4(), role="victim_care_officer", within=refer)
    assert isinstance(done, Disclosed)
    (package,) = pointers
    return package
