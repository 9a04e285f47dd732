"""The pinned tools: installed when the lock has changed, and run with their answers read as JSON."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_INSTALLED = HERE / "node_modules"


def run_tool(name: str, answer: Path, *words: str | Path) -> Any:  # noqa: ANN401  # JSON
    """Run a tool of package-lock.json; return the JSON that it wrote to `answer`, where its words tell it to.

    A file, because Node ends without waiting until a pipe has taken all. AssertionError when there is no answer: the
    exit code does not tell whether the tool broke or found something.
    """
    install()
    finished = subprocess.run(  # noqa: S603  # a pinned tool, our own words
        [str(_INSTALLED / ".bin" / name), *map(str, words)], capture_output=True, text=True, check=False, cwd=HERE
    )
    assert answer.exists(), finished.stderr or finished.stdout
    return json.loads(answer.read_text("utf-8"))


def install() -> None:
    """Install what the lock names, unless it is there: npm writes its own note when an installation is complete."""
    lock, note = HERE / "package-lock.json", _INSTALLED / ".package-lock.json"
    if note.exists() and note.stat().st_mtime > lock.stat().st_mtime:
        return
    subprocess.run(["npm", "ci", "--silent"], check=True, cwd=HERE)  # noqa: S607  # found as any user of npm finds it
