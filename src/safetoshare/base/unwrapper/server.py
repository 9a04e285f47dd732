"""The unwrapper behind its socket: who may ask, and one answer a question."""

from __future__ import annotations

import logging
import os
import socket
import socketserver
import struct
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.db import Error as DatabaseError
from django.db import connections

from safetoshare.base.faults import kind_and_places
from safetoshare.base.lock_file import lock_file
from safetoshare.base.permissions import Realm
from safetoshare.base.unwrapper.openings import Openings
from safetoshare.base.unwrapper.protocol import ERRORS, receive_message, send_message, short_address
from safetoshare.core.errors import BadInputError

_log = logging.getLogger("safetoshare.unwrapper")
_PATIENCE_SECONDS = 10


class _Handler(socketserver.BaseRequestHandler):
    """One question, one answer."""

    server: UnwrapperServer

    def handle(self) -> None:
        connection: socket.socket = self.request
        if _peer_user(connection) != os.getuid():
            return
        connection.settimeout(_PATIENCE_SECONDS)
        try:
            send_message(connection, answer_to(receive_message(connection), self.server.openings))
        except (OSError, BadInputError):
            # Whoever asked has gone, or is none of ours.
            return
        finally:
            # This thread ends now, and what it holds open to the databases with it.
            connections.close_all()


def answer_to(message: dict[str, Any], openings: Openings) -> dict[str, Any]:
    """Return the answer to a question, whatever happens: an error is an answer too."""
    try:
        return openings.answer(message)
    except Exception as error:
        for name, kind in ERRORS.items():
            if isinstance(error, kind):
                return {"error": name, "says": str(error)}
        # The message of an unforeseen error may hold what was being opened: only its kind is told.
        _log.error("a question failed: %s", kind_and_places(error))
        return {"error": "broken", "says": "The unwrapper failed. The log names the kind of error."}


class UnwrapperServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """A thread a question; the socket is readable by this user alone."""

    daemon_threads = True
    # A full queue refuses at once on a Unix socket, and every web thread may ask at the same moment.
    request_queue_size = 128

    def __init__(self, path: Path, peppers: Mapping[Realm, bytes], log_seed: bytes | None = None) -> None:
        """Listen at `path`. RefusedError when another unwrapper does: its keys would be out of reach, yet unlocked."""
        self.openings = Openings(peppers, log_seed)
        self._path = path
        self._held = ExitStack()
        self._held.enter_context(lock_file(path.with_suffix(".lock"), wait=False))
        # Left by a process that was killed: a living one holds the lock.
        path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            with short_address(path) as address:
                super().__init__(address, _Handler)
        except BaseException:
            self._held.close()
            raise
        finally:
            os.umask(before)

    def sweep(self) -> None:
        """Forget keys whose time is over, or whose members changed. A database that is away is no reason to stop."""
        try:
            self.openings.sweep()
        except DatabaseError as error:
            _log.error("who left could not be looked up: %s", kind_and_places(error))
        finally:
            connections.close_all()

    def server_close(self) -> None:
        """Stop listening; the next unwrapper may start."""
        super().server_close()
        self._path.unlink(missing_ok=True)
        self._held.close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Log the kind of an unforeseen error; the base class would print all of it."""
        _log.error("a connection failed: %s", kind_and_places(sys.exception()))


def _peer_user(connection: socket.socket) -> int:
    """Return the user number of the process at the other end."""
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", credentials)[1])
