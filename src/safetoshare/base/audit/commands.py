"""The audit of what is done at the machine, outside of any page: by whom, the operating system alone knows."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from safetoshare.base import clock
from safetoshare.base.audit.rows import record_act
from safetoshare.base.permissions import Action, Role

# Whoever sat at the machine: no account of this house.
AT_THE_MACHINE: Final = UUID(int=0)


def record_command(action: Action, purpose: str) -> None:
    """Commit the row of a command on keys, before it does anything. RefusedError when it cannot be sealed."""
    record_act(AT_THE_MACHINE, Role.SYSTEM_ADMINISTRATOR, action, AT_THE_MACHINE, purpose=purpose, at=clock.now())
