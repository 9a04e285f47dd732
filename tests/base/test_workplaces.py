"""What a signed-in person finds: what the role may open, behind the own door, in the order of the settings."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from pytest_django.fixtures import Settings

from safetoshare.base.permissions import Action, Realm
from safetoshare.base.workplaces import Workplace, workplaces_of


@dataclass(frozen=True)
class Person:
    """Somebody with a role, who came in by a door."""

    role: str
    realm: str


AUDIT = Workplace(Realm.STAFF, Action.AUDIT_READ, "accounts:staff", "Audit")
UNLOCKING = Workplace(Realm.STAFF, Action.KEY_UNLOCK, "accounts:staff-unlock", "Keys")
PACKAGES = Workplace(Realm.PARTNER, Action.PACKAGE_OPEN, "accounts:partner", "Packages")
FIRST, SECOND = (AUDIT, PACKAGES), (UNLOCKING,)


@pytest.fixture(autouse=True)
def registered(settings: Settings) -> None:
    settings.SAFETOSHARE_WORKPLACES = [f"{__name__}.FIRST", f"{__name__}.SECOND"]


@pytest.mark.parametrize(
    ("role", "realm", "found"),
    [
        ("data_protection_officer", Realm.STAFF, [AUDIT, UNLOCKING]),
        ("victim_care_officer", Realm.STAFF, [UNLOCKING]),
        ("trainer", Realm.STAFF, []),
        ("partner_worker", Realm.PARTNER, [PACKAGES]),
    ],
)
def test_each_role_finds_its_own(role: str, realm: Realm, found: list[Workplace]) -> None:
    assert workplaces_of(Person(role, realm), realm) == found


def test_nobody_finds_anothers_behind_the_own_door() -> None:
    assert workplaces_of(Person("partner_worker", "partner"), Realm.STAFF) == []
