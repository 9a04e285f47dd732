"""What web processes call: answers and errors as values and exceptions of ours, and an unwrapper that is away."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.base.unwrapper.protocol import ERRORS, SOCKET_NAME, short_address
from safetoshare.core.errors import LockedError, SafeToShareError

ACCOUNT = uuid4()


@pytest.fixture(autouse=True)
def _state(settings: Settings, tmp_path: Path) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, state=tmp_path)


@contextmanager
def answering(folder: Path, answer: bytes) -> Iterator[list[bytes]]:
    """Listen where the unwrapper would, answer one question with these bytes, and note what was asked."""
    asked: list[bytes] = []
    with socket.socket(socket.AF_UNIX) as listening:
        with short_address(folder / SOCKET_NAME) as address:
            listening.bind(address)
        listening.listen()
        listening.settimeout(10)

        def answer_once() -> None:
            connection, _ = listening.accept()
            with connection:
                asked.append(connection.recv(1 << 20))
                connection.sendall(answer)

        thread = threading.Thread(target=answer_once)
        thread.start()
        yield asked
        thread.join(10)


def framed(value: object) -> bytes:
    body = json.dumps(value).encode()
    return len(body).to_bytes(4) + body


@pytest.mark.parametrize(("name", "kind"), list(ERRORS.items()))
def test_each_error_of_the_line_is_an_exception_of_ours(
    tmp_path: Path, name: str, kind: type[SafeToShareError]
) -> None:
    with (
        answering(tmp_path, framed({"error": name, "says": "what to do"})),
        pytest.raises(kind, match="what to do") as caught,
    ):
        client.open_values(ACCOUNT, "handle", "read_report", [])
    assert type(caught.value) is kind


@pytest.mark.parametrize("name", ["broken", "something new"])
def test_any_other_error_means_that_nothing_can_be_opened_now(tmp_path: Path, name: str) -> None:
    with (
        answering(tmp_path, framed({"error": name, "says": "failed"})),
        pytest.raises(UnwrapperAwayError, match="failed"),
    ):
        client.unlock(ACCOUNT, "passphrase")


@pytest.mark.parametrize("answer", [b"", b"\x00\x00", framed([]), b"\xff\xff\xff\xff", b"\x00\x00\x00\x05nojso"])
def test_an_answer_that_is_cut_short_or_junk_is_no_answer(tmp_path: Path, answer: bytes) -> None:
    with answering(tmp_path, answer), pytest.raises(UnwrapperAwayError, match="did not answer"):
        client.unlock(ACCOUNT, "passphrase")


def test_without_a_socket_the_unwrapper_is_away() -> None:
    assert not client.is_there()
    with pytest.raises(UnwrapperAwayError, match="not running") as caught:
        client.unlock(ACCOUNT, "canary passphrase")
    assert "canary" not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_a_socket_left_by_a_dead_process_is_away(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead, short_address(tmp_path / SOCKET_NAME) as address:
        dead.bind(address)
    assert (tmp_path / SOCKET_NAME).is_socket()
    assert not client.is_there()
    with pytest.raises(UnwrapperAwayError):
        client.lock(ACCOUNT, "handle")


def test_it_is_there_when_something_listens(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        with short_address(tmp_path / SOCKET_NAME) as address:
            listening.bind(address)
        listening.listen()
        assert client.is_there()
        assert client.is_there(tmp_path / SOCKET_NAME)


def test_locked_keys_have_no_seconds_left(tmp_path: Path) -> None:
    with answering(tmp_path, framed({"error": "locked", "says": "locked"})):
        assert client.seconds_unlocked(ACCOUNT, "handle") == 0


def test_locked_keys_open_nothing(tmp_path: Path) -> None:
    with answering(tmp_path, framed({"error": "locked", "says": "unlock"})), pytest.raises(LockedError):
        client.open_values(ACCOUNT, "handle", "read_report", [])


def test_the_passphrase_goes_to_the_unwrapper_and_nowhere_into_the_answer(tmp_path: Path) -> None:
    with answering(tmp_path, framed({"handle": "canary-handle", "seconds_left": 900})) as asked:
        outcome = client.unlock(ACCOUNT, "canary passphrase")
    assert b"canary passphrase" in asked[0]
    assert outcome == client.KeysUnlocked("canary-handle", 900)
    assert "canary" not in repr(outcome)
