"""Reading an untrusted document in a confined process of its own (see `confined_reader`), and hearing its answer.

Promises: a `Document` or a `DocumentError`, within the limits of time and memory; the document never touches the disk;
whatever takes that process over can hand back a wrong document and nothing else.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from safetoshare.core.documents.blocks import Document, clean
from safetoshare.core.documents.formats import MAX_BYTES
from safetoshare.core.documents.troubles import Trouble, refused
from safetoshare.core.documents.wire import from_values
from safetoshare.core.errors import DocumentError

_SCRIPT: Final = Path(__file__).with_name("confined_reader.py")
_LONGEST_MESSAGE: Final = 400
_PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may take: memory and answer in bytes, seconds of the processor, seconds by the clock."""

    memory: int = 1_000_000_000
    processor_seconds: int = 60
    seconds: float = 90.0
    answer: int = 60_000_000


LIMITS: Final = Limits()
_TOO_LONG = "reading the document takes more than {seconds:.0f} seconds: give the part that holds the response"
_BROKE = "the document breaks its reader: it is damaged, or made to do harm; ask for it in another format"


def read_confined(content: bytes, limits: Limits = LIMITS) -> Document:
    """Return the blocks of a document in any format. DocumentError: what its reader refuses, or a limit was reached."""
    if len(content) > MAX_BYTES:
        raise refused(
            Trouble.TOO_LARGE,
            f"the document is larger than {MAX_BYTES // 1_000_000} MB: a published response is far smaller",
        )
    command = [sys.executable, "-I", str(_SCRIPT), str(limits.memory), str(limits.processor_seconds)]
    with (
        _in_memory(content) as given,
        subprocess.Popen(  # noqa: S603  (our own script, and no word of the document)
            command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
        ) as process,
    ):
        try:
            answer = _heard(process, limits)
            status = process.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            raise refused(Trouble.TOO_LONG, _TOO_LONG.format(seconds=limits.seconds)) from None
        finally:
            process.kill()
    if status < 0 and -status in _OF_TIME:
        raise refused(Trouble.TOO_LONG, _TOO_LONG.format(seconds=limits.processor_seconds))
    return _document(answer)


# SIGXCPU, and SIGKILL at the hard limit of the same.
_OF_TIME: Final = frozenset({24, 9})


@contextlib.contextmanager
def _in_memory(content: bytes) -> Iterator[int]:
    """Yield a file that holds the content and lies in memory alone: a pipe could block while nobody reads."""
    given = os.memfd_create("document")
    try:
        with os.fdopen(os.dup(given), "wb") as file:
            file.write(content)
        os.lseek(given, 0, os.SEEK_SET)
        yield given
    finally:
        os.close(given)


def _heard(process: subprocess.Popen[bytes], limits: Limits) -> bytes:
    """Return what the process says until it ends. DocumentError when it takes too long or says too much."""
    stream = process.stdout
    if stream is None:  # cannot be: a pipe was asked for
        return b""
    until = time.monotonic() + limits.seconds
    heard = bytearray()
    while (left := until - time.monotonic()) > 0:
        if not select.select([stream], [], [], left)[0]:
            continue
        piece = os.read(stream.fileno(), _PIECE)
        if not piece:
            return bytes(heard)
        heard += piece
        if len(heard) > limits.answer:
            raise refused(Trouble.TOO_LARGE, "the document holds more text than any published response")
    raise refused(Trouble.TOO_LONG, _TOO_LONG.format(seconds=limits.seconds))


def _document(answer: bytes) -> Document:
    try:
        value: Any = json.loads(answer)
        if "document" in value:
            return from_values(value["document"])
        raise _refusal(value["refused"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise refused(Trouble.BROKEN, _BROKE) from None


def _refusal(value: Any) -> DocumentError:  # noqa: ANN401  (anything may have been sent)
    message = clean(str(value["message"]))[:_LONGEST_MESSAGE]
    return refused(Trouble(value["trouble"]), message)
