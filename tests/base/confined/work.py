"""What the tests let a confined process do: each tries something, and says what became of it."""

from __future__ import annotations

import ctypes
import os
import resource
import socket
import sys
from collections.abc import Callable
from typing import Any


def prepare() -> None:
    """Nothing to load."""


def broken_prepare() -> None:
    raise RuntimeError("canary of loading")


def echo(content: bytes) -> tuple[dict[str, Any], bytes]:
    return {"length": len(content)}, content[::-1]


def failing(content: bytes) -> tuple[dict[str, Any], bytes]:
    raise ValueError(content)


def greedy(content: bytes) -> tuple[dict[str, Any], bytes]:
    return {"length": len(bytearray(4 * 1024**3))}, b""


def endless(content: bytes) -> tuple[dict[str, Any], bytes]:
    while True:
        pass


def waiting(content: bytes) -> tuple[dict[str, Any], bytes]:
    ctypes.CDLL(None).pause()
    return {}, b""


def wordy(content: bytes) -> tuple[dict[str, Any], bytes]:
    sys.stdout.buffer.write(b"\x00\x00\x00\x02no")
    sys.stdout.buffer.flush()
    os._exit(0)


def trying(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Say of each thing that must not be possible whether it was."""
    tries: dict[str, Callable[[], Any]] = {
        "read a file": lambda: open("/etc/hostname").read(),  # noqa: SIM115
        "write a file": lambda: open("/tmp/canary-confined", "w").write("x"),  # noqa: SIM115, S108
        "open a socket": lambda: socket.socket(socket.AF_INET),
        "open a local socket": lambda: socket.socket(socket.AF_UNIX),
        "open a pipe": os.pipe,
        "take its limits back": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
    }
    done = {name: _is_possible(attempt) for name, attempt in tries.items()}
    done["see a setting"] = bool(set(os.environ) - {"LC_CTYPE"})
    return done, b""


def _is_possible(attempt: Callable[[], Any]) -> bool:
    try:
        attempt()
    except (OSError, ValueError):
        return False
    return True
