"""Living a day in a process of its own (`tests.faults.a_day`), and commands in the house that it leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def bare_environment() -> dict[str, str]:
    """This process's environment without settings of any house."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("SAFETOSHARE_", "DJANGO_"))}


def lived(folder: Path, at: str, seed: int, environment: Mapping[str, str] | None = None) -> Path:
    """Live a day in a house of its own in a folder; what was written to standard error is kept in it."""
    finished = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "tests.faults.a_day", str(folder), "--at", at, "--seed", str(seed)],
        env=bare_environment() | dict(environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    (folder / "errors.txt").write_text(finished.stderr)
    return folder


def command(state: Path, *words: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """What `safetoshare WORDS` does in the house of a folder of state."""
    environment = bare_environment() | {
        "SAFETOSHARE_STATE": str(state),
        "SAFETOSHARE_SECRETS": str(state / "secrets"),
        **more,
    }
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "safetoshare", *words],
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def typed_in(folder: Path) -> dict[str, str]:
    """What was typed in a day, by field."""
    canaries: dict[str, str] = json.loads((folder / "canaries.json").read_text("utf-8"))
    return canaries
