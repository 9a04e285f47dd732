"""A unit's key pairs: made, wrapped to whoever may open with them, and found again by whoever seals.

The private halves exist for a moment in the memory of the process that draws them: the making of a demonstration, or a
ceremony (`ceremony`), never a web process. A key is given out to be sealed to only if it stands, byte for byte, on the
key list in force (`lists`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.holding import ACTION_OF_KEY, may_hold
from safetoshare.base.keys.lists import list_in_force, listed_unit_key
from safetoshare.base.keys.pins import alarm
from safetoshare.base.keys.recovery import recovery_wraps
from safetoshare.base.models import MemberKey, RecoveryWrap, Unit, UnitKey, UnitKeyWrap
from safetoshare.base.models.keys import KeyKind, KeyState, UnitPurpose
from safetoshare.core.key_list import ListedHolder
from safetoshare.core.vault import Place, PrivateKey, PublicKey, generate_key_pair, wrap


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
    recovery: Sequence[ListedHolder] = (),
    is_demonstration: bool = False,
) -> Unit:
    """Create a unit with one key pair of each kind that its purpose has, wrapped to the members who may.

    A unit of an organisation is made of that organisation's workers alone, any other unit of the force's people. Its
    keys are also wrapped to each two recovery holders. They count as soon as a signed key list names them.
    """
    unit = Unit(name=name, purpose=purpose, organisation=organisation, is_demonstration=is_demonstration)
    drawn = [
        _draw_key(unit, kind, list(members), recovery) for of_purpose, kind in ACTION_OF_KEY if of_purpose is purpose
    ]
    with unit_of_work(write=True):
        unit.save(force_insert=True)
        for key, wraps, recovery_wraps in drawn:
            key.save(force_insert=True)
            UnitKeyWrap.objects.bulk_create(wraps)
            RecoveryWrap.objects.bulk_create(recovery_wraps)
    return unit


def current_key(purpose: UnitPurpose, kind: KeyKind, unit: UUID | None = None) -> UnitPublicKey | None:
    """Return the public key that seals now, or None while no such unit has one. Call it in a unit of work.

    KeysNotTrustedError when the row is not what the key list in force says of it.
    """
    keys = UnitKey.objects.filter(unit__purpose=purpose, kind=kind, state=KeyState.CURRENT)
    if unit is not None:
        keys = keys.filter(unit=unit)
    return _trusted(keys.select_related("unit").order_by("unit__name").first())


def organisation_key(organisation: UUID) -> UnitPublicKey | None:
    """Return the public key that seals to an organisation now, or None: it has no unit. Call it in a unit of work.

    KeysNotTrustedError as above.
    """
    keys = UnitKey.objects.filter(unit__organisation=organisation, state=KeyState.CURRENT)
    return _trusted(keys.select_related("unit").first())


def unit_key_place(unit_key: UUID) -> Place:
    """Return the place to which a unit's private key is wrapped."""
    return Place(record=unit_key, table="base_unitkey", group="private", version=1)


def wrap_to_member(key: UUID, private: PrivateKey, member: MemberKey) -> UnitKeyWrap:
    """Return the row that lets a member reach a unit's key, not yet written."""
    wrapped = wrap(private, PublicKey(bytes(member.public)), unit_key_place(key))
    return UnitKeyWrap(unit_key_id=key, member=member, wrapped=wrapped)


def _trusted(key: UnitKey | None) -> UnitPublicKey | None:
    if key is None:
        return None
    # Everything that led to this key is compared: a listed key in the place of another would be wrong as well.
    if listed_unit_key(key) not in list_in_force().units:
        raise alarm("a unit's key is not the one that was signed")
    return UnitPublicKey(key.id, PublicKey(bytes(key.public)))


def _draw_key(
    unit: Unit, kind: KeyKind, members: Iterable[MemberKey], recovery: Sequence[ListedHolder]
) -> tuple[UnitKey, list[UnitKeyWrap], list[RecoveryWrap]]:
    """Draw a key pair and return its rows, not yet written: of the private half only the wraps are left."""
    pair = generate_key_pair()
    key = UnitKey(unit=unit, kind=kind, public=pair.public)
    listed = listed_unit_key(key)
    wraps = [wrap_to_member(key.id, pair.private, member) for member in members if may_hold(member.account, listed)]
    return key, wraps, recovery_wraps(key.id, pair.private, recovery)
