"""Synthetic people for the tests: accounts and their codes, members with keys, units, and records sealed to them."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from safetoshare.base import clock
from safetoshare.base.accounts import services
from safetoshare.base.accounts.codes import code_for_step, current_step, open_code_secret
from safetoshare.base.accounts.services import create_account, give_member_key
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import create_unit, current_key
from safetoshare.base.models import Account, MemberKey
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Realm, Role
from safetoshare.base.settings.secrets import read_key
from safetoshare.base.unwrapper import openings
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.vault import PassphraseCost, Place, new_data_key, seal, stretch_passphrase, wrap

PEPPER = bytes(range(32))
PEPPERS = {Realm.STAFF: PEPPER, Realm.PARTNER: PEPPER}
LOG_SEED = bytes(range(32, 64))
PASSPHRASE = "lantern orbit copper meadow violin harbour"


def stretch_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let argon2id take no time: its real cost is for the tests of a real process."""
    quick = partial(stretch_passphrase, cost=PassphraseCost(memory_kib=64, passes=1))
    monkeypatch.setattr(services, "stretch_passphrase", quick)
    monkeypatch.setattr(openings, "stretch_passphrase", quick)


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


def create_units() -> None:
    """Create a safeguarding unit and the data protection officer's, with all members that there are."""
    with unit_of_work():
        members = list(MemberKey.objects.select_related("account"))
    create_unit("Safeguarding", UnitPurpose.SAFEGUARDING, members)
    create_unit("Data protection", UnitPurpose.DATA_PROTECTION, members)


def sealed(plaintext: bytes, kind: KeyKind = KeyKind.ORDINARY, record: UUID | None = None) -> SealedValue:
    """Seal a value to the safeguarding unit, as the process that takes reports does."""
    with unit_of_work():
        key = current_key(UnitPurpose.SAFEGUARDING, kind)
    assert key is not None
    place = Place(record=record or uuid4(), table="report_report", group="account", version=1)
    data_key = new_data_key()
    return SealedValue(place, key.id, wrap(data_key, key.public, place), seal(data_key, plaintext, place))
