"""The demonstration's synthetic accounts and units: made once, listed openly, refused by production."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from safetoshare.base import clock
from safetoshare.base.accounts.codes import next_usable_code, open_code_secret, seconds_until_usable
from safetoshare.base.accounts.services import create_account, fold_name, give_member_key
from safetoshare.base.database import unit_of_work
from safetoshare.base.demonstration_keys import recovery_holders, sign_and_pin
from safetoshare.base.force import current_force
from safetoshare.base.keys import create_unit
from safetoshare.base.keys.members import new_passphrase
from safetoshare.base.lock_file import lock_file
from safetoshare.base.models import Account, MemberKey, Unit
from safetoshare.base.models.keys import UnitPurpose
from safetoshare.base.permissions import KEY_HOLDERS, Realm, Role
from safetoshare.base.settings.secrets import PEPPERS, read_key
from safetoshare.core.errors import RefusedError, SettingError

_PASSPHRASES = "demonstration-passphrases.json"


@dataclass(frozen=True)
class SyntheticAccount:
    """A synthetic person's account, with all that is needed to sign in and unlock.

    While the next code is spent already there is none to show: `code` is empty, and `seconds_to_wait` says how long.
    """

    name: str
    role: str
    realm: str
    passphrase: str = field(repr=False)
    code: str = field(repr=False)
    seconds_to_wait: int = 0


def create_synthetic_accounts() -> int:
    """Create the accounts and units that are missing; return how many accounts were new."""
    _only_in_the_demonstration()
    # Two at once would each draw passphrases, and the list would show those that open nothing.
    with lock_file(settings.ENVIRONMENT.secrets / "demonstration.lock", wait=True):
        return _create_what_is_missing()


def _create_what_is_missing() -> int:
    environment = settings.ENVIRONMENT
    passphrases = _read_passphrases()
    with unit_of_work():
        known = set(Account.objects.values_list("name", flat=True))
        has_key = set(MemberKey.objects.values_list("account__name", flat=True))
    people = _people(environment.force)
    new = {person.name: new_passphrase() for person in people if person.name not in passphrases}
    if not has_key.isdisjoint(new):
        raise _lost_passphrases()
    if new:
        passphrases |= new
        _write_passphrases(passphrases)
    for person in people:
        if person.name not in known:
            create_account(person.name, person.role, organisation=person.organisation, is_demonstration=True)
        if person.role in KEY_HOLDERS and person.name not in has_key:
            with unit_of_work():
                account = Account.objects.get(name=person.name)
            pepper = read_key(environment.secrets, PEPPERS[Realm(account.realm)], environment.mode)
            give_member_key(account.id, passphrases[person.name], pepper)
    # A reporting centre has no unit: nothing is sealed to it.
    members = [person for person in people if person.role in KEY_HOLDERS]
    _create_units({person.organisation: person.unit for person in members if person.organisation})
    sign_and_pin(passphrases)
    return len([person for person in people if person.name not in known])


def load_parts() -> None:
    """Let each part load what it shows in the demonstration, in the order of the settings. It may be repeated."""
    _only_in_the_demonstration()
    for path in settings.SAFETOSHARE_DEMONSTRATION:
        import_string(path)()


def synthetic_accounts(realm: Realm | None = None) -> list[SyntheticAccount]:
    """List the synthetic accounts with passphrase and usable code, of one door or of both."""
    _only_in_the_demonstration()
    environment = settings.ENVIRONMENT
    key = read_key(environment.secrets, "one-time-codes", environment.mode)
    passphrases = _read_passphrases()
    with unit_of_work():
        accounts = list(Account.objects.filter(is_demonstration=True).order_by("name"))
    at = clock.now()
    return [
        SyntheticAccount(
            name=account.name,
            role=account.role,
            realm=account.realm,
            passphrase=_passphrase_of(account.name, passphrases),
            code=next_usable_code(
                open_code_secret(bytes(account.sealed_code_secret), account.id, key),
                at,
                account.last_code_step,
            ),
            seconds_to_wait=seconds_until_usable(at, account.last_code_step),
        )
        for account in accounts
        if realm is None or account.realm == realm
    ]


def _create_units(organisations: dict[UUID, str]) -> None:
    force = current_force()
    wanted = {
        UnitPurpose.SAFEGUARDING: force.unit,
        UnitPurpose.DATA_PROTECTION: "Data protection",
        UnitPurpose.DECISIONS: "Ranks that decide",
        UnitPurpose.DUTY: "Control room",
    }
    with unit_of_work():
        existing = set(Unit.objects.values_list("purpose", "organisation"))
        members = list(MemberKey.objects.select_related("account"))
    recovery = [holder.listed for holder in recovery_holders()]
    for purpose, name in wanted.items():
        if (purpose, None) not in existing:
            create_unit(name, purpose, members, recovery=recovery, is_demonstration=True)
    purpose = UnitPurpose.ORGANISATION
    for organisation, name in organisations.items():
        if (purpose, organisation) not in existing:
            create_unit(name, purpose, members, organisation=organisation, recovery=recovery, is_demonstration=True)


@dataclass(frozen=True)
class _Person:
    """One entry of `accounts.toml`. A partner names an organisation of the directory, and its unit if it has one."""

    name: str
    role: Role
    organisation: UUID | None
    unit: str


def _person(entry: dict[str, Any]) -> _Person:
    organisation = UUID(entry["organisation"]) if "organisation" in entry else None
    role = Role(entry["role"])
    unit = entry["unit"] if organisation and role in KEY_HOLDERS else ""
    return _Person(fold_name(entry["name"]), role, organisation, unit)


def _people(folder: Path) -> list[_Person]:
    path = folder / "accounts.toml"
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        return [_person(entry) for entry in values["account"]]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SettingError(f"{path} does not list the synthetic accounts: {error}") from None


def _read_passphrases() -> dict[str, str]:
    try:
        passphrases: dict[str, str] = json.loads((settings.ENVIRONMENT.secrets / _PASSPHRASES).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        raise _lost_passphrases() from None
    return passphrases


def _write_passphrases(passphrases: dict[str, str]) -> None:
    path = settings.ENVIRONMENT.secrets / _PASSPHRASES
    # Whole or not at all: half a list would lose the passphrases that it still held.
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(passphrases, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _passphrase_of(name: str, passphrases: dict[str, str]) -> str:
    try:
        return passphrases[name]
    except KeyError:
        raise _lost_passphrases() from None


def _lost_passphrases() -> SettingError:
    return SettingError(
        f"{settings.ENVIRONMENT.secrets / _PASSPHRASES} is missing or damaged, and nothing else opens the keys: "
        "`make reset` deletes the demonstration, `make run` makes a new one."
    )


def _only_in_the_demonstration() -> None:
    if not settings.IS_DEMONSTRATION:
        raise RefusedError("Synthetic accounts exist in the demonstration only.")
