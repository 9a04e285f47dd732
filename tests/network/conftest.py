"""The directory of the demonstration's force, loaded; and a browser that has never been here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from safetoshare.network import demonstration
from tests.web.conftest import visitor

__all__ = ["visitor"]

FOLDER = Path(__file__).parents[2] / "src/safetoshare/forces/avon_and_somerset/network"
BRISTOL, SOMERSET = "E06000023", "E06000066"
NEXT_LINK = "5b1f6c1e-8d2a-4f57-9a0e-3d1c7b2e9f10"
UNSEEN = "c2a7d9b4-1e63-4b08-8f75-6a90d1e4b3c2"

Entry = dict[str, Any]


@pytest.fixture
def directory(db: None) -> None:
    """The directory as `safetoshare demo` loads it."""
    demonstration.load()


@pytest.fixture
def entry() -> Entry:
    """A small sound entry, to be changed by a test."""
    told = {"source": "Public pages", "mark": "R", "read_on": "2026-11-22"}
    return {
        "id": "0f3f9f5c-6f0f-4a3e-9a42-0f6d2b0c1a11",
        "name": "Example House",
        "description": "Support.",
        "recipient": "specialist_service",
        "note": "Invented.",
        "facts": [],
        "services": [
            {
                "id": "7c0a7a7e-51a5-4f6e-8f43-3a1d1d2f5b22",
                "name": "Support",
                "description": "Support for people.",
                "areas": [BRISTOL],
                "needs": {"domestic_abuse": "yes", "no_recourse": "not_known"},
                "phones": [{"number": "0117 496 0000", **told}],
                "facts": [
                    {"about": "help", "statement": "Support.", **told},
                    {"about": "areas", "statement": "Bristol.", **told},
                ],
            }
        ],
    }


def content(entry: Entry) -> bytes:
    """Return an entry as a file holds it."""
    return json.dumps(entry).encode()


def write(folder: Path, *entries: Entry) -> Path:
    """Write each entry to a file of its own; return the folder."""
    folder.mkdir(exist_ok=True)
    for number, one in enumerate(entries):
        (folder / f"{number}.json").write_bytes(content(one))
    return folder
