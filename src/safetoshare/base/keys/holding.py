"""Which member may hold which unit key: the permission table says it of the role, the organisation does the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Action, is_permitted

# What opening with a key is called in the permission table.
ACTION_OF_KEY = {
    (UnitPurpose.SAFEGUARDING, KeyKind.ORDINARY): Action.RECORD_OPEN,
    (UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED): Action.RESTRICTED_OPEN,
    (UnitPurpose.DATA_PROTECTION, KeyKind.ORDINARY): Action.AUDIT_READ,
    (UnitPurpose.DECISIONS, KeyKind.ORDINARY): Action.DECISION_TAKE,
    (UnitPurpose.DUTY, KeyKind.ORDINARY): Action.DUTY_OPEN,
    (UnitPurpose.ORGANISATION, KeyKind.ORDINARY): Action.PACKAGE_OPEN,
}


class Holder(Protocol):
    """A member as an account or a key list names one."""

    @property
    def role(self) -> str: ...
    @property
    def organisation(self) -> UUID | None: ...


class OfUnit(Protocol):
    """A unit's key as a key list names one."""

    @property
    def purpose(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def organisation(self) -> UUID | None: ...


@dataclass(frozen=True)
class _InRole:
    role: str
    realm: str | None = None


def may_hold(holder: Holder, key: OfUnit) -> bool:
    """Whether a member's role opens with a unit's key, at the member's own organisation or at the force's own unit."""
    action = ACTION_OF_KEY.get((UnitPurpose(key.purpose), KeyKind(key.kind)))
    is_of_unit = holder.organisation == key.organisation
    return is_of_unit and action is not None and is_permitted(action, _InRole(holder.role))
