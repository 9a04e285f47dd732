"""The command line: run inside this process, or as a person runs it in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house import free_port
from tests.production import production

__all__ = ["production"]

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Shell:
    """A command line with the settings of one demonstration, on SQLite in a folder of its own."""

    state: Path
    environment: Mapping[str, str]

    def run(self, *words: str, **changed: str) -> subprocess.CompletedProcess[str]:
        """Run `safetoshare WORDS`."""
        return subprocess.run(  # noqa: S603  # our own command
            [sys.executable, "-m", "safetoshare", *words],
            env={**self.environment, **changed},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )


def shell_in(folder: Path) -> Shell:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAFETOSHARE_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    state = folder / "var"
    return Shell(state, kept | {"SAFETOSHARE_STATE": str(state), "SAFETOSHARE_BIND": f"127.0.0.1:{free_port()}"})


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A command line with nothing prepared."""
    return shell_in(tmp_path)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A command line with a prepared demonstration, shared by the tests of one module."""
    prepared = shell_in(tmp_path_factory.mktemp("demonstration"))
    finished = prepared.run("demo")
    assert finished.returncode == 0, finished.stderr
    return prepared


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """Every command sets it; the other tests of this process keep theirs."""
    before = os.umask(0o022)
    yield
    os.umask(before)
