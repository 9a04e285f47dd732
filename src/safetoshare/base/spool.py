"""The spool: a folder on this machine where something sealed waits for the database, on the disk before it is promised.

Names are random to whoever does not know what made them, sizes are those of sealed values, and no file has an hour. It
is emptied by `safetoshare spool`, which runs beside the process that fills it.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from safetoshare.base.files import write_new
from safetoshare.base.lock_file import lock_file
from safetoshare.core.errors import RefusedError

# An outage of a day at a force's busiest; whoever fills it on purpose fills no disk.
MOST_FILES: Final = 5_000
LEAST_FREE_BYTES: Final = 100 * 1024 * 1024
_ENDING: Final = ".sealed"
# What could not be taken over is kept for people to look at, and counted.
_SET_ASIDE: Final = "set-aside"
_LOCK: Final = ".lock"
_log = logging.getLogger("safetoshare.errors")


def keep(name: str, sealed: bytes) -> None:
    """Keep something on the disk. RefusedError when something of that name waits, or the spool or disk is full."""
    folder = _folder()
    if len(waiting()) >= MOST_FILES or shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
        _log.critical("alarm, the spool is full: reports are turned away. Bring the database back, or make room.")
        raise RefusedError("Nothing more can be kept here: the spool or its disk is full.")
    write_new(folder / f"{name}{_ENDING}", sealed)


def waiting() -> list[str]:
    """Return the names of what waits."""
    return sorted(one.name.removesuffix(_ENDING) for one in _folder().glob(f"[!.]*{_ENDING}"))


def set_aside() -> int:
    """Return how many could not be taken over."""
    return sum(1 for _ in (_folder() / _SET_ASIDE).glob(f"*{_ENDING}"))


def read(name: str) -> bytes | None:
    """Return what waits under a name; None if nothing does."""
    try:
        return (_folder() / f"{name}{_ENDING}").read_bytes()
    except FileNotFoundError:
        return None


def remove(name: str) -> None:
    """Forget what was taken over."""
    (_folder() / f"{name}{_ENDING}").unlink(missing_ok=True)


def put_aside(name: str) -> None:
    """Keep what cannot be taken over out of the way: nothing behind it waits for it, and nothing is lost."""
    aside = _folder() / _SET_ASIDE
    aside.mkdir(mode=0o700, exist_ok=True)
    (_folder() / f"{name}{_ENDING}").rename(aside / f"{name}{_ENDING}")
    _log.critical("alarm, something in the spool cannot be taken over: it is kept in its folder %s", _SET_ASIDE)


@contextmanager
def emptying() -> Iterator[None]:
    """Let one process at a time take over what waits."""
    with lock_file(_folder() / _LOCK, wait=True):
        yield


def _folder() -> Path:
    folder: Path = settings.ENVIRONMENT.state / "spool"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
