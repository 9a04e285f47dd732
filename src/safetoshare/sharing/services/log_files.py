"""The log as files, beside the database and in no backup of it (C2SP tlog-tiles): `checkpoint`, `tile/...`.

The folder `log` of the state folder is the log's memory of what was signed. An older database that was restored lacks
what stands here, and nothing is signed until it is taken back. Every file is written by `_write` alone; the
checkpoint last of all, and before its row is committed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from safetoshare.base.files import set_day, write_whole
from safetoshare.base.lock_file import lock_file
from safetoshare.core.errors import BadInputError, NoteError, RefusedError
from safetoshare.core.ledger import tiles
from safetoshare.core.ledger.checkpoint import Checkpoint, read_checkpoint
from safetoshare.core.ledger.tiles import Place

CHECKPOINT = "checkpoint"
KEY = "vkey"
RESUME = "`safetoshare ledger resume` takes it up again, if it continues"
_FOLDER_MODE, _FILE_MODE = 0o755, 0o644


def log_folder() -> Path:
    """Return the folder of the log's files."""
    return Path(settings.ENVIRONMENT.state) / "log"


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let no other process write the log's files inside the block; wait while another does."""
    path = Path(settings.ENVIRONMENT.state) / "log.lock"
    with lock_file(path, wait=True):
        # It stays where it is, and tells no hour.
        set_day(path)
        yield


def export(folder: Path, contents: Sequence[bytes], hashes: Mapping[tuple[int, int], bytes]) -> None:
    """Bring the entries and tiles of a whole log to the disk: what is missing, or is not what it should be, is written.

    RefusedError when a file cannot be written or does not read back: the checkpoint must not be signed.
    """
    for place in tiles.places(len(contents)):
        _keep(folder, place.path, _content_of(place, contents, hashes))


def keep_checkpoint(folder: Path, note: str) -> None:
    """Write the signed checkpoint, after all that it is over. RefusedError when it cannot be."""
    _keep(folder, CHECKPOINT, note.encode())


def keep_key(folder: Path, verifier_key: str) -> None:
    """Write the log's verifier key, for whoever reads the files. RefusedError when it cannot be."""
    _keep(folder, KEY, f"{verifier_key}\n".encode())


def checkpoint_note(folder: Path) -> str | None:
    """Return the checkpoint's file, or None where there is none. RefusedError when it cannot be read."""
    content = _read(folder / CHECKPOINT)
    if content is None:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise _damaged(folder) from None


def checkpoint_of(folder: Path) -> Checkpoint | None:
    """Return what the checkpoint's file says, unverified, or None where there is none. RefusedError for rubbish."""
    note = checkpoint_note(folder)
    if note is None:
        return None
    try:
        return read_checkpoint(note.rpartition("\n\n")[0] + "\n")
    except NoteError:
        raise _damaged(folder) from None


def entries_in(folder: Path, size: int) -> list[bytes]:
    """Return the first `size` entries from the folder's bundles. RefusedError names a file that is missing or odd."""
    entries: list[bytes] = []
    for place in tiles.places(size):
        if place.level is not None:
            continue
        content = _read(folder / place.path)
        try:
            held = tiles.entries_of(content) if content is not None else []
        except BadInputError:
            held = []
        if len(held) != place.width:
            raise RefusedError(f"{place.path} in the log's folder is missing or damaged: put it back from a copy.")
        entries += held
    return entries


def has_entries_beyond(folder: Path, size: int) -> bool:
    """Whether the folder has a bundle that a log of `size` entries has not."""
    bundles = folder / "tile" / "entries"
    paths = (f"tile/entries/{one.relative_to(bundles)}" for one in bundles.rglob("*") if one.is_file())
    places = [place for path in paths if (place := tiles.read_path(path)) is not None]
    return any(place.number * tiles.TILE + place.width > size for place in places)


def _content_of(place: Place, contents: Sequence[bytes], hashes: Mapping[tuple[int, int], bytes]) -> bytes:
    if place.level is None:
        start = place.number * tiles.TILE
        return tiles.bundle_of(contents[start : start + place.width])
    return hashes[place.level, place.number][: place.width * tiles.HASH_BYTES]


def _keep(folder: Path, path: str, content: bytes) -> None:
    """Write a file unless it is there, and read it back."""
    target = folder / path
    if _read(target) == content:
        return
    try:
        _write(target, content)
    except OSError as error:
        raise RefusedError(f"{path} of the log cannot be written: {error.strerror}. Nothing is signed.") from None
    if _read(target) != content:
        raise RefusedError(f"{path} of the log does not read back as it was written. Nothing is signed: try the disk.")


def _write(path: Path, content: bytes) -> None:
    """Write one of the log's files, whole or not at all, to be read by anybody: the log is public."""
    _make_folder(path.parent)
    write_whole(path, content)
    path.chmod(_FILE_MODE)


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, each name brought to the disk."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
    above = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(above)
    finally:
        os.close(above)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise RefusedError(f"{path.name} of the log cannot be read: {error.strerror}.") from None


def _damaged(folder: Path) -> RefusedError:
    return RefusedError(f"{folder / CHECKPOINT} is damaged: nothing is signed. {RESUME}.")
