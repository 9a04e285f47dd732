"""The key list that was in force last, kept on this machine's disk: what may be sealed to while the database is away.

It is believed for one reason: it is the very list that is pinned here. Whoever writes the file without the pin is not
believed; whoever writes both has the machine.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings

from safetoshare.base.files import write_whole
from safetoshare.base.keys.pins import KeysNotTrustedError, Pin, read_pin
from safetoshare.base.models.keys import KeyKind, KeyState, UnitPurpose
from safetoshare.core.key_list import KeyList, KeyListError, ListedUnitKey, digest, read_key_list

LIST_FILE: Final = "key-list.txt"


def remember_list(listed: KeyList) -> None:
    """Keep the list in force on the disk, unless it is there. OSError when the folder refuses."""
    text = listed.text()
    if _text() != text:
        write_whole(_path(), text.encode())


def remembered_keys(purpose: UnitPurpose) -> dict[KeyKind, ListedUnitKey]:
    """Return the keys to which a unit of this purpose is sealed now, by the pinned list; none where it is not kept.

    Of several units the first by name, as with the database.
    """
    listed = _pinned_list()
    if listed is None:
        return {}
    found = [one for one in listed.units if one.purpose == purpose and one.state == KeyState.CURRENT]
    by_name = sorted(found, key=lambda one: one.unit_name, reverse=True)
    return {KeyKind(one.kind): one for one in by_name}


def _pinned_list() -> KeyList | None:
    text, pin = _text(), _pin()
    if text is None or pin is None or digest(text) != pin.sha256:
        return None
    try:
        listed = read_key_list(text)
    except KeyListError:
        return None
    return listed if (listed.origin, listed.number) == (pin.origin, pin.number) else None


def _pin() -> Pin | None:
    try:
        return read_pin()
    except KeysNotTrustedError:
        return None


def _text() -> str | None:
    try:
        return _path().read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _path() -> Path:
    return Path(settings.ENVIRONMENT.state / LIST_FILE)
