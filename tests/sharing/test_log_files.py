"""The log's own files, and the faults of disks: nothing is signed that is not on disk, and a crash loses nothing.

`Disk` stands in for the one writing function: it fails like a full or a broken disk, or loses what was not synced.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from safetoshare.base import files
from safetoshare.base.database import unit_of_work
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.core.errors import RefusedError
from safetoshare.core.ledger.checkpoint import Checkpoint
from safetoshare.sharing.models import Pending, SignedCheckpoint, Tile
from safetoshare.sharing.services import log, log_files, signing
from safetoshare.sharing.services.tiles import append
from tests.sharing.logs import (
    DAY,
    FIRST,
    NEXT,
    entries,
    folder,
    log_keys,
    on_disk,
    signed_note,
    signing_on,
    sizes,
    wait_for,
)

NEXT_DAY = DAY + timedelta(days=1)
MINE = [bytes([number]) * 32 for number in range(1, 6)]


@pytest.fixture(autouse=True)
def _log_here(db: None) -> Iterator[None]:
    with signing_on():
        yield


def test_the_folder_is_the_log_as_the_specification_has_it() -> None:
    wait_for(*MINE)
    log.publish_log(DAY)
    assert {str(path.relative_to(folder())) for path in folder().rglob("*") if path.is_file()} == {
        *("checkpoint", "vkey", f"tile/0/000.p/{FIRST}", f"tile/entries/000.p/{FIRST}"),
    }
    assert on_disk().size == FIRST
    assert (folder() / "checkpoint").read_text() == signed_note()
    assert (folder() / "vkey").read_text() == f"{log_keys()[1]}\n"


def test_the_files_are_for_everybody_and_tell_a_day_and_no_hour() -> None:
    log.publish_log(DAY)
    for path in folder().rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)
        assert path.is_dir() or path.stat().st_mtime % 86_400 == 0
    assert folder().with_name("log.lock").stat().st_mtime % 86_400 == 0


def test_each_day_adds_to_the_folder_and_a_full_tile_is_written_as_one() -> None:
    with unit_of_work(write=True):
        append(0, [(index.to_bytes(32), DAY) for index in range(250)])
        log.sign_checkpoint(DAY)
    log.publish_log(NEXT_DAY)
    assert on_disk().size == 250 + FIRST
    assert (folder() / "tile/0/000").stat().st_size == 256 * 32
    assert (folder() / "tile/1/000.p/1").stat().st_size == 32


class Away(Exception):
    """The machine stopped at a step."""


def stop(*_given: object, **_named: object) -> Any:  # noqa: ANN401  # in the place of functions of any kind
    raise Away


STEPS: list[tuple[str, Callable[[pytest.MonkeyPatch], None]]] = [
    ("before the entries", lambda patch: patch.setattr(log, "append", stop)),
    ("before what waits is deleted", lambda patch: patch.setattr(Pending.objects, "filter", stop)),
    ("before the tiles", lambda patch: patch.setattr(Tile.objects, "bulk_create", stop)),
    ("before the folder is held", lambda patch: patch.setattr(log_files, "one_at_a_time", stop)),
    ("before the export", lambda patch: patch.setattr(log_files, "export", stop)),
    ("before the rename of the first file", lambda patch: patch.setattr(Path, "replace", stop)),
    ("before the signature", lambda patch: patch.setattr(signing, "ask_for_checkpoint", stop)),
    ("after the signature", lambda patch: patch.setattr(log_files, "keep_key", stop)),
    ("before the checkpoint's file", lambda patch: patch.setattr(log_files, "keep_checkpoint", stop)),
    ("before the checkpoint's row", lambda patch: patch.setattr(SignedCheckpoint.objects, "create", stop)),
]


@pytest.mark.parametrize("crash", [crash for _name, crash in STEPS], ids=[name for name, _crash in STEPS])
def test_a_crash_at_any_step_loses_and_doubles_nothing(
    monkeypatch: pytest.MonkeyPatch, crash: Callable[[pytest.MonkeyPatch], None]
) -> None:
    log.publish_log(DAY)
    wait_for(*MINE)
    with signing_on(NEXT_DAY):
        with monkeypatch.context() as patched:
            crash(patched)
            with pytest.raises(Away):
                log.publish_log(NEXT_DAY)
        left = entries()
        assert log.publish_log(NEXT_DAY) == FIRST + NEXT
    every = entries()
    assert every[: len(left)] == left
    assert len(every) == len(set(every)) == FIRST + NEXT
    assert set(MINE) < set(every)
    with unit_of_work():
        assert not Pending.objects.exists()
    assert sizes() == [FIRST, FIRST + NEXT]
    assert on_disk().size == FIRST + NEXT
    assert (folder() / "checkpoint").read_text() == signed_note()


def test_after_a_crash_before_its_row_the_checkpoint_of_a_size_is_the_same_note(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(SignedCheckpoint.objects, "create", stop)
        with pytest.raises(Away):
            log.publish_log(DAY)
    told = (folder() / "checkpoint").read_text()
    assert sizes() == []
    log.publish_log(DAY)
    assert (folder() / "checkpoint").read_text() == signed_note() == told


class Disk:
    """What was brought to the disk, by the file's number; what was not is lost when the power fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.synced: set[int] = set()
        sync = os.fsync

        def fsync(descriptor: int) -> None:
            sync(descriptor)
            self.synced.add(os.fstat(descriptor).st_ino)

        monkeypatch.setattr(os, "fsync", fsync)

    def lose_what_is_not_synced(self) -> None:
        for path in [one for one in folder().rglob("*") if one.is_file()]:
            if path.stat().st_ino not in self.synced:
                path.write_bytes(b"")
            if path.parent.stat().st_ino not in self.synced:
                path.unlink()


