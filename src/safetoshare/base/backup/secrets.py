"""The key files of a backup, sealed so that any two recovery holders open them and no single person does.

The file is JSON: a data key seals all key files; the data key is wrapped to one holder's key and then to another's, for
each two of the holders of the key list. It is kept apart from the data: each tells nothing without the other.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from safetoshare.core.errors import BadInputError, RefusedError, SealError
from safetoshare.core.key_list import ListedHolder
from safetoshare.core.recovery_sheet import RecoveryKey
from safetoshare.core.vault import DataKey, Place, Sealed, Wrapped, new_data_key, open_sealed, seal, unwrap, wrap

FORM: Final = "safe-to-share secrets, version 1"
# A holder's sheet opens this file: it is never in it.
_SHEET: Final = "recovery-holder-"


def sealed_secrets(folder: Path, holders: Sequence[ListedHolder], on: date) -> bytes:
    """Return the key files of a folder, sealed for each two holders. RefusedError with fewer than two holders."""
    if len(holders) < 2:
        raise RefusedError("The key list names fewer than two recovery holders: nobody could open the secrets.")
    files = {
        file.name: file.read_text("utf-8")
        for file in sorted(folder.iterdir())
        if file.is_file() and file.suffix in (".key", ".json") and not file.name.startswith(_SHEET)
    }
    backup, key = uuid4(), new_data_key()
    wraps = []
    for inner, outer in combinations(sorted(holders, key=lambda holder: holder.number), 2):
        pair = (inner.number, outer.number)
        nested = wrap(key, inner.public, _place(backup, "inner", *pair))
        wrapped = wrap(nested, outer.public, _place(backup, "outer", *pair))
        wraps.append({"inner": pair[0], "outer": pair[1], "wrapped": _text(wrapped)})
    sealed = seal(key, json.dumps(files).encode(), _place(backup, "files", 0, 0))
    value = {"form": FORM, "on": on.isoformat(), "id": str(backup), "wraps": wraps, "sealed": _text(sealed)}
    return json.dumps(value, indent=1).encode() + b"\n"


def opened_secrets(content: bytes, keys: Sequence[RecoveryKey]) -> dict[str, str]:
    """Return the key files by name, opened with two holders' keys.

    BadInputError for a file that is none, and for keys that are not of two of its holders.
    """
    try:
        value: dict[str, Any] = json.loads(content)
        if value["form"] != FORM:
            raise ValueError
        backup, sealed = UUID(value["id"]), Sealed(b64decode(value["sealed"], validate=True))
        wraps = {(one["inner"], one["outer"]): Wrapped(b64decode(one["wrapped"])) for one in value["wraps"]}
    except (AttributeError, KeyError, TypeError, ValueError):
        raise BadInputError("This is no file of secrets of Safe to Share, or one of another version.") from None
    try:
        files: Mapping[str, str] = json.loads(_unsealed(backup, sealed, wraps, keys))
    except SealError:
        raise BadInputError("These are not the recovery keys of two holders of this file, or it was altered.") from None
    return dict(files)


def check_nothing_stands(files: Mapping[str, str], folder: Path) -> None:
    """RefusedError when one of the key files is there: a key is never replaced."""
    standing = sorted(name for name in files if (folder / name).exists())
    if standing:
        raise RefusedError(f"{folder / standing[0]} exists: key files are restored where none stand.")


def write_secrets(files: Mapping[str, str], folder: Path) -> None:
    """Write key files where there are none, readable by this user alone. RefusedError if one stands there."""
    check_nothing_stands(files, folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in files.items():
        if Path(name).name != name:
            raise BadInputError("The file of secrets names a file in another folder.")
        path = folder / name
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(content, "utf-8")


def _unsealed(
    backup: UUID, sealed: Sealed, wraps: Mapping[tuple[int, int], Wrapped], keys: Sequence[RecoveryKey]
) -> bytes:
    inner, outer = sorted(keys, key=lambda key: key.number)
    pair = (inner.number, outer.number)
    if inner.number == outer.number or pair not in wraps:
        raise SealError("there is no wrap for these two holders")
    nested = Wrapped(unwrap(wraps[pair], outer.private, _place(backup, "outer", *pair)))
    key = DataKey(unwrap(nested, inner.private, _place(backup, "inner", *pair)))
    return open_sealed(key, sealed, _place(backup, "files", 0, 0))


def _place(backup: UUID, group: str, inner: int, outer: int) -> Place:
    return Place(backup, "backup_secrets", f"{group} of {inner} and {outer}", 1)


def _text(value: bytes) -> str:
    return b64encode(value).decode("ascii")
