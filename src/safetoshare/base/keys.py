"""Giving a unit its key pairs, each private half wrapped to the members whose role may open with it.

The private halves exist for a moment in the memory of the process that does this. It is done in the making of a
demonstration alone, never in a web process.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.base.models import MemberKey, Unit, UnitKey, UnitKeyWrap
from safetoshare.base.models.keys import KeyKind, KeyState, UnitPurpose
from safetoshare.base.permissions import Action, is_permitted
from safetoshare.core.vault import Place, PublicKey, generate_key_pair, wrap

# What opening with a key is called in the permission table.
ACTION_OF_KEY = {
    (UnitPurpose.SAFEGUARDING, KeyKind.ORDINARY): Action.RECORD_OPEN,
    (UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED): Action.RESTRICTED_OPEN,
    (UnitPurpose.DATA_PROTECTION, KeyKind.ORDINARY): Action.AUDIT_READ,
    (UnitPurpose.ORGANISATION, KeyKind.ORDINARY): Action.PACKAGE_OPEN,
}


@dataclass(frozen=True)
class UnitPublicKey:
    """A current public key, with the identifier under which its private half is found."""

    id: UUID
    public: PublicKey


def create_unit(
    name: str,
    purpose: UnitPurpose,
    members: Iterable[MemberKey],
    *,
    organisation: UUID | None = None,
    is_demonstration: bool = False,
) -> Unit:
    """Create a unit with one key pair of each kind that its purpose has, wrapped to the members who may.

    A unit of an organisation is made of that organisation's workers alone, any other unit of the force's people.
    """
    members = [member for member in members if member.account.organisation == organisation]
    unit = Unit(name=name, purpose=purpose, organisation=organisation, is_demonstration=is_demonstration)
    drawn = [
        _draw_key(unit, kind, [member for member in members if is_permitted(action, member.account)])
        for (of_purpose, kind), action in ACTION_OF_KEY.items()
        if of_purpose is purpose
    ]
    with unit_of_work(write=True):
        unit.save(force_insert=True)
        for key, wraps in drawn:
            key.save(force_insert=True)
            UnitKeyWrap.objects.bulk_create(wraps)
    return unit


def current_key(purpose: UnitPurpose, kind: KeyKind, unit: UUID | None = None) -> UnitPublicKey | None:
    """Return the public key that seals now, or None while no such unit has one. Call it in a unit of work."""
    keys = UnitKey.objects.filter(unit__purpose=purpose, kind=kind, state=KeyState.CURRENT)
    if unit is not None:
        keys = keys.filter(unit=unit)
    key = keys.order_by("unit__name").first()
    return None if key is None else UnitPublicKey(key.id, PublicKey(bytes(key.public)))


def organisation_key(organisation: UUID) -> UnitPublicKey | None:
    """Return the public key that seals to an organisation now, or None: it has no unit. Call it in a unit of work."""
    key = UnitKey.objects.filter(unit__organisation=organisation, state=KeyState.CURRENT).first()
    return None if key is None else UnitPublicKey(key.id, PublicKey(bytes(key.public)))


def unit_key_place(unit_key: UUID) -> Place:
    """Return the place to which a unit's private key is wrapped."""
    return Place(record=unit_key, table="base_unitkey", group="private", version=1)


def _draw_key(unit: Unit, kind: KeyKind, members: Iterable[MemberKey]) -> tuple[UnitKey, list[UnitKeyWrap]]:
    """Draw a key pair and return its rows, not yet written: of the private half only the wraps are left."""
    pair = generate_key_pair()
    key = UnitKey(unit=unit, kind=kind, public=pair.public)
    wraps = [
        UnitKeyWrap(
            unit_key=key,
            member=member,
            wrapped=wrap(pair.private, PublicKey(bytes(member.public)), unit_key_place(key.id)),
        )
        for member in members
    ]
    return key, wraps
