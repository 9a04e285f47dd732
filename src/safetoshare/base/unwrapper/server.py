"""The unwrapper behind its socket: who may ask, and one answer a question."""

from __future__ import annotations

import ctypes
import logging
import os
import resource
import socket
import socketserver
import struct
from pathlib import Path
from typing import Any

from django.db import close_old_connections

from safetoshare.base.unwrapper.openings import Openings
from safetoshare.base.unwrapper.protocol import receive_message, send_message, short_address
from safetoshare.core.errors import (
    BadInputError,
    LockedError,
    NotPermittedError,
    RefusedError,
    SealError,
)

_log = logging.getLogger("safetoshare.unwrapper")
_PATIENCE_SECONDS = 10
_PR_SET_DUMPABLE = 4

# What an error is called on the wire; anything else is "broken" and tells nothing.
_NAMES: dict[type[Exception], str] = {
    LockedError: "locked",
    NotPermittedError: "not_permitted",
    RefusedError: "refused",
    SealError: "sealed",
    BadInputError: "bad_input",
}


class _Handler(socketserver.BaseRequestHandler):
    """One question, one answer."""

    server: UnwrapperServer

    def handle(self) -> None:
        connection: socket.socket = self.request
        if _peer_user(connection) != os.getuid():
            return
        connection.settimeout(_PATIENCE_SECONDS)
        try:
            send_message(connection, self._answer(receive_message(connection)))
        except (OSError, BadInputError):
            # Whoever asked has gone, or is none of ours.
            return
        finally:
            close_old_connections()

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        try:
            return self.server.openings.answer(message)
        except tuple(_NAMES) as error:
            return {"error": _NAMES[type(error)], "says": str(error)}
        except Exception as error:
            # The message of an unforeseen error may hold what was being opened: only its kind is told.
            _log.error("a question failed: %s", type(error).__name__)
            return {
                "error": "broken",
                "says": "The unwrapper failed. The log names the kind of error.",
            }


class UnwrapperServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """A thread a question; the socket is readable by this user alone."""

    daemon_threads = True

    def __init__(self, path: Path, pepper: bytes) -> None:
        self.openings = Openings(pepper)
        path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            with short_address(path) as address:
                super().__init__(address, _Handler)
        finally:
            os.umask(before)


def harden_process() -> None:
    """Keep keys out of core files, and other processes of the same user out of this one's memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _peer_user(connection: socket.socket) -> int:
    """Return the user number of the process at the other end."""
    credentials = connection.getsockopt(
        socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")
    )
    return int(struct.unpack("3i", credentials)[1])
