"""Requests and files that the tests of the policy commands share."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.core.policy.examples import MODEL, REQUEST

SUPPORT = {
    **REQUEST,
    "recipient": "specialist_service",
    "purpose": "support",
    "gateway": "consent",
    "consent": "given",
    "id": "yes-1",
}


def written(folder: Path, requests: Sequence[object]) -> Path:
    """Write a line of JSON for each request; bytes go in as they are."""
    lines = [r if isinstance(r, bytes) else json.dumps(r).encode() for r in requests]
    path = folder / "requests.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def broken(folder: Path) -> Path:
    """Write the model with a misspelt value."""
    return changed(folder, "broken.toml", '["doubt"]', '["doubts"]')


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """Write the model with one piece of its text replaced."""
    text = MODEL.read_text("utf-8")
    assert old in text
    path = folder / name
    path.write_text(text.replace(old, new), "utf-8")
    return path


def decided(output: str) -> list[dict[str, Any]]:
    """Return each line of an output as JSON."""
    return [json.loads(line) for line in output.splitlines()]
