"""The messages between a web process and the unwrapper: a length of four bytes, then one JSON object."""

from __future__ import annotations

import json
import socket
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import O_DIRECTORY, O_PATH, close
from os import open as open_descriptor
from pathlib import Path
from typing import Any
from uuid import UUID

from safetoshare.base.settings.environment import ProcessRole
from safetoshare.core.errors import (
    BadInputError,
    LockedError,
    NotPermittedError,
    OverQuotaError,
    RefusedError,
    SafeToShareError,
    SealError,
)
from safetoshare.core.vault import Place, Sealed, Wrapped

SOCKET_NAME = "unwrapper.sock"
LARGEST_MESSAGE = 64 * 1024 * 1024
_SOCKET_OF_PARTNERS = "partner-unwrapper.sock"
# What an error is called on the wire, the narrower kinds first; anything else is "broken" and tells nothing.
ERRORS: dict[str, type[SafeToShareError]] = {
    "locked": LockedError,
    "not_permitted": NotPermittedError,
    "over_quota": OverQuotaError,
    "refused": RefusedError,
    "sealed": SealError,
    "bad_input": BadInputError,
}
_LENGTH = 4
# Of a member's new key, what is bytes and travels as base64.
DRAWN_BYTES = ("public", "salt", "sealed_private", "sealed_signing")


@dataclass(frozen=True)
class SealedValue:
    """A sealed group of fields, the wrap of its data key, and the unit key it was wrapped to."""

    place: Place
    unit_key: UUID
    wrapped: Wrapped
    sealed: Sealed

    def as_json(self) -> dict[str, Any]:
        return {
            "record": str(self.place.record),
            "table": self.place.table,
            "group": self.place.group,
            "version": self.place.version,
            "unit_key": str(self.unit_key),
            "wrapped": b64encode(self.wrapped).decode("ascii"),
            "sealed": b64encode(self.sealed).decode("ascii"),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> SealedValue:
        """Read what `as_json` wrote. BadInputError for anything else."""
        try:
            return cls(
                place=Place(UUID(value["record"]), value["table"], value["group"], _whole(value["version"])),
                unit_key=UUID(value["unit_key"]),
                wrapped=Wrapped(b64decode(value["wrapped"], validate=True)),
                sealed=Sealed(b64decode(value["sealed"], validate=True)),
            )
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
            raise BadInputError("A sealed value is not in its form.") from None


def socket_name(role: ProcessRole) -> str:
    """Return the name of the socket at which a process of this role asks: each door's unwrapper has its own.

    So both may stand in one folder. The worker asks the hub's, which has the log's key.
    """
    return _SOCKET_OF_PARTNERS if role is ProcessRole.PARTNER else SOCKET_NAME


def send_message(connection: socket.socket, message: dict[str, Any]) -> None:
    """Send one message."""
    body = json.dumps(message).encode("utf-8")
    connection.sendall(len(body).to_bytes(_LENGTH) + body)


def receive_message(connection: socket.socket) -> dict[str, Any]:
    """Receive one message; BadInputError when it is cut short, too long or not an object."""
    length = int.from_bytes(_receive_exactly(connection, _LENGTH))
    if length > LARGEST_MESSAGE:
        raise BadInputError("The message is too long.")
    try:
        message = json.loads(_receive_exactly(connection, length))
    except (ValueError, RecursionError):
        raise BadInputError("The message is not JSON.") from None
    if not isinstance(message, dict):
        raise BadInputError("The message is not an object.")
    return message


@contextmanager
def short_address(path: Path) -> Iterator[str]:
    """Give an address for a socket whose path may be longer than the 108 bytes that Linux allows."""
    folder = open_descriptor(path.parent, O_PATH | O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        close(folder)


def _whole(number: object) -> int:
    """Return a whole number as JSON writes one. TypeError for any other, which would read as another version."""
    if type(number) is not int:
        raise TypeError
    return number


def _receive_exactly(connection: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            raise BadInputError("The message was cut short.")
        parts += part
    return bytes(parts)
