"""A running `safetoshare serve`, and what a test may ask it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE_SECONDS = 20


@contextmanager
def listening(family: socket.AddressFamily, host: str) -> Iterator[int]:
    with socket.socket(family) as server:
        server.bind((host, 0))
        server.listen()
        yield server.getsockname()[1]


@dataclass
class Serving:
    """A running `safetoshare serve`."""

    process: subprocess.Popen[str]
    ready: str

    @property
    def port(self) -> int:
        """Where it listens, as it said itself."""
        found = re.search(r"http://127\.0\.0\.1:(\d+)/$", self.ready)
        assert found, self.ready
        return int(found[1])

    def children(self) -> dict[str, int]:
        """The numbers of the processes that it started, by name."""
        pid = self.process.pid
        numbers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        lines = {int(number): Path(f"/proc/{number}/cmdline").read_text() for number in numbers}
        kinds = {"unwrapper": "safetoshare.base.unwrapper", "web": "gunicorn", "worker": "\0worker\0"}
        return {name: number for number, line in lines.items() for name, part in kinds.items() if part in line}

    def get(self, path: str, host: str = "") -> int:
        """The status of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", path, headers={"Host": host} if host else {})
            return connection.getresponse().status
        finally:
            connection.close()

    def send(self, request: bytes) -> bytes:
        """Send bytes as they are, and return the first line of what comes back."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE_SECONDS) as connection:
            connection.sendall(request)
            return connection.recv(4096).partition(b"\r\n")[0]

    def ended(self) -> tuple[int, str, str]:
        """Wait for its end: exit code, what else it printed, and its errors."""
        out, err = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, out, err


def is_running(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def all_ended(numbers: list[int]) -> bool:
    """Whether all of these processes end in time; those that do not are killed, so that no test leaves one behind."""
    end = time.monotonic() + PATIENCE_SECONDS
    while running := [number for number in numbers if is_running(number)]:
        if time.monotonic() > end:
            for number in running:
                os.kill(number, signal.SIGKILL)
            return False
        time.sleep(0.02)
    return True


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[Serving]:
    process = subprocess.Popen(
        [sys.executable, "-m", "safetoshare", "serve"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        ready = process.stdout.readline()
        if not ready:
            pytest.fail(f"it did not start: {process.communicate()[1]}")
        yield Serving(process, ready)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        # Not read to their end: what stayed behind may hold them open.
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
