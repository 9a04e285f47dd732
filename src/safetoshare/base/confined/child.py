"""What runs in the confined process: load what is needed, give up all rights, then read, work, answer and end.

It is asked `module:prepare,work` as its argument. `prepare()` loads; `work(bytes)` returns a JSON object and bytes.
The answer is the length of the object in four bytes, the object, then the bytes.
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
    """Open nothing from here on, use no more memory and processor time than this. OSError if that cannot be had.

    Without a free descriptor there is no file, no socket, no pipe and no device; without new privileges no program
    that runs as another; without processes no second one.
    """
    library = ctypes.CDLL(None, use_errno=True)
    for option, value in ((_PR_SET_DUMPABLE, 0), (_PR_SET_NO_NEW_PRIVS, 1)):
        if library.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "rights could not be given up")
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_NOFILE: 0,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))


def main(asked: str, memory: int, seconds: int) -> None:
    """Do one piece of work; a failure ends the process with another status than 0, and says nothing of the content."""
    name, _, functions = asked.partition(":")
    module = import_module(name)
    prepare, work = (getattr(module, function) for function in functions.split(","))
    prepare()
    gc.freeze()
    give_up_rights(memory, seconds)
    try:
        said, content = work(sys.stdin.buffer.read())
    except BaseException:  # whatever a hostile file brings about
        # Not by raising: the message of an error may hold a piece of the file.
        sys.exit(1)
    words = json.dumps(said).encode()
    sys.stdout.buffer.write(len(words).to_bytes(4, "big") + words + content)
    sys.stdout.buffer.flush()
