"""How gunicorn serves: no access log, no address or path in its error log, and no visitor who keeps others waiting.

A visitor may be slow, by accident or on purpose. So a request is received whole before anybody works on it, in a time
that is bounded as a whole (gunicorn bounds none of it); many may be received at once, few are worked on at once.
"""

from __future__ import annotations

import errno
import io
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any

from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.http import get_parser
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from safetoshare.base.faults import kind_and_places
from safetoshare.base.uploads import LARGEST_UPLOAD, NO_ROOM, takes_files

# Of all the waiting for one request, from its first byte to its last: time for a form of 5 kB on the slowest line.
SECONDS_TO_RECEIVE = 20
# Of one piece of an answer; a page is one piece.
SECONDS_TO_SEND = 20
# How long a connection that is being closed may go on talking, so that its visitor still reads the answer.
SECONDS_TO_CLOSE = 1
LARGEST_BODY = 5 * 1024 * 1024
# Of a form with files no time as a whole is bounded, but it must go on: so many bytes earn another second.
BYTES_A_SECOND = 2048
# Such forms on their way in one process at once. Others are received like any form: in the same seconds, or not at all.
FILES_AT_ONCE = 12
# At work in one process at once: what takes memory, processor and database connections stays within them.
AT_WORK = 4
Application = Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn carries no types
    """Gunicorn's logger without what a visitor's browser sent: its own messages name addresses and paths.

    Its messages of level error tell of its own processes only, and stay as they are.
    """

    def access(self, *_arguments: object, **_named: object) -> None:
        """Log no visit at all."""

    def warning(self, msg: object, *_arguments: object, **_named: object) -> None:
        super().warning("a request could not be served (details are not logged)")

    def exception(self, msg: object, *_arguments: object, **_named: object) -> None:
        if isinstance(sys.exception(), TimeoutError):
            super().warning("a visitor's connection was too slow, and was closed")
            return
        # The message and the error's own text may hold an address or what somebody wrote; the kind and the places not.
        super().error("a request, or a start, failed outside the application: %s", kind_and_places(sys.exception()))


class BoundedUnreader(SocketUnreader):  # type: ignore[misc]
    """Reads a connection, and waits for the whole of a request no longer than it may take."""

    def renew(self) -> None:
        """Begin another request."""
        self.seconds_left = float(SECONDS_TO_RECEIVE)
        self.takes_files = False

    def chunk(self, size_hint: int | None = None) -> bytes:
        if self.seconds_left <= 0:
            raise TimeoutError
        self.sock.settimeout(self.seconds_left)
        began = time.monotonic()
        try:
            data = bytes(super().chunk(size_hint))
            if self.takes_files:
                self.seconds_left = min(self.seconds_left + len(data) / BYTES_A_SECOND, float(SECONDS_TO_RECEIVE))
            return data
        finally:
            self.seconds_left -= time.monotonic() - began
            # Python bounds the sending of one piece as a whole by it.
            self.sock.settimeout(SECONDS_TO_SEND)


class BoundedWorker(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's worker with threads, which bounds how long receiving, sending and closing may hold a thread."""

    def load_wsgi(self) -> None:
        super().load_wsgi()
        application: Application = vars(self)["wsgi"]
        self.wsgi = received_whole(application)

    def handle(self, conn: TConn) -> object:
        if conn.parser is None:
            conn.parser = get_parser(self.cfg, conn.sock, conn.client)
            conn.parser.unreader = BoundedUnreader(conn.sock)
        conn.parser.unreader.renew()
        goes_on = super().handle(conn)
        if goes_on is False:
            # Gunicorn would linger in its main loop, where one visitor who does not hang up keeps all others waiting.
            util.close_graceful(conn.sock, SECONDS_TO_CLOSE, 2 * LARGEST_BODY)
        return goes_on

    def finish_request(self, conn: TConn, fs: Future[object]) -> None:
        if conn.sock.fileno() < 0:
            self.nr_conns -= 1
        else:
            super().finish_request(conn, fs)


def received_whole(application: Application) -> Application:
    """Return the application that is called with the whole body in memory, and few at a time.

    What is longer than any form, or of no declared length, is not read: `FormProtection` answers it. A form with files
    is read by its view as it arrives, a piece at a time.
    """
    at_work = threading.BoundedSemaphore(AT_WORK)
    with_files = threading.BoundedSemaphore(FILES_AT_ONCE)

    def receiving(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if takes_files(environ.get("PATH_INFO", "")) and 0 < length <= LARGEST_UPLOAD:
            if with_files.acquire(blocking=False):
                try:
                    environ["wsgi.input"] = _Arriving(environ["wsgi.input"], length)
                    return application(environ, start_response)
                finally:
                    with_files.release()
            environ[NO_ROOM] = length > LARGEST_BODY
        body = environ["wsgi.input"].read(length) if 0 < length <= LARGEST_BODY else b""
        if length <= LARGEST_BODY and len(body) < length:
            # Half a form is no form: she may have closed the page while it was on its way.
            raise ConnectionResetError(errno.ECONNRESET, "the body ended too early")
        environ["wsgi.input"] = io.BytesIO(body)
        with at_work:
            return application(environ, start_response)

    return receiving


class _Arriving(io.RawIOBase):
    """The body of a form with files, read as it arrives. ConnectionResetError where it ends too early."""

    def __init__(self, body: Any, length: int) -> None:  # noqa: ANN401  # gunicorn carries no types
        super().__init__()
        self._body, self._left = body, length
        body.reader.unreader.takes_files = True

    def readable(self) -> bool:
        return True

    def readinto(self, room: memoryview) -> int:  # type: ignore[override]  # whatever has room
        wanted = min(len(room), self._left)
        read = bytes(self._body.read(wanted)) if wanted else b""
        if wanted and not read:
            raise ConnectionResetError(errno.ECONNRESET, "the body ended too early")
        room[: len(read)] = read
        self._left -= len(read)
        return len(read)


# Gunicorn reads the names below.
worker_class = BoundedWorker
workers = 2
# Most of them wait for visitors; so many can be slow at once, in each process, before others wait for them.
threads = 48
# A process that is full leaves the next visitor to the other one.
worker_connections = 64
timeout = 60
graceful_timeout = 10
keepalive = 5
logger_class = DiscreetLogger
loglevel = "warning"
errorlog = "-"
accesslog = None
proc_name = "safetoshare-web"
limit_request_line = 2048
# Its place would be a folder of the user's, outside the house, and nothing here asks through it.
control_socket_disable = True
