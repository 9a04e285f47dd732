"""Starting a confined process, giving it the bytes, and hearing its answer."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
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


class ConfinedError(SafeToShareError):
    """The confined process broke, or took more memory or time than it may: nothing is known of what it looked at."""


def run_confined(asked: str, pieces: Iterable[bytes], *, memory: int, seconds: int) -> tuple[dict[str, Any], bytes]:
    """Let a confined process work on bytes, and return its answer: an object, and bytes.

    `asked` is `module:prepare,work` (see `child`); `memory` in bytes, all of the process's; `seconds` of processor
    time, and twice as many by the clock. ConfinedError when there is no answer.
    """
    command = [sys.executable, "-I", "-c", _PROGRAM, _SOURCE, asked, str(memory), str(seconds)]
    with subprocess.Popen(  # noqa: S603  # our own program, and no word of anybody else's
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
    ) as process:
        # Looked at from outside as well: a process that waits for something uses no processor time.
        guard = threading.Timer(2 * seconds, process.kill)
        guard.start()
        try:
            _give(process, pieces)
            answer = process.stdout.read() if process.stdout else b""
            status = process.wait()
        except BaseException:
            process.kill()
            raise
        finally:
            guard.cancel()
    if status != 0:
        raise ConfinedError("The confined process gave no answer.")
    return _read(answer)


def _give(process: subprocess.Popen[bytes], pieces: Iterable[bytes]) -> None:
    assert process.stdin is not None  # noqa: S101  # a pipe was asked for
    # One that broke reads no more: its status says so.
    with suppress(BrokenPipeError), process.stdin as given:
        for piece in pieces:
            given.write(piece)


def _read(answer: bytes) -> tuple[dict[str, Any], bytes]:
    end = _LENGTH + int.from_bytes(answer[:_LENGTH], "big")
    try:
        said = json.loads(answer[_LENGTH:end])
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise ConfinedError("The confined process answered something else than was asked.")
    return said, answer[end:]
