"""The data of a backup: both SQLite files as they stood at one moment each, the state beside them, and a manifest.

A copy is made by VACUUM INTO: it waits for no writer, is consistent, and holds no page of what was deleted. The archive
keeps no time but the day, and every member's hash, which is checked before anything is put back.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any, Final

from django.db import DEFAULT_DB_ALIAS, connections

from safetoshare.base.database import AUDIT
from safetoshare.base.files import set_day
from safetoshare.core.errors import BadInputError, RefusedError

MANIFEST: Final = "manifest.json"
FORM: Final = "safe-to-share backup, version 1"
DATABASES: Final = {DEFAULT_DB_ALIAS: "database.sqlite3", AUDIT: "audit.sqlite3"}
STATE: Final = "state"
# Made anew by every start, or worth nothing without the process that wrote it. And the public log's files: they show
# that a restored database is older than what was signed, which an old copy of them could not.
_NOT_STATE: Final = frozenset({"static", "mail", "secrets", "log"})
_NOT_STATE_SUFFIXES: Final = (".lock", ".sock", ".sqlite3", ".sqlite3-wal", ".sqlite3-shm")
_CHUNK: Final = 1 << 20


def data_name(on: date) -> str:
    """Return the name of a day's file of data."""
    return f"safetoshare-{on.isoformat()}.data"


def secrets_name(on: date) -> str:
    """Return the name of a day's file of secrets."""
    return f"safetoshare-{on.isoformat()}.secrets"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: the day, the log's origin of its force, and the hash of each member."""

    on: date
    origin: str
    members: dict[str, str]

    def as_bytes(self) -> bytes:
        """Return the manifest as it stands in the archive."""
        value = {"form": FORM, "on": self.on.isoformat(), "origin": self.origin, "members": self.members}
        return json.dumps(value, indent=1, sort_keys=True).encode()

    @classmethod
    def read(cls, content: bytes) -> Manifest:
        """Read what `as_bytes` wrote. BadInputError for anything else."""
        try:
            value: dict[str, Any] = json.loads(content)
            if value["form"] != FORM:
                raise ValueError
            members = {str(name): str(digest) for name, digest in value["members"].items()}
            return cls(date.fromisoformat(value["on"]), str(value["origin"]), members)
        except (AttributeError, KeyError, TypeError, ValueError):
            raise BadInputError("This is no backup of Safe to Share, or one of another version.") from None


def write_archive(path: Path, state: Path, *, on: date, origin: str) -> Manifest:
    """Write databases and state to `path`, whole or not at all. RefusedError on PostgreSQL, or if `path` exists."""
    if connections[DEFAULT_DB_ALIAS].vendor != "sqlite":
        raise RefusedError("The data of PostgreSQL are backed up by PostgreSQL: docs/operations.md says how.")
    if path.exists():
        raise RefusedError(f"{path} exists: a backup never replaces another.")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as name:
        folder = Path(name)
        for alias, member in DATABASES.items():
            _copy_database(alias, folder / member)
        files = {member: folder / member for member in DATABASES.values()} | dict(_state_files(state))
        manifest = Manifest(on, origin, {member: _digest_of(file) for member, file in sorted(files.items())})
        unfinished = folder / "archive"
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            _write_members(target, manifest, files)
            target.flush()
            os.fsync(target.fileno())
        set_day(unfinished)
        os.link(unfinished, path)
    return manifest


def put_back(path: Path, databases: dict[str, Path], state: Path) -> Manifest:
    """Put a backup's databases and state where there are no databases. Nothing is written unless every hash fits.

    BadInputError for what is no backup or was altered, RefusedError where something stands already.
    """
    standing = [str(target) for target in databases.values() if target.exists()]
    if standing:
        raise RefusedError(f"{standing[0]} exists: a backup is restored where nothing stands. Move it away first.")
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=state, prefix=".restore-") as name:
        folder = Path(name)
        manifest = _unpack(path, folder)
        for member in manifest.members:
            target = _target_of(member, databases, state)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.move(folder / member, target)
    return manifest


def _target_of(member: str, databases: dict[str, Path], state: Path) -> Path:
    for alias, name in DATABASES.items():
        if member == name:
            return databases[alias]
    return state / Path(member).relative_to(STATE)


def _copy_database(alias: str, target: Path) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        if cursor.fetchone() != ("ok",):
            raise RefusedError("The database is damaged: nothing was backed up. Restore the last backup.")
        cursor.execute("VACUUM INTO %s", [str(target)])
    target.chmod(0o600)


def _state_files(state: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(state.rglob("*")):
        inside = file.relative_to(state)
        is_left_out = inside.parts[0] in _NOT_STATE or any(part.startswith(".") for part in inside.parts)
        if file.is_file() and not is_left_out and not file.name.endswith(_NOT_STATE_SUFFIXES):
            yield f"{STATE}/{inside.as_posix()}", file


def _write_members(target: IO[bytes], manifest: Manifest, files: dict[str, Path]) -> None:
    content = manifest.as_bytes()
    at = int(datetime(manifest.on.year, manifest.on.month, manifest.on.day, tzinfo=UTC).timestamp())
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(_entry(MANIFEST, len(content), at), io.BytesIO(content))
        for member in manifest.members:
            with files[member].open("rb") as source:
                archive.addfile(_entry(member, files[member].stat().st_size, at), source)


def _entry(name: str, size: int, at: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = size, at, 0o600
    return entry


def _unpack(path: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder what the manifest names and nothing else, each member with the hash that it has."""
    try:
        with tarfile.open(path, mode="r:") as archive:
            first = archive.next()
            if first is None or first.name != MANIFEST:
                raise BadInputError("This is no backup of Safe to Share, or one of another version.")
            manifest = Manifest.read(_content_of(archive, first))
            for entry in iter(archive.next, None):
                _unpack_member(archive, entry, manifest, folder)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise BadInputError(f"{path} cannot be read as a backup ({type(error).__name__}).") from None
    missing = sorted(set(manifest.members) - {file.relative_to(folder).as_posix() for file in folder.rglob("*")})
    if missing:
        raise BadInputError(f"The backup was cut short: {missing[0]} is missing.")
    return manifest


def _unpack_member(archive: tarfile.TarFile, entry: tarfile.TarInfo, manifest: Manifest, folder: Path) -> None:
    target = (folder / entry.name).resolve()
    if entry.name not in manifest.members or not entry.isreg() or not target.is_relative_to(folder.resolve()):
        raise BadInputError("The backup holds something that its manifest does not name.")
    source = archive.extractfile(entry)
    assert source is not None  # noqa: S101  # a regular file has content
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(source, file, _CHUNK)
        file.flush()
        os.fsync(file.fileno())
    if _digest_of(target) != manifest.members[entry.name]:
        raise BadInputError(f"{entry.name} was altered since the backup was made: nothing was restored.")


def _content_of(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    source = archive.extractfile(entry)
    if source is None or entry.size > _CHUNK:
        raise BadInputError("This is no backup of Safe to Share, or one of another version.")
    return source.read()


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
