"""The demonstration's recovery sheets and signed key list. In production a ceremony makes them, and stores no sheet."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.lists import chain, changes, draft_list, first_list, has_list, pin_of, put_in_force
from safetoshare.base.keys.pins import read_pin, write_pin
from safetoshare.base.keys.signing import present, signed_by
from safetoshare.base.models import MemberKey
from safetoshare.base.permissions import Role
from safetoshare.base.settings.secrets import PEPPERS, read_key
from safetoshare.core.errors import SettingError
from safetoshare.core.key_list import HOLDERS, read_key_list
from safetoshare.core.recovery_sheet import RecoveryKey, draw_secret, printed, read_secret, recovery_key

_SIGNERS = (Role.UNIT_SUPERVISOR, Role.DATA_PROTECTION_OFFICER)


def recovery_holders() -> list[RecoveryKey]:
    """Return the three holders' keys from their sheets; draw those that are missing, which is before the first list."""
    return [_holder(number, settings.ENVIRONMENT.secrets / f"recovery-holder-{number}.txt") for number in HOLDERS]


def sign_and_pin(passphrases: Mapping[str, str]) -> None:
    """Have the supervisor and the data protection officer sign what now stands, if it is not signed yet; pin it."""
    with unit_of_work():
        is_first = not has_list()
        text = first_list(tuple(one.listed for one in recovery_holders())).text() if is_first else _next_text()
    if text:
        note = _signed(text, passphrases)
        with unit_of_work(write=True):
            put_in_force(note)
    with unit_of_work():
        if is_first or read_pin() is None:
            write_pin(pin_of(chain()[-1].listed))


def _next_text() -> str:
    """Return the list that would follow, or nothing when it would change nothing."""
    if read_pin() is None:
        # Whoever deleted the demonstration's pin begins anew with what stands there.
        write_pin(pin_of(chain()[-1].listed))
    text = draft_list()
    return "" if changes(chain()[-1].listed, read_key_list(text)).is_empty else text


def _signed(text: str, passphrases: Mapping[str, str]) -> str:
    environment = settings.ENVIRONMENT
    peppers = {realm: read_key(environment.secrets, name, environment.mode) for realm, name in PEPPERS.items()}
    with unit_of_work():
        rows = MemberKey.objects.select_related("account").filter(account__is_demonstration=True)
        members = [rows.filter(account__role=role).order_by("account__name")[0] for role in _SIGNERS]
    return signed_by(text, [present(row, passphrases[row.account.name], peppers) for row in members])


def _holder(number: int, path: Path) -> RecoveryKey:
    try:
        words = path.read_text("ascii").splitlines()[-1]
    except FileNotFoundError:
        words = printed(draw_secret())
        sheet = f"Recovery holder {number} of the demonstration. In production this is printed and never stored.\n"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{sheet}{words}\n")
    except (OSError, ValueError, IndexError):
        raise SettingError(f"{path} is damaged: `make reset` deletes the demonstration.") from None
    return recovery_key(number, read_secret(words))
