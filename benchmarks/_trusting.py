"""A key list of whatever units a benchmark made, signed by two synthetic recovery holders and pinned."""

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.lists import first_list, pin_of, put_in_force
from safetoshare.base.keys.pins import write_pin
from safetoshare.core.key_list import HOLDERS, sign_note
from safetoshare.core.recovery_sheet import RecoveryKey, recovery_key


def holders() -> list[RecoveryKey]:
    """The three holders, the same in every run."""
    return [recovery_key(number, bytes([number]) * 32) for number in HOLDERS]


def trust_keys() -> None:
    """Sign and pin. Django is set up, the units are made."""
    keys = holders()
    with unit_of_work(write=True):
        listed = first_list(tuple(key.listed for key in keys))
        put_in_force(sign_note(listed.text(), [key.signer for key in keys[:2]]))
    write_pin(pin_of(listed))
