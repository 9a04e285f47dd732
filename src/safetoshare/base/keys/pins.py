"""The pin: which signed key list this machine was told to believe, by people who compared its fingerprint.

It stands in a file beside the state, outside the database: whoever writes the database cannot write it. It moves on by
itself only along lists that follow one another, each signed by two (`core.key_list`). In production nothing is
believed before `safetoshare keys pin FINGERPRINT`; the demonstration pins its own first list.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from safetoshare.base.files import set_day
from safetoshare.core.errors import RefusedError

PIN_FILE: Final = "key-list.pin"
_log = logging.getLogger("safetoshare.errors")


class KeysNotTrustedError(RefusedError):
    """A public key, or the list that vouches for it, is not what two members signed: nothing is sealed or opened."""


@dataclass(frozen=True)
class Pin:
    """The list that is believed: whose it is, its number, and the SHA-256 of its text."""

    origin: str
    number: int
    sha256: str


def alarm(says: str) -> KeysNotTrustedError:
    """Write to the log that keys are not trusted, with what is wrong and nothing else; return the error to raise."""
    _log.critical("alarm, keys are not trusted: %s", says)
    return KeysNotTrustedError(f"The keys are not trusted now: {says}. `safetoshare keys fingerprint` says more.")


def read_pin() -> Pin | None:
    """Return this machine's pin, or None while it has none. KeysNotTrustedError when the file is damaged."""
    try:
        values = json.loads(_path().read_text("utf-8"))
        pin = Pin(**values)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        raise alarm(f"{PIN_FILE} cannot be read") from None
    if not isinstance(pin.origin, str) or type(pin.number) is not int or not isinstance(pin.sha256, str):
        raise alarm(f"{PIN_FILE} cannot be read")
    return pin


def write_pin(pin: Pin) -> None:
    """Keep a pin in the place of the one before, whole or not at all. OSError when the folder refuses."""
    path = _path()
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{PIN_FILE}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(pin), file)
            file.flush()
            os.fsync(file.fileno())
        set_day(Path(unfinished))
        os.replace(unfinished, path)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)
        raise


def advance_pin(pin: Pin) -> None:
    """Move the pin along a chain that was verified. A folder that refuses costs only the same way once more."""
    try:
        write_pin(pin)
    except OSError as error:
        _log.warning("the pin of the key list could not be moved on: %s", type(error).__name__)


def _path() -> Path:
    return Path(settings.ENVIRONMENT.state / PIN_FILE)
