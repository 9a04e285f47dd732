"""The data of a backup come back as they were, or not at all; what was altered, cut or added is refused by name."""

from __future__ import annotations

import io
import json
import sqlite3
import tarfile
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from safetoshare.base.backup.archive import DATABASES, MANIFEST, Manifest, put_back, write_archive
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import JobDay
from safetoshare.core.errors import BadInputError, RefusedError

ON = date(2026, 11, 23)
ORIGIN = "demonstration.example/log"


@pytest.fixture
def backup(file_databases: None, tmp_path: Path) -> Path:
    """A backup of databases with one row, and of a folder of state."""
    if connections["default"].vendor != "sqlite":
        pytest.fail("mark it sqlite")
    with unit_of_work(write=True):
        JobDay.objects.create(job="canary", day=ON)
    state = tmp_path / "state"
    (state / "tiles").mkdir(parents=True)
    (state / "tiles" / "0").write_bytes(b"a tile")
    (state / "key-list.pin").write_bytes(b"a pin")
    for left_out in ("unwrapper.lock", ".unfinished-file", "demo.lock"):
        (state / left_out).write_bytes(b"not state")
    (state / "secrets").mkdir()
    (state / "secrets" / "django.key").write_bytes(b"a key")
    path = tmp_path / "backups" / "data"
    path.parent.mkdir()
    write_archive(path, state, on=ON, origin=ORIGIN)
    return path


def targets(folder: Path) -> dict[str, Path]:
    return {"default": folder / "new.sqlite3", "audit": folder / "new-audit.sqlite3"}


pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True, databases=["default", "audit"])]


def test_what_was_backed_up_comes_back(backup: Path, tmp_path: Path) -> None:
    manifest = put_back(backup, targets(tmp_path), tmp_path / "restored")
    assert manifest.on == ON
    assert manifest.origin == ORIGIN
    with sqlite3.connect(tmp_path / "new.sqlite3") as copy:
        assert copy.execute("SELECT job FROM base_jobday").fetchall() == [("canary",)]
    with sqlite3.connect(tmp_path / "new-audit.sqlite3") as copy:
        assert copy.execute("SELECT count(*) FROM base_auditrow").fetchone() == (0,)
    restored = tmp_path / "restored"
    assert sorted(str(file.relative_to(restored)) for file in restored.rglob("*") if file.is_file()) == [
        "key-list.pin",
        "tiles/0",
    ]
    assert all(file.stat().st_mode & 0o077 == 0 for file in tmp_path.glob("new*"))


def test_secrets_locks_and_unfinished_files_are_in_no_backup(backup: Path) -> None:
    with tarfile.open(backup) as archive:
        names = archive.getnames()
        times = {entry.mtime for entry in archive.getmembers()}
    assert sorted(names) == sorted([MANIFEST, *DATABASES.values(), "state/key-list.pin", "state/tiles/0"])
    assert times == {1795392000}, "the beginning of the day, for every member"
    assert b"a key" not in backup.read_bytes()
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_backup_never_replaces_another(backup: Path, tmp_path: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(RefusedError, match="never replaces another"):
        write_archive(backup, tmp_path / "state", on=ON, origin=ORIGIN)
    assert backup.read_bytes() == before
    assert [file.name for file in backup.parent.iterdir()] == ["data"]


def test_nothing_is_restored_over_what_stands(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "new-audit.sqlite3").write_bytes(b"stands")
    with pytest.raises(RefusedError, match="where nothing stands"):
        put_back(backup, targets(tmp_path), tmp_path / "restored")
    assert (tmp_path / "new-audit.sqlite3").read_bytes() == b"stands"
    assert not (tmp_path / "new.sqlite3").exists()


def rewritten(backup: Path, change: dict[str, bytes | None], *, more: dict[str, bytes] | None = None) -> Path:
    """The archive with members changed or left out, and others added that its manifest does not name."""
    path = backup.with_name("altered")
    with tarfile.open(backup) as archive, tarfile.open(path, "w") as altered:
        for entry in archive.getmembers():
            source = archive.extractfile(entry)
            assert source is not None
            content = change.get(entry.name, source.read())
            if content is not None:
                entry.size = len(content)
                altered.addfile(entry, io.BytesIO(content))
        for name, content in (more or {}).items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            altered.addfile(entry, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    ("change", "more", "says"),
    [
        ({"state/tiles/0": b"another"}, None, "state/tiles/0 was altered"),
        ({"state/tiles/0": None}, None, "state/tiles/0 is missing"),
        ({MANIFEST: b"{}"}, None, "no backup of Safe to Share"),
        ({MANIFEST: None}, None, "no backup of Safe to Share"),
        ({}, {"state/more": b"more"}, "its manifest does not name"),
        ({}, {"../../outside": b"more"}, "its manifest does not name"),
    ],
    ids=["altered", "missing", "wrong manifest", "no manifest", "more", "outside"],
)
def test_what_was_altered_is_refused_and_nothing_is_written(
    backup: Path, tmp_path: Path, change: dict[str, bytes | None], more: dict[str, bytes] | None, says: str
) -> None:
    with pytest.raises(BadInputError, match=says):
        put_back(rewritten(backup, change, more=more), targets(tmp_path), tmp_path / "restored")
    assert not (tmp_path / "new.sqlite3").exists()
    assert list((tmp_path / "restored").iterdir()) == []


@pytest.mark.parametrize("keep", [0, 10, 600, 5000, -20_000])
def test_what_was_cut_short_is_refused(backup: Path, tmp_path: Path, keep: int) -> None:
    backup.write_bytes(backup.read_bytes()[:keep])
    with pytest.raises(BadInputError):
        put_back(backup, targets(tmp_path), tmp_path / "restored")
    assert not (tmp_path / "new.sqlite3").exists()


def test_a_member_that_would_be_written_elsewhere_is_refused_though_the_manifest_names_it(
    backup: Path, tmp_path: Path
) -> None:
    with tarfile.open(backup) as archive:
        source = archive.extractfile(MANIFEST)
        assert source is not None
        value = json.loads(source.read())
    value["members"]["../outside"] = value["members"]["state/tiles/0"]
    path = rewritten(backup, {MANIFEST: json.dumps(value).encode()}, more={"../outside": b"a tile"})
    with pytest.raises(BadInputError):
        put_back(path, targets(tmp_path), tmp_path / "restored")
    assert not (tmp_path / "outside").exists()


def test_a_manifest_reads_back(backup: Path) -> None:
    manifest = Manifest(ON, ORIGIN, {"a": "b"})
    assert Manifest.read(manifest.as_bytes()) == manifest


def test_settings_name_the_two_files_that_are_backed_up() -> None:
    assert set(DATABASES) == {"default", "audit"} <= set(settings.DATABASES)
