"""One process at a time: a lock file, which the operating system frees when its holder ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetoshare.core.errors import RefusedError


@contextmanager
def lock_file(path: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock inside the block. While another holds it: wait, or RefusedError when `wait` is false.

    The file itself stays: a holder that deleted it could leave two others each with a lock of their own.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(f"{path.name} is held by another process: stop that one first.") from None
        yield
    finally:
        os.close(descriptor)
