"""Writing a file of our own: whole or not at all, for this user alone, with the day as its time and no hour."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from safetoshare.base import clock
from safetoshare.core.errors import RefusedError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in the place of what stood there. After a crash at any moment it is the old one or the new one.

    Its times are those of the day's beginning: when within a day somebody was at work stands nowhere.
    """
    unfinished = _written(path, content)
    unfinished.replace(path)
    _sync_folder(path)


def write_new(path: Path, content: bytes) -> None:
    """Write a file where none stands, in the same way. RefusedError if one does: it is never replaced."""
    unfinished = _written(path, content)
    try:
        # Unlike a rename, a link never replaces what somebody else wrote meanwhile.
        os.link(unfinished, path)
    except FileExistsError:
        raise RefusedError(f"{path} exists, and is never replaced.") from None
    finally:
        unfinished.unlink()
    _sync_folder(path)


def set_day(path: Path) -> None:
    """Set a file's times to the beginning of the day."""
    midnight = datetime.combine(clock.today(), datetime.min.time(), clock.LONDON).timestamp()
    os.utime(path, (midnight, midnight))


def _written(path: Path, content: bytes) -> Path:
    unfinished = path.with_name(f".{path.name}.unfinished")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    set_day(unfinished)
    return unfinished


def _sync_folder(path: Path) -> None:
    """Bring the name too to the disk."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
