"""An unwrapper inside the test's own process and transaction: the real one but for the socket."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.openings import Openings
from safetoshare.base.unwrapper.server import answer_to
from tests.base.people import LOG_SEED, PEPPERS


@dataclass
class HandClock:
    """A clock that stands until it is moved."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class InProcess:
    """The unwrapper's work and its clock; `client` asks it."""

    clock: HandClock = field(default_factory=HandClock)
    is_away: bool = False
    afterwards: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.openings = Openings(PEPPERS, LOG_SEED, self.clock, self.afterwards.append)

    def catch_up(self) -> None:
        """Do what was left for after the answers."""
        while self.afterwards:
            self.afterwards.pop(0)()

    def serve_client(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Answer what the client's functions ask, as JSON there and back."""
        answers: list[str] = []

        def connected() -> socket.socket:
            if self.is_away:
                raise client.UnwrapperAwayError
            return socket.socket(socket.AF_UNIX)

        def send(_connection: socket.socket, message: dict[str, Any]) -> None:
            answers.append(json.dumps(answer_to(json.loads(json.dumps(message)), self.openings)))

        monkeypatch.setattr(client, "_connected", connected)
        monkeypatch.setattr(client, "send_message", send)
        monkeypatch.setattr(client, "receive_message", lambda _connection: json.loads(answers.pop()))
