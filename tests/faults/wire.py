"""A wire to the database that a test can cut and mend, and a reporter who comes over a real socket."""

from __future__ import annotations

import http.client
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse

PATIENCE_SECONDS = 60


@dataclass
class Wire:
    """Passes bytes between its own port and a server's, until it is cut. Cut, it takes no connection."""

    host: str
    server_port: int
    port: int = 0
    _ends: list[socket.socket] = field(default_factory=list)
    _listening: socket.socket | None = None

    def mend(self) -> None:
        """Take connections, on the same port as before."""
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._listen, args=(self._listening,), daemon=True).start()

    def cut(self) -> None:
        """Break every connection at once, and take no other."""
        if self._listening is not None:
            # Wakes up whoever waits for a connection, which closing alone does not.
            with suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def _listen(self, listening: socket.socket) -> None:
        while True:
            try:
                ours, _ = listening.accept()
                theirs = socket.create_connection((self.host, self.server_port))
            except OSError:
                return
            self._ends += [ours, theirs]
            for source, goal in ((ours, theirs), (theirs, ours)):
                threading.Thread(target=_pass_on, args=(source, goal), daemon=True).start()


def _pass_on(source: socket.socket, goal: socket.socket) -> None:
    with suppress(OSError):
        while some := source.recv(65_536):
            goal.sendall(some)
    for end in (source, goal):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True)
class RealVisitor:
    """Asks a served house as a phone without script does; answers as Django's own client, for the same pages."""

    address: str

    def get(self, path: str) -> HttpResponse:
        return self._ask("GET", path, "")

    def post(self, path: str, fields: dict[str, object]) -> HttpResponse:
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def _ask(self, method: str, path: str, body: str) -> HttpResponse:
        where = urlsplit(self.address)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=PATIENCE_SECONDS)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        connection.request(method, path, body, headers if body else {})
        answer = connection.getresponse()
        response = HttpResponse(answer.read(), status=answer.status)
        connection.close()
        return response
