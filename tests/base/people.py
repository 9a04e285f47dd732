"""Synthetic people for the tests: accounts and their codes, members with keys, units, and records sealed to them."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from safetoshare.base import clock
from safetoshare.base.accounts.codes import code_for_step, current_step, open_code_secret
from safetoshare.base.accounts.services import create_account, give_member_key
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import create_unit, current_key, members, signing
from safetoshare.base.keys.lists import first_list, pin_of, put_in_force
from safetoshare.base.keys.pins import write_pin
from safetoshare.base.models import Account, MemberKey, SignedKeyList
from safetoshare.base.models.keys import KeyKind, MemberKeyState, UnitPurpose
from safetoshare.base.permissions import Realm, Role
from safetoshare.base.settings.secrets import read_key
from safetoshare.base.unwrapper import unlocking
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.key_list import HOLDERS
from safetoshare.core.ledger.note import sign_note
from safetoshare.core.recovery_sheet import RecoveryKey, recovery_key
from safetoshare.core.vault import PassphraseCost, Place, new_data_key, seal, stretch_passphrase, wrap

PEPPER = bytes(range(32))
PEPPERS = {Realm.STAFF: PEPPER, Realm.PARTNER: PEPPER}
LOG_SEED = bytes(range(32, 64))
PASSPHRASE = "lantern orbit copper meadow violin harbour"


def stretch_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let argon2id take no time: its real cost is for the tests of a real process."""
    quick = partial(stretch_passphrase, cost=PassphraseCost(memory_kib=64, passes=1))
    monkeypatch.setattr(members, "stretch_passphrase", quick)
    monkeypatch.setattr(signing, "stretch_passphrase", quick)
    monkeypatch.setattr(unlocking, "stretch_passphrase", quick)


def code_of(account: Account, at: datetime | None = None) -> str:
    """Return the code that the account's authenticator shows."""
    environment = settings.ENVIRONMENT
    key = read_key(environment.secrets, "one-time-codes", environment.mode)
    secret = open_code_secret(bytes(account.sealed_code_secret), account.id, key)
    return code_for_step(secret, current_step(at or clock.now()))


def member(role: Role, name: str = "", organisation: UUID | None = None) -> Account:
    """Create an account with a key of its own, opened by PASSPHRASE."""
    account = create_account(name or role.replace("_", "-"), role, organisation=organisation)
    give_member_key(account.id, PASSPHRASE, PEPPER)
    return account


def give_pending_key(role: Role, name: str) -> Account:
    """Create an account whose key waits for two signatures, opened by PASSPHRASE."""
    account = member(role, name)
    MemberKey.objects.filter(account=account).update(state=MemberKeyState.PENDING)
    return account


def create_units() -> None:
    """Create a safeguarding unit and the data protection officer's, with all members that there are."""
    with unit_of_work():
        members = list(MemberKey.objects.select_related("account"))
    holders = [holder.listed for holder in recovery_keys()]
    create_unit("Safeguarding", UnitPurpose.SAFEGUARDING, members, recovery=holders)
    create_unit("Data protection", UnitPurpose.DATA_PROTECTION, members, recovery=holders)
    create_unit("Ranks that decide", UnitPurpose.DECISIONS, members, recovery=holders)
    create_unit("Control room", UnitPurpose.DUTY, members, recovery=holders)
    trust_keys()


def recovery_keys() -> list[RecoveryKey]:
    """The three recovery holders' keys, the same in every test."""
    return [recovery_key(number, bytes([number]) * 32) for number in HOLDERS]


def trust_keys() -> None:
    """Let two recovery holders sign a first list of whatever units and members there are now, and pin it."""
    holders = recovery_keys()
    with unit_of_work(write=True):
        SignedKeyList.objects.all().delete()
        listed = first_list(tuple(holder.listed for holder in holders))
        put_in_force(sign_note(listed.text(), [holder.signer for holder in holders[:2]]))
    write_pin(pin_of(listed))


@pytest.fixture
def audited(db: None) -> None:
    """A data protection officer's key, without which nothing may be changed. The databases need a mark for `audit`."""
    create_unit("Data protection", UnitPurpose.DATA_PROTECTION, [])
    trust_keys()


def sealed(
    plaintext: bytes, kind: KeyKind = KeyKind.ORDINARY, record: UUID | None = None, version: int = 1
) -> SealedValue:
    """Seal a value to the safeguarding unit, as the process that takes reports does."""
    with unit_of_work():
        key = current_key(UnitPurpose.SAFEGUARDING, kind)
    assert key is not None
    place = Place(record=record or uuid4(), table="report_report", group="account", version=version)
    data_key = new_data_key()
    return SealedValue(place, key.id, wrap(data_key, key.public, place), seal(data_key, plaintext, place))
