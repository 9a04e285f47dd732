"""The guide for checking the log: its commands run, on files as it names them, and find a log that was rewritten."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from safetoshare.cli import main
from safetoshare.core.ledger import tiles
from safetoshare.core.ledger.slip import LONGEST_SLIP, Slip
from tests.cli.test_ledger_log_at import AT, LATER, MINE, SIZE, contents, log_in
from tests.core.ledger.records import ORIGIN, RECORD, SALT, VERIFIER, document_at
from tests.core.ledger.witnesses import Witness
from tests.meta.repository import ROOT

GUIDE = (ROOT / "docs" / "log.md").read_text("utf-8")
COMMANDS = re.findall(r"^    \$ safetoshare (.+)$", GUIDE, re.MULTILINE)


def whole_log_in(folder: Path, entries: list[bytes]) -> Path:
    """Write a log with its entries, as it is exported."""
    for place in tiles.places(len(entries)):
        if place.level is None:
            path = folder / place.path
            path.parent.mkdir(parents=True, exist_ok=True)
            start = place.number * tiles.TILE
            path.write_bytes(tiles.bundle_of(entries[start : start + place.width]))
    return log_in(folder, entries)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the files that the guide names."""
    log = whole_log_in(tmp_path / "log", contents(LATER))
    (log / "checkpoint").write_text(Witness().cosign((log / "checkpoint").read_text()))
    (tmp_path / "kept-checkpoint").write_text((log_in(tmp_path / "old", contents(SIZE)) / "checkpoint").read_text())
    (tmp_path / "proof.json").write_bytes(document_at(AT, SIZE))
    (tmp_path / "record.json").write_bytes(RECORD.encoded())
    (tmp_path / "slip.txt").write_text(Slip(ORIGIN, AT, SALT, MINE).text())
    (tmp_path / "keys.txt").write_text(f"# The sheet of the force\n{VERIFIER}\nwitness {Witness().key}\n")
    monkeypatch.chdir(tmp_path)
    # A command makes its files its user's own for the rest of the process.
    before = os.umask(0o077)
    yield tmp_path
    os.umask(before)


def test_the_guide_has_each_way_of_checking() -> None:
    assert {tuple(command.split()[:2]) for command in COMMANDS} == {("ledger", "verify"), ("ledger", "consistency")}
    assert len(COMMANDS) == 5
    assert f"at most {LONGEST_SLIP} bytes" in GUIDE


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_succeeds(folder: Path, command: str) -> None:
    assert main(shlex.split(command)) == 0


@pytest.mark.parametrize("command", [one for one in COMMANDS if " log" in one])
def test_every_command_that_reads_the_log_finds_one_that_was_rewritten(folder: Path, command: str) -> None:
    other = contents(LATER)
    other[AT] = b"\xee" * 32
    whole_log_in(folder / "log", other)
    assert main(shlex.split(command)) == 1
