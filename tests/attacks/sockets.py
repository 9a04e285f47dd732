"""What a visitor's browser would never do: raw bytes to a running house, and a look at its processes."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterable
from pathlib import Path

PATIENCE_SECONDS = 30


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)


def head(line: str, **headers: str) -> bytes:
    """The head of a request in Arabic, whose connection ends with its answer."""
    named = {"Host": "127.0.0.1", "Accept-Language": "ar", "Connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    return "\r\n".join([line, *(f"{name}: {value}" for name, value in named.items()), "", ""]).encode("latin-1")


def exchange(port: int, *pieces: bytes) -> str:
    """Send the pieces and return all that comes back."""
    with connected(port) as connection:
        send_until_closed(connection, pieces)
        return read_until_closed(connection).decode()


def send_until_closed(connection: socket.socket, pieces: Iterable[bytes]) -> int:
    """Send until the other side refuses; return the number of bytes that the network took."""
    sent = 0
    with contextlib.suppress(ConnectionError):
        for piece in pieces:
            connection.sendall(piece)
            sent += len(piece)
    return sent


def read_until_closed(connection: socket.socket) -> bytes:
    received = bytearray()
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(65536):
            received += piece
    return bytes(received)


def web_processes(port: int) -> dict[int, int]:
    """The processes that listen on this port, with the memory that each holds, in kB."""
    listening = f"0100007F:{port:04X} 00000000:0000 0A "
    inode = next(line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines() if listening in line)
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        # Those of others may not be looked at, and some end meanwhile.
        with contextlib.suppress(OSError):
            if any(str(open_file.readlink()) == f"socket:[{inode}]" for open_file in (folder / "fd").iterdir()):
                found[int(folder.name)] = int((folder / "status").read_text().partition("VmRSS:")[2].split()[0])
    return found
