"""Key pairs of units and members: which there are, who reaches them, and which of them count.

units      a unit's key pairs, and the public key that seals now
members    a member's own key pairs; `signing` signs key lists with one
holding    which member may hold which unit key
lists      the signed key lists, the one in force, and the next; `pins` holds what is believed outside the database
recovery   units' keys wrapped to each two of three holders of printed keys (`core.recovery_sheet`)
tables     every table that is sealed to units' keys
rotation   a unit's next key; `recovering`, what two holders do; `ceremony`, how it all begins
"""

from safetoshare.base.keys.holding import ACTION_OF_KEY, may_hold
from safetoshare.base.keys.members import DrawnMemberKey, draw_member_key, member_key_place
from safetoshare.base.keys.pins import KeysNotTrustedError
from safetoshare.base.keys.units import (
    UnitPublicKey,
    create_unit,
    current_key,
    organisation_key,
    unit_key_place,
)

__all__ = [
    "ACTION_OF_KEY",
    "DrawnMemberKey",
    "KeysNotTrustedError",
    "UnitPublicKey",
    "create_unit",
    "current_key",
    "draw_member_key",
    "may_hold",
    "member_key_place",
    "organisation_key",
    "unit_key_place",
]
