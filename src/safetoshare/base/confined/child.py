"""What runs in the confined process: give up what can be spared, load what is needed, open nothing more, work, answer.

It is asked `module:ready`. `ready(content)` loads whatever the work will need and returns the work; the work returns a
JSON object and bytes. The answer is the length of the object in four bytes, the object, then the bytes.
"""

from __future__ import annotations

import ctypes
import gc
import json
import resource
import sys
from importlib import import_module
from typing import Final

_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38


def give_up_rights(memory: int, seconds: int) -> None:
    """Take no more memory and processor time than this, gain no rights, write no file. OSError if it cannot be had."""
    library = ctypes.CDLL(None, use_errno=True)
    for option, value in ((_PR_SET_DUMPABLE, 0), (_PR_SET_NO_NEW_PRIVS, 1)):
        if library.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "rights could not be given up")
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
    ):
        resource.setrlimit(limit, (value, value))


def open_nothing_more() -> None:
    """Without a free descriptor there is no file, no socket, no pipe and no device."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def main(asked: str, memory: int, seconds: int) -> None:
    """Do one piece of work; a failure ends the process with another status than 0, and says nothing of the content."""
    give_up_rights(memory, seconds)
    # It does one thing and ends: looking for rings of garbage meanwhile costs time and saves nothing.
    gc.disable()
    module, _, name = asked.partition(":")
    ready = getattr(import_module(module), name)
    try:
        work = ready(sys.stdin.buffer.read())
        open_nothing_more()
        said, content = work()
    except BaseException:
        # Not by raising: the message of an error may hold a piece of the content.
        sys.exit(1)
    words = json.dumps(said).encode()
    sys.stdout.buffer.write(len(words).to_bytes(4, "big") + words + content)
    sys.stdout.buffer.flush()
