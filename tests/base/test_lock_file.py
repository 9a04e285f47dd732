"""One process at a time."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from safetoshare.base.lock_file import lock_file
from safetoshare.core.errors import RefusedError

HOLD_FOR_EVER = (
    "import sys, time, pathlib; from safetoshare.base.lock_file import lock_file\n"
    "with lock_file(pathlib.Path(sys.argv[1]), wait=False): print('held', flush=True); time.sleep(60)"
)


def test_a_lock_is_held_by_one_and_free_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "one.lock"
    with lock_file(path, wait=False):
        with pytest.raises(RefusedError, match=r"one\.lock is held"), lock_file(path, wait=False):
            pass
        with lock_file(tmp_path / "other.lock", wait=False):
            pass
    with lock_file(path, wait=False):
        assert path.stat().st_mode & 0o777 == 0o600


def test_an_exception_inside_frees_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "one.lock"
    with pytest.raises(ZeroDivisionError), lock_file(path, wait=False):
        raise ZeroDivisionError
    with lock_file(path, wait=False):
        pass


def test_whoever_waits_gets_the_lock_after_the_holder(tmp_path: Path) -> None:
    path = tmp_path / "one.lock"
    order: list[str] = []

    def wait() -> None:
        with lock_file(path, wait=True):
            order.append("second")

    with lock_file(path, wait=False):
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join(0.1)
        assert thread.is_alive()
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_a_killed_holder_leaves_the_lock_free(tmp_path: Path) -> None:
    path = tmp_path / "one.lock"
    with subprocess.Popen(  # noqa: S603  (our own module)
        (sys.executable, "-c", HOLD_FOR_EVER, str(path)), stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(RefusedError), lock_file(path, wait=False):
            pass
        holder.kill()
        holder.wait(10)
    with lock_file(path, wait=False):
        pass
