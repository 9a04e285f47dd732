"""The confined process that reads one untrusted document; `confined_reading` runs this file as `python -I` by its path.

The document comes by standard input, the answer goes as JSON to standard output: its blocks, or why it is refused.
Before the document is parsed the process has given up memory, time, new files and new rights. It knows no setting
(its environment is empty) and speaks to nobody.
"""

from __future__ import annotations

import ctypes
import gc
import json
import resource
import sys
from pathlib import Path
from typing import Any, Final

# An isolated interpreter does not look beside its script: the source that this file belongs to comes first.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from safetoshare.core.documents.formats import reader_for
from safetoshare.core.documents.troubles import Trouble, refused
from safetoshare.core.documents.wire import to_values
from safetoshare.core.errors import DocumentError

_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38
_TOO_MUCH = refused(
    Trouble.TOO_LONG, "reading the document takes more memory than it may: give the part that holds the response"
)


def main(memory: int, seconds: int) -> None:
    """Read standard input and answer; `memory` in bytes, `seconds` of the processor."""
    _limit(memory, seconds)
    # It reads one document and ends: looking for rings of garbage meanwhile costs time and saves nothing.
    gc.disable()
    content = sys.stdin.buffer.read()
    answer: dict[str, Any]
    try:
        read = reader_for(content)
        # Nothing is imported from here on. Not one descriptor more: no file, no socket, no pipe.
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        answer = {"document": to_values(read(content))}
    except DocumentError as error:
        answer = _refusal(error)
    except (MemoryError, RecursionError):
        answer = _refusal(_TOO_MUCH)
    sys.stdout.write(json.dumps(answer))


def _limit(memory: int, seconds: int) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    for option, value in ((_PR_SET_NO_NEW_PRIVS, 1), (_PR_SET_DUMPABLE, 0)):
        if library.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "rights could not be given up")
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
    ):
        resource.setrlimit(limit, (value, value))


def _refusal(error: DocumentError) -> dict[str, Any]:
    return {"refused": {"trouble": error.trouble, "message": str(error)}}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
