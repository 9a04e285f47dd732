"""The ceremony makes members who unlock, sheets that recover, and a list that is trusted; it is held once."""

from __future__ import annotations

from base64 import b32decode

import pytest
from django.conf import settings

from safetoshare.base import clock
from safetoshare.base.accounts.codes import code_for_step, current_step
from safetoshare.base.accounts.services import SignedIn, create_account, sign_in
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import ceremony
from safetoshare.base.keys.ceremony import FIRST_ROLES, Ceremony, hold_ceremony
from safetoshare.base.keys.lists import list_in_force
from safetoshare.base.keys.recovering import drill
from safetoshare.base.models import Account, MemberKey, Unit, UnitKeyWrap
from safetoshare.base.models.keys import UnitPurpose
from safetoshare.base.permissions import Realm, Role
from safetoshare.base.settings.secrets import read_key
from safetoshare.base.unwrapper import client
from safetoshare.core.errors import BadInputError, RefusedError
from safetoshare.core.key_list import fingerprint
from safetoshare.core.recovery_sheet import read_secret, recovery_key
from tests.base.people import PEPPERS
from tests.base.unwrapper.in_process import InProcess

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NAMES = {Role.UNIT_SUPERVISOR: "Sana", Role.DATA_PROTECTION_OFFICER: "Piotr"}
UNITS = {UnitPurpose.SAFEGUARDING: "Safeguarding", UnitPurpose.DATA_PROTECTION: "Data protection"}


def hold(names: dict[Role, str] | None = None) -> Ceremony:
    codes_key = read_key(settings.ENVIRONMENT.secrets, "one-time-codes", settings.ENVIRONMENT.mode)
    return hold_ceremony(names or NAMES, UNITS, PEPPERS, codes_key)


@pytest.fixture
def held(unwrapper: InProcess) -> Ceremony:
    return hold()


def test_its_members_sign_in_and_unlock(held: Ceremony) -> None:
    for made in held.members:
        account = Account.objects.get(name=made.name)
        code = code_for_step(b32decode(made.code_secret), current_step(clock.now()))
        assert isinstance(sign_in(made.name, code, Realm.STAFF, clock.now()), SignedIn)
        assert isinstance(client.unlock(account.id, made.passphrase), client.KeysUnlocked)


def test_any_two_of_its_sheets_recover(held: Ceremony) -> None:
    keys = [recovery_key(number, read_secret(sheet)) for number, sheet in enumerate(held.sheets, start=1)]
    assert drill([keys[0], keys[2]]).unit_keys == 3
    assert drill([keys[1], keys[2]]).unit_keys == 3


def test_its_list_is_pinned_here_and_signed_by_the_two(held: Ceremony) -> None:
    with unit_of_work():
        listed = list_in_force()
    assert fingerprint(listed.text()) == held.fingerprint
    assert {one.role for one in listed.signers} == set(FIRST_ROLES)


def test_nothing_secret_shows_when_it_is_printed_by_mistake(held: Ceremony) -> None:
    shown = repr(held)
    assert not any(sheet in shown for sheet in held.sheets)
    assert not any(one.passphrase in shown or one.code_secret in shown for one in held.members)


def test_it_is_held_once(held: Ceremony) -> None:
    before = list(MemberKey.objects.values_list("pk", flat=True))
    with pytest.raises(RefusedError, match="already"):
        hold()
    assert list(MemberKey.objects.values_list("pk", flat=True)) == before


def test_one_that_was_cut_short_is_held_anew(unwrapper: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ceremony, "signed_by", power_cut)
        with pytest.raises(KeyboardInterrupt):
            hold()
    made = hold()
    assert Unit.objects.count() == 2
    assert UnitKeyWrap.objects.count() == 3
    account = Account.objects.get(name=made.members[0].name)
    assert isinstance(client.unlock(account.id, made.members[0].passphrase), client.KeysUnlocked)


@pytest.mark.parametrize("second", ["", "  ", "SANA"])
def test_two_members_have_two_names(unwrapper: InProcess, second: str) -> None:
    with pytest.raises(BadInputError, match="two different names"):
        hold(NAMES | {Role.DATA_PROTECTION_OFFICER: second})
    assert not Account.objects.exists()


def test_a_name_that_another_role_has_is_refused(unwrapper: InProcess) -> None:
    create_account("Sana", Role.INSPECTOR)
    with pytest.raises(BadInputError, match="another role"):
        hold()
