"""The house as a visitor meets it: prepared and served by the real commands, on an address of its own.

`running_house` makes a demonstration in an empty folder and starts `safetoshare serve`: web server, unwrapper and
worker, on SQLite or PostgreSQL, whichever SAFETOSHARE_DATABASE_URL names.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.postgres import OWNER, Cluster

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class SyntheticAccount:
    """A line of `safetoshare demo accounts --json`."""

    name: str
    role: str
    realm: str
    passphrase: str
    code: str
    seconds_to_wait: int = 0


@dataclass(frozen=True)
class House:
    """A running demonstration."""

    address: str
    state: Path
    environment: Mapping[str, str]

    def account(self, name: str) -> SyntheticAccount:
        """One synthetic account, with a one-time code that works now; each works once, so it may be waited for."""
        while True:
            listed = json.loads(self.command("demo", "accounts", "--json"))
            found = next(SyntheticAccount(**account) for account in listed if account["name"] == name)
            if found.code:
                return found
            time.sleep(found.seconds_to_wait)

    def command(self, *words: str) -> str:
        """What `safetoshare WORDS` prints; it must succeed."""
        return _command(words, self.environment)


@contextmanager
def running_house(state: Path, database: Mapping[str, str]) -> Iterator[House]:
    """Prepare a demonstration in `state` and serve it until the block ends."""
    port = free_port()
    environment = os.environ | {
        "SAFETOSHARE_MODE": "demonstration",
        "SAFETOSHARE_STATE": str(state),
        "SAFETOSHARE_SECRETS": str(state / "secrets"),
        "SAFETOSHARE_BIND": f"127.0.0.1:{port}",
        **database,
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    _command(("demo",), environment)
    log = state / "serve.log"
    with log.open("wb") as errors:
        server = subprocess.Popen(
            [sys.executable, "-m", "safetoshare", "serve"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    try:
        assert server.stdout is not None
        _wait_until_ready(server.stdout, log)
        yield House(f"http://127.0.0.1:{port}", state, environment)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE_SECONDS)
        if server.stdout is not None:
            server.stdout.close()


@contextmanager
def fresh_database(cluster: Cluster) -> Iterator[Mapping[str, str]]:
    """A database of its own on PostgreSQL: made by the owner, used by the demonstration's login role."""
    name = f"house_{uuid4().hex}"
    with psycopg.connect(cluster.url(OWNER), autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield {
                "SAFETOSHARE_DATABASE_URL": cluster.url("safetoshare_demo", name),
                "SAFETOSHARE_MIGRATE_URL": cluster.url(OWNER, name),
            }
        finally:
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _command(words: tuple[str, ...], environment: Mapping[str, str]) -> str:
    finished = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "safetoshare", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def _wait_until_ready(output: IO[bytes], log: Path) -> None:
    line = output.readline().decode()
    assert "is ready" in line, line + log.read_text()
