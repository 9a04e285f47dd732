"""The ceremony: the first members, the units' first keys, three recovery sheets, and the list that two sign.

It is held once, in one room, on the machine itself, by the two members whom it makes. What it returns is told or
printed there and stored nowhere: passphrases, the secrets behind one-time codes, and the recovery sheets. A ceremony
that was cut short left no list, so that nothing was ever sealed to what it made; the next one makes it anew.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field

from safetoshare.base.accounts.codes import open_code_secret
from safetoshare.base.accounts.services import create_account, fold_name, give_member_key
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.lists import first_list, has_list, pin_of, put_in_force
from safetoshare.base.keys.members import new_passphrase
from safetoshare.base.keys.pins import write_pin
from safetoshare.base.keys.signing import present, signed_by
from safetoshare.base.keys.units import create_unit
from safetoshare.base.models import Account, MemberKey, Unit, UnitKey
from safetoshare.base.models.keys import UnitPurpose
from safetoshare.base.permissions import Realm, Role
from safetoshare.core.errors import BadInputError, RefusedError
from safetoshare.core.key_list import HOLDERS, fingerprint
from safetoshare.core.recovery_sheet import RecoveryKey, draw_secret, printed, recovery_key

# Who begins: together they hold every key of the force, and they may sign what comes next.
FIRST_ROLES = (Role.UNIT_SUPERVISOR, Role.DATA_PROTECTION_OFFICER)


@dataclass(frozen=True)
class FirstMember:
    """A member whom the ceremony made, with what only that member may see."""

    name: str
    role: Role
    passphrase: str = field(repr=False)
    code_secret: str = field(repr=False)


@dataclass(frozen=True)
class Ceremony:
    """What a ceremony made. The sheets stand in the holders' order."""

    members: tuple[FirstMember, ...]
    sheets: tuple[str, ...] = field(repr=False)
    fingerprint: str


def hold_ceremony(
    names: Mapping[Role, str], units: Mapping[UnitPurpose, str], peppers: Mapping[Realm, bytes], codes_key: bytes
) -> Ceremony:
    """Make the first members, units and list, and pin it. RefusedError when there is a list already."""
    folded = {role: fold_name(names[role]) for role in FIRST_ROLES}
    if len(set(folded.values())) < len(FIRST_ROLES) or not all(folded.values()):
        raise BadInputError("The two first members have two different names.")
    _clear_what_was_cut_short(folded)
    secrets = [draw_secret() for _ in HOLDERS]
    holders = [recovery_key(number, secret) for number, secret in zip(HOLDERS, secrets, strict=True)]
    members = tuple(_first_member(folded[role], role, peppers, codes_key) for role in FIRST_ROLES)
    shown = _sign_first_list(members, units, holders, peppers)
    return Ceremony(members, tuple(map(printed, secrets)), shown)


def _sign_first_list(
    members: tuple[FirstMember, ...],
    units: Mapping[UnitPurpose, str],
    holders: list[RecoveryKey],
    peppers: Mapping[Realm, bytes],
) -> str:
    listed_holders = tuple(holder.listed for holder in holders)
    with unit_of_work():
        rows = {row.account.name: row for row in MemberKey.objects.select_related("account")}
    for purpose, name in units.items():
        create_unit(name, purpose, [rows[member.name] for member in members], recovery=listed_holders)
    with unit_of_work():
        listed = first_list(listed_holders)
    note = signed_by(listed.text(), [present(rows[member.name], member.passphrase, peppers) for member in members])
    with unit_of_work(write=True):
        put_in_force(note)
    write_pin(pin_of(listed))
    return fingerprint(listed.text())


def _first_member(name: str, role: Role, peppers: Mapping[Realm, bytes], codes_key: bytes) -> FirstMember:
    account = create_account(name, role)
    passphrase = new_passphrase()
    give_member_key(account.id, passphrase, peppers[Realm(account.realm)])
    secret = open_code_secret(bytes(account.sealed_code_secret), account.id, codes_key)
    return FirstMember(name, role, passphrase, b32encode(secret).decode("ascii"))


def _clear_what_was_cut_short(names: Mapping[Role, str]) -> None:
    """Take away what a ceremony left that did not come to its list. RefusedError when there is a list."""
    with unit_of_work(write=True):
        if has_list():
            raise RefusedError("There is a key list already: `safetoshare keys recover` helps when members are lost.")
        taken = Account.objects.filter(name__in=names.values()).exclude(role__in=FIRST_ROLES)
        if taken.exists():
            raise BadInputError("An account of another role has one of these names: choose another name.")
        MemberKey.objects.all().delete()
        UnitKey.objects.all().delete()
        Unit.objects.all().delete()
        Account.objects.filter(role__in=FIRST_ROLES).delete()