def test_at_the_moment_of_signing_everything_is_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    ask = signing.ask_for_checkpoint
    seen: list[list[bytes]] = []

    def power_fails(checkpoint: Checkpoint) -> str:
        disk.lose_what_is_not_synced()
        seen.append(log_files.entries_in(folder(), checkpoint.size))
        return ask(checkpoint)

    monkeypatch.setattr(signing, "ask_for_checkpoint", power_fails)
    log.publish_log(DAY)
    disk.lose_what_is_not_synced()
    assert seen == [entries()]
    assert on_disk().size == FIRST


def every_write(monkeypatch: pytest.MonkeyPatch, fault: Callable[[Path, bytes], None]) -> None:
    """Let the one writing function do something else for each tile and bundle."""
    write = files.write_whole

    def faulty(path: Path, content: bytes) -> None:
        if "tile" in path.parts:
            fault(path, content)
        else:
            write(path, content)

    monkeypatch.setattr(log_files, "write_whole", faulty)


def fails_with(number: int) -> Callable[[Path, bytes], None]:
    def fault(_path: Path, _content: bytes) -> None:
        raise OSError(number, os.strerror(number))

    return fault


FAULTS = {
    "unsynced writes lost": lambda path, _content: path.write_bytes(b""),
    "torn tail": lambda path, content: path.write_bytes(content[:-7]),
    "a bit turned": lambda path, content: path.write_bytes(bytes([content[0] ^ 1]) + content[1:]),
    "EIO": fails_with(errno.EIO),
    "ENOSPC": fails_with(errno.ENOSPC),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_with_a_faulty_disk_nothing_is_signed_and_the_next_run_mends_it(
    monkeypatch: pytest.MonkeyPatch, fault: Callable[[Path, bytes], None]
) -> None:
    asked: list[Checkpoint] = []
    with monkeypatch.context() as patched:
        every_write(patched, fault)
        patched.setattr(signing, "ask_for_checkpoint", asked.append)
        with pytest.raises(RefusedError, match=r"cannot be written: .*Nothing is signed|does not read back"):
            log.publish_log(DAY)
    assert (asked, sizes(), (folder() / "checkpoint").exists()) == ([], [], False)
    log.publish_log(DAY)
    assert (on_disk().size, sizes()) == (FIRST, [FIRST])


@pytest.mark.parametrize("keep", [b"", b"torn"], ids=["lost", "torn"])
def test_files_that_were_damaged_after_they_were_signed_are_mended_by_the_next_run(keep: bytes) -> None:
    with unit_of_work(write=True):
        append(0, [(index.to_bytes(32), DAY) for index in range(300)])
        log.sign_checkpoint(DAY)
    (folder() / "tile/0/000").write_bytes(keep)
    (folder() / "tile/entries/000").unlink()
    with signing_on(NEXT_DAY):
        log.publish_log(NEXT_DAY)
    assert on_disk().size == 300 + FIRST


def test_without_an_unwrapper_the_files_are_there_and_no_checkpoint_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_checkpoint: Checkpoint) -> str:
        raise UnwrapperAwayError("away")

    monkeypatch.setattr(signing, "ask_for_checkpoint", away)
    with pytest.raises(UnwrapperAwayError):
        log.publish_log(DAY)
    assert log_files.entries_in(folder(), FIRST) == entries()
    assert not (folder() / "checkpoint").exists()
