"""Key files: one secret a file, outside the database and its backups.

Each file says in its first line whether it belongs to the demonstration or to production, so that neither can be
started with the other's keys.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from safetoshare.base.settings.environment import Mode
from safetoshare.core.errors import SettingError

# name -> what it is for
KEYS = {
    "django": "signs cookies and forms",
    "one-time-codes": "seals the secrets behind staff members' one-time codes",
    "passphrase-pepper": "is mixed into every passphrase; only the unwrapper reads it",
}
KEY_BYTES = 32
_HEADING = "safe-to-share key, version 1, "


def create_keys(folder: Path, mode: Mode) -> list[str]:
    """Write the key files that are missing, readable by their owner alone; return the names of those written."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = []
    for name in KEYS:
        try:
            handle = os.open(folder / f"{name}.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{_HEADING}{mode}\n{name}\n{secrets.token_hex(KEY_BYTES)}\n")
            file.flush()
            os.fsync(file.fileno())
        written.append(name)
    return written


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
