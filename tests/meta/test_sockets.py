"""No test reaches another host; loopback and Unix sockets stay open."""

import socket
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

# Of the block that RFC 5737 keeps for documentation: nobody answers there.
ELSEWHERE = ("192.0.2.1", 80)


def test_a_connection_to_another_host_is_refused() -> None:
    with (
        pytest.warns(UserWarning, match="A test tried to use"),
        pytest.raises(SocketConnectBlockedError),
    ):
        socket.create_connection(ELSEWHERE, timeout=1)


def test_a_connection_on_this_machine_is_not_refused() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_a_unix_socket_is_not_refused(tmp_path: Path) -> None:
    with (
        socket.socket(socket.AF_UNIX) as server,
        socket.socket(socket.AF_UNIX) as client,
    ):
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))
        assert client.getpeername() == str(tmp_path / "s")
