"""What the tests let a confined process do: each tries something, and says what became of it."""

from __future__ import annotations

import ctypes
import os
import resource
import socket
import sys
from collections.abc import Callable
from typing import Any

Answer = tuple[dict[str, Any], bytes]


def at_work(do: Callable[[bytes], Answer]) -> Callable[[bytes], Callable[[], Answer]]:
    """Nothing to load: all of it is work."""

    def ready(content: bytes) -> Callable[[], Answer]:
        return lambda: do(content)

    return ready


def not_ready(content: bytes) -> Callable[[], Answer]:
    raise RuntimeError(content)


@at_work
def echo(content: bytes) -> Answer:
    return {"length": len(content)}, content[::-1]


@at_work
def failing(content: bytes) -> Answer:
    raise ValueError(content)


@at_work
def greedy(content: bytes) -> Answer:
    return {"length": len(bytearray(4 * 1024**3))}, b""


@at_work
def endless(content: bytes) -> Answer:
    while True:
        pass


@at_work
def waiting(content: bytes) -> Answer:
    ctypes.CDLL(None).pause()
    return {}, b""


@at_work
def talking(content: bytes) -> Answer:
    return {}, bytes(5_000_000)


@at_work
def talking_without_end(content: bytes) -> Answer:
    while True:
        sys.stdout.buffer.write(bytes(1_000_000))


def _says(words: bytes) -> Callable[[bytes], Callable[[], Answer]]:
    @at_work
    def said(content: bytes) -> Answer:
        sys.stdout.buffer.write(words)
        sys.stdout.buffer.flush()
        os._exit(0)

    return said


nothing = _says(b"")
nonsense = _says(b"\x00\x00\x00\x02no")
a_list = _says(b"\x00\x00\x00\x02[]")
deep = _says(b"\x00\x00\xff\xff" + b"[" * 0xFFFF)


@at_work
def trying(content: bytes) -> Answer:
    """Say of each thing that must not be possible whether it was."""
    tries: dict[str, Callable[[], Any]] = {
        "read a file": lambda: open("/etc/hostname").read(),  # noqa: SIM115
        "write a file": lambda: open("/tmp/canary-confined", "w").write("x"),  # noqa: SIM115, S108
        "open a socket": lambda: socket.socket(socket.AF_INET),
        "open a local socket": lambda: socket.socket(socket.AF_UNIX),
        "open a pipe": os.pipe,
        "take its limits back": _take_limits_back,
    }
    done = {name: _is_possible(attempt) for name, attempt in tries.items()}
    done["see a setting"] = bool(set(os.environ) - {"LC_CTYPE"})
    done["gain rights"] = ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) != 1
    done["leave its memory behind"] = resource.getrlimit(resource.RLIMIT_CORE) != (0, 0)
    return done, b""


def _take_limits_back() -> None:
    """Root may raise a limit again; what it is for is that nothing is open."""
    if os.geteuid():
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    else:
        raise OSError


def _is_possible(attempt: Callable[[], Any]) -> bool:
    try:
        attempt()
    except (OSError, ValueError):
        return False
    return True
