"""The socket: for this user alone, one unwrapper at a time, and junk or haste leave it answering."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from safetoshare.base.unwrapper import server as server_module
from safetoshare.base.unwrapper.protocol import LARGEST_MESSAGE, receive_message, send_message, short_address
from safetoshare.base.unwrapper.server import UnwrapperServer, answer_to
from safetoshare.core.errors import RefusedError, SafeToShareError, SettingError
from tests.base.people import PEPPERS

# "Is it unlocked" asks for no database.
STATUS = {"ask": "status", "account": str(uuid4()), "handle": "none"}
LOCKED = {"error": "locked", "says": "The keys are locked: unlock and try again."}


@contextmanager
def serving(path: Path) -> Iterator[UnwrapperServer]:
    """Serve in a thread of this process."""
    with UnwrapperServer(path, PEPPERS) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(10)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "unwrapper.sock"


@pytest.fixture
def server(path: Path) -> Iterator[UnwrapperServer]:
    with serving(path) as running:
        yield running


@contextmanager
def connected(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        with short_address(path) as address:
            connection.connect(address)
        yield connection


def ask(path: Path, message: dict[str, Any] = STATUS) -> dict[str, Any]:
    with connected(path) as connection:
        send_message(connection, message)
        return receive_message(connection)


def send_raw(path: Path, sent: bytes) -> bytes:
    """Send bytes, say that no more come, and return what is answered."""
    with connected(path) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        return connection.recv(1000)


@pytest.mark.usefixtures("server")
def test_a_question_gets_its_answer(path: Path) -> None:
    assert ask(path) == LOCKED


@pytest.mark.usefixtures("server")
def test_the_socket_is_for_this_user_alone(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600


def test_making_the_socket_leaves_the_umask_as_it_was(path: Path) -> None:
    before = os.umask(0o022)
    try:
        with serving(path):
            now = os.umask(0o022)
        assert now == 0o022
    finally:
        os.umask(before)


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x00\x00",
        b"\x00\x00\x00\x02{",
        b"\x00\x00\x00\x04junk",
        b"\x00\x00\x00\x02[]",
        (LARGEST_MESSAGE + 1).to_bytes(4),
        b"\xff" * 100,
        (50_000).to_bytes(4) + b"[" * 50_000,
    ],
    ids=lambda sent: repr(sent[:8]),
)
def test_junk_gets_no_answer_and_leaves_it_answering(path: Path, sent: bytes, caplog: pytest.LogCaptureFixture) -> None:
    # It may close the line before it has read all.
    with suppress(ConnectionError):
        assert send_raw(path, sent) == b""
    assert ask(path) == LOCKED
    assert caplog.text == ""


@pytest.mark.usefixtures("server")
def test_somebody_who_connects_and_says_nothing_keeps_nobody_waiting(path: Path) -> None:
    with connected(path) as silent:
        silent.sendall(b"\x00")
        assert ask(path) == LOCKED


@pytest.mark.usefixtures("server")
def test_a_message_that_is_no_question_is_told_so(path: Path) -> None:
    assert ask(path, {"ask": "dump"})["error"] == "bad_input"


def test_many_may_knock_before_one_is_served(path: Path) -> None:
    # Nobody accepts yet: what the kernel's queue does not hold would be refused at once.
    with UnwrapperServer(path, PEPPERS):
        waiting = [socket.socket(socket.AF_UNIX) for _ in range(60)]
        try:
            with short_address(path) as address:
                for connection in waiting:
                    connection.settimeout(1)
                    connection.connect(address)
        finally:
            for connection in waiting:
                connection.close()


@pytest.mark.usefixtures("server")
def test_another_user_gets_no_answer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "_peer_user", lambda _connection: os.getuid() + 1)
    with connected(path) as connection, suppress(ConnectionError):
        send_message(connection, STATUS)
        assert connection.recv(1000) == b""
    monkeypatch.undo()
    assert ask(path) == LOCKED


def test_the_kernel_says_who_is_at_the_other_end() -> None:
    here, there = socket.socketpair(socket.AF_UNIX)
    with here, there:
        assert server_module._peer_user(here) == os.getuid()


def test_a_socket_left_by_a_killed_process_is_replaced(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead, short_address(path) as address:
        dead.bind(address)
    with serving(path):
        assert ask(path) == LOCKED


@pytest.mark.usefixtures("server")
def test_a_second_unwrapper_is_refused_and_the_first_goes_on(path: Path) -> None:
    with pytest.raises(RefusedError, match="another process"):
        UnwrapperServer(path, PEPPERS)
    assert ask(path) == LOCKED


def test_after_the_end_the_socket_is_gone_and_another_may_start(path: Path) -> None:
    with serving(path):
        pass
    assert not path.exists()
    with serving(path):
        assert ask(path) == LOCKED


def test_a_start_that_fails_leaves_the_lock_free(path: Path) -> None:
    path.mkdir()
    with pytest.raises(OSError, match="directory"):
        UnwrapperServer(path, PEPPERS)
    path.rmdir()
    with serving(path):
        assert ask(path) == LOCKED


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql_only", "server")
def test_on_postgresql_each_answer_gives_its_connection_back_to_the_pool(path: Path) -> None:
    options: dict[str, Any] = connection.settings_dict["OPTIONS"]
    question = {"ask": "unlock", "account": str(uuid4()), "passphrase": "none"}
    answers = [ask(path, question) for _ in range(options["pool"]["max_size"] + 2)]
    assert answers == [{"refused": "no_key"}] * len(answers)


class Failing:
    """Openings that fail."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def answer(self, _message: dict[str, Any]) -> dict[str, Any]:
        raise self.error


@pytest.mark.parametrize("error", [ValueError("canary"), KeyError("canary"), SafeToShareError("canary")])
def test_of_an_unforeseen_error_only_its_kind_is_told(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = answer_to({}, Failing(error))  # type: ignore[arg-type]  # stands in for Openings
    assert answer["error"] == "broken"
    assert "canary" not in f"{answer} {caplog.text}"
    assert type(error).__name__ in caplog.text


def test_an_error_of_a_narrower_kind_is_told_as_the_wider() -> None:
    assert answer_to({}, Failing(SettingError("says what")))["error"] == "bad_input"  # type: ignore[arg-type]


def test_an_error_outside_an_answer_is_logged_by_its_kind(
    server: UnwrapperServer, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def fail(_connection: socket.socket) -> int:
        raise ZeroDivisionError("canary")

    monkeypatch.setattr(server_module, "_peer_user", fail)
    with connected(path) as connection:
        assert connection.recv(100) == b""
    assert "a connection failed: ZeroDivisionError" in caplog.text
    assert "canary" not in caplog.text + "".join(capsys.readouterr())
