"""Starting a confined process, giving it the bytes, and hearing its answer."""

from __future__ import annotations

import json
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from safetoshare.core.errors import SafeToShareError

_SOURCE: Final = str(Path(__file__).parents[3])
# Of its own sources and packages alone: neither the folder that it starts in nor any setting says what it loads.
_PROGRAM: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from safetoshare.base.confined.child import main; "
    "main(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))"
)
_LENGTH: Final = 4
_PIECE: Final = 1 << 16
# At the limit of processor time, and at its end; or ended from outside, by the clock.
_OF_TIME: Final = frozenset({-signal.SIGXCPU, -signal.SIGKILL})


class Failure(StrEnum):
    """Why there is no answer."""

    TOOK_TOO_LONG = "took_too_long"
    SAID_TOO_MUCH = "said_too_much"
    # It took more memory than it may, met what it cannot do, or was brought down.
    BROKE = "broke"


class ConfinedError(SafeToShareError):
    """There is no answer that can be believed: nothing is known of what was looked at."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"The confined process gave no answer: {failure}.")
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take: memory and answer in bytes, seconds of the processor, seconds by the clock."""

    memory: int
    processor_seconds: int
    seconds: float
    answer: int


def run_confined(asked: str, pieces: Iterable[bytes], limits: Limits) -> tuple[dict[str, Any], bytes]:
    """Let a confined process work on bytes, and return its answer: an object, and bytes.

    `asked` is `module:ready` (see `child`). Whoever takes that process over can answer something else, and no more:
    take nothing in the answer for true that would do harm. ConfinedError when there is none.
    """
    memory, seconds = str(limits.memory), str(limits.processor_seconds)
    command = [sys.executable, "-I", "-c", _PROGRAM, _SOURCE, asked, memory, seconds]
    with subprocess.Popen(  # noqa: S603  # our own program, and no word of anybody else's
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
    ) as process:
        # From outside as well: a process that waits for something uses no processor time.
        guard = threading.Timer(limits.seconds, process.kill)
        guard.start()
        try:
            _give(process, pieces)
            answer = _heard(process, limits)
            status = process.wait()
        finally:
            guard.cancel()
            process.kill()
    if status != 0:
        raise ConfinedError(Failure.TOOK_TOO_LONG if status in _OF_TIME else Failure.BROKE)
    return _read(answer)


def _give(process: subprocess.Popen[bytes], pieces: Iterable[bytes]) -> None:
    assert process.stdin is not None  # noqa: S101  # a pipe was asked for
    # One that broke reads no more: its status says so.
    with suppress(BrokenPipeError), process.stdin as given:
        for piece in pieces:
            given.write(piece)


def _heard(process: subprocess.Popen[bytes], limits: Limits) -> bytes:
    """Return what the process says until it ends."""
    assert process.stdout is not None  # noqa: S101  # a pipe was asked for
    until, heard = time.monotonic() + limits.seconds, bytearray()
    while (left := until - time.monotonic()) > 0:
        if not select.select([process.stdout], [], [], left)[0]:
            continue
        piece = process.stdout.read1(_PIECE)  # type: ignore[attr-defined]  # buffered, as asked for
        if not piece:
            return bytes(heard)
        heard += piece
        if len(heard) > limits.answer:
            raise ConfinedError(Failure.SAID_TOO_MUCH)
    raise ConfinedError(Failure.TOOK_TOO_LONG)


def _read(answer: bytes) -> tuple[dict[str, Any], bytes]:
    end = _LENGTH + int.from_bytes(answer[:_LENGTH], "big")
    try:
        said = json.loads(answer[_LENGTH:end])
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise ConfinedError(Failure.BROKE)
    return said, answer[end:]
