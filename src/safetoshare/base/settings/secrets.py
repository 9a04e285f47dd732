"""Key files: one secret a file, outside the database and its backups.

Each file says in its first line whether it belongs to the demonstration or to production, so that neither can be
started with the other's keys.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from safetoshare.base.permissions import Realm
from safetoshare.base.settings.environment import Mode, ProcessRole
from safetoshare.core.errors import SettingError

# name -> what it is for
KEYS = {
    "django": "signs cookies and forms",
    "one-time-codes": "seals the secrets behind staff members' one-time codes",
    "passphrase-pepper": "is mixed into every passphrase of staff; only their unwrapper reads it",
    "partner-passphrase-pepper": "is mixed into every passphrase of partners; only their unwrapper reads it",
    "log-signing": "signs the public log's promises and checkpoints; only the staff's unwrapper reads it",
    "receipt-site-salt": "is mixed into every receipt as it is stretched",
    "receipt-pepper": "finds a report by its receipt",
    "receipt-second-pepper": "opens a report's mailbox, together with its receipt",
    "letters": "finds what is delivered by link, and is mixed into the codes that open it",
    "draft": "seals what a reporter's page carries from one step to the next",
}
KEY_BYTES = 32
# Where members unlock keys: the force's at the hub's, an organisation's at the partners'.
ROLES_WITH_UNWRAPPER = frozenset({ProcessRole.ALL, ProcessRole.HUB, ProcessRole.PARTNER})
PEPPERS = {Realm.STAFF: "passphrase-pepper", Realm.PARTNER: "partner-passphrase-pepper"}
_KEYS_OF_ROLE: dict[ProcessRole, tuple[str, ...]] = {
    ProcessRole.ALL: tuple(KEYS),
    ProcessRole.PUBLIC: ("django", "receipt-site-salt", "receipt-pepper", "receipt-second-pepper", "draft"),
    ProcessRole.HUB: ("django", "one-time-codes", "passphrase-pepper", "log-signing", "letters"),
    # A reporting centre seals reports as the public's process does.
    ProcessRole.PARTNER: (
        *("django", "one-time-codes", "partner-passphrase-pepper", "letters"),
        *("receipt-site-salt", "receipt-pepper", "receipt-second-pepper", "draft"),
    ),
    ProcessRole.SCRUTINY: ("django", "one-time-codes"),
    ProcessRole.WORKER: ("django",),
}
_HEADING = "safe-to-share key, version 1, "


def keys_of_role(role: ProcessRole) -> tuple[str, ...]:
    """Return the names of the keys that a process of this role reads: the public's reads none of the staff's.

    A passphrases' pepper is read only where an unwrapper runs, and each door's unwrapper reads its own.
    """
    return _KEYS_OF_ROLE[role]


def peppers_of_role(role: ProcessRole) -> dict[Realm, str]:
    """Return the names of the peppers that the unwrapper beside a process of this role reads, by door."""
    return {realm: name for realm, name in PEPPERS.items() if name in _KEYS_OF_ROLE[role]}


def create_keys(folder: Path, mode: Mode) -> list[str]:
    """Write the key files that are missing, readable by their owner alone; return the names of those written.

    A key appears whole or not at all, and of two that write at once one wins. SettingError if the folder refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return [name for name in KEYS if _create_key(folder, name, mode)]
    except OSError as error:
        raise SettingError(f"Key files cannot be written to {folder}: {error.strerror}") from None


def _create_key(folder: Path, name: str, mode: Mode) -> bool:
    if (folder / f"{name}.key").exists():
        return False
    handle, unfinished = tempfile.mkstemp(dir=folder, prefix=f".{name}-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{_HEADING}{mode}\n{name}\n{secrets.token_hex(KEY_BYTES)}\n")
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link never replaces a key that somebody else wrote meanwhile.
        os.link(unfinished, folder / f"{name}.key")
    except FileExistsError:
        return False
    finally:
        os.unlink(unfinished)
    return True


def read_key(folder: Path, name: str, mode: Mode) -> bytes:
    """Return a key of 32 bytes. SettingError if it is missing, damaged, or the other mode's."""
    path = folder / f"{name}.key"
    remedy = "`safetoshare demo`" if mode is Mode.DEMONSTRATION else "`safetoshare keys create`"
    try:
        lines = path.read_text("ascii").splitlines()
    except FileNotFoundError:
        raise SettingError(f"The key file {path} is missing: {remedy} writes it.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"The key file {path} cannot be read: {type(error).__name__}") from None
    if len(lines) != 3 or not lines[0].startswith(_HEADING) or lines[1] != name:
        raise SettingError(f"{path} is not the key file '{name}'. Put it back from its backup.")
    if lines[0].removeprefix(_HEADING) != mode:
        raise SettingError(f"{path} was not made for {mode} mode, and is refused.")
    try:
        key = bytes.fromhex(lines[2])
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingError(f"{path} is damaged. Put it back from its backup.")
    return key
