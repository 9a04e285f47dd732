"""Messages behind their length, and what junk on the line does."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.unwrapper.protocol import (
    ERRORS,
    LARGEST_MESSAGE,
    SealedValue,
    receive_message,
    send_message,
    short_address,
)
from safetoshare.core.errors import BadInputError, RefusedError, SafeToShareError
from safetoshare.core.vault import Place, Sealed, Wrapped

VALUE = SealedValue(
    Place(UUID(int=1), "report_report", "account", 3), UUID(int=2), Wrapped(b"\x41wrapped"), Sealed(b"\x01sealed")
)
Json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    here, there = socket.socketpair()
    here.settimeout(5)
    there.settimeout(5)
    with here, there:
        yield here, there


def received(sent: bytes) -> dict[str, Any]:
    """Return what is received when these bytes are sent and the line is closed."""
    here, there = socket.socketpair()
    with here, there:
        here.settimeout(5)
        here.sendall(sent)
        here.shutdown(socket.SHUT_WR)
        there.settimeout(5)
        return receive_message(there)


@given(st.dictionaries(st.text(max_size=5), Json, max_size=4))
def test_what_is_sent_is_received(message: dict[str, Any]) -> None:
    here, there = socket.socketpair()
    with here, there:
        send_message(here, message)
        assert receive_message(there) == message


def test_a_message_larger_than_the_line_holds_arrives_whole(line: tuple[socket.socket, socket.socket]) -> None:
    here, there = line
    message = {"plaintexts": ["é" * 3_000_000]}
    sender = threading.Thread(target=send_message, args=(here, message))
    sender.start()
    assert receive_message(there) == message
    sender.join(10)


def framed(body: bytes) -> bytes:
    return len(body).to_bytes(4) + body


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x00",
        b"\x00\x00\x00",
        framed(b""),
        framed(b"not json"),
        framed(b"[]"),
        framed(b'"text"'),
        framed(b"null"),
        framed(b"\xff\xfe"),
        framed(b'{"half": '),
        framed(b'{"half": 1}')[:-1],
        framed(b"[" * 50_000),
        framed(b'{"a":' * 10_000),
        framed(b"9" * 10_000),
        (LARGEST_MESSAGE + 1).to_bytes(4) + b"{}",
        b"\xff\xff\xff\xff",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x80\x04cos\nsystem\n(S'true'\ntR.",
    ],
    ids=lambda sent: repr(sent[:12]),
)
def test_junk_is_bad_input(sent: bytes) -> None:
    with pytest.raises(BadInputError):
        received(sent)


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(sent: bytes) -> None:
    try:
        received(sent)
    except BadInputError:
        return


def test_a_message_that_is_too_long_is_refused_before_it_is_read(line: tuple[socket.socket, socket.socket]) -> None:
    here, there = line
    here.sendall((LARGEST_MESSAGE + 1).to_bytes(4))
    with pytest.raises(BadInputError, match="too long"):
        receive_message(there)


def test_bad_input_does_not_repeat_what_was_sent() -> None:
    with pytest.raises(BadInputError) as caught:
        received(framed(b'{"passphrase": "canary'))
    assert "canary" not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_a_sealed_value_comes_back_from_its_json() -> None:
    assert SealedValue.from_json(json.loads(json.dumps(VALUE.as_json()))) == VALUE


@pytest.mark.parametrize("name", sorted(VALUE.as_json()))
@pytest.mark.parametrize(
    "wrong",
    [None, "", [], {}, True, -1, "not one", "\ud800", "é", "====", 1e400, 2**70],
    ids=lambda wrong: repr(wrong)[:9],
)
def test_a_sealed_value_with_a_wrong_part_is_bad_input_or_another_value(name: str, wrong: object) -> None:
    try:
        other = SealedValue.from_json(VALUE.as_json() | {name: wrong})
    except BadInputError:
        return
    assert other != VALUE


@pytest.mark.parametrize("value", [None, [], "text", 5, {}, {"record": str(UUID(int=1))}])
def test_what_is_no_sealed_value_is_bad_input(value: object) -> None:
    with pytest.raises(BadInputError):
        SealedValue.from_json(cast(dict[str, Any], value))


def test_the_narrower_errors_are_named_before_the_wider() -> None:
    kinds = list(ERRORS.values())
    assert kinds.index(RefusedError) == 3
    for index, kind in enumerate(kinds):
        assert issubclass(kind, SafeToShareError)
        assert not any(issubclass(later, kind) for later in kinds[index + 1 :])


def test_a_socket_may_lie_deeper_than_the_kernel_allows(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["a-folder-with-a-long-name"] * 8)
    folder.mkdir(parents=True)
    path = folder / "unwrapper.sock"
    assert len(str(path)) > 108
    with socket.socket(socket.AF_UNIX) as listening, socket.socket(socket.AF_UNIX) as asking:
        with short_address(path) as address:
            listening.bind(address)
        listening.listen()
        with short_address(path) as address:
            asking.connect(address)
        assert path.is_socket()
