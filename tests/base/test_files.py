"""A file of ours is there whole or not at all, is readable by us alone, and tells the day but no hour."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from safetoshare.base import clock
from safetoshare.base.files import write_whole

AFTERNOON = datetime(2026, 7, 1, 16, 52, tzinfo=clock.LONDON)


def test_it_takes_the_place_of_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "list"
    for content in (b"first and longer", b"second"):
        write_whole(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o600


def test_its_time_is_the_beginning_of_the_day_in_london(tmp_path: Path) -> None:
    with clock.clock_at(AFTERNOON):
        write_whole(tmp_path / "list", b"")
    written = datetime.fromtimestamp((tmp_path / "list").stat().st_mtime, clock.LONDON)
    assert written == AFTERNOON.replace(hour=0, minute=0)


@pytest.mark.parametrize("breaks", ["fsync", "utime"])
def test_what_fails_half_way_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks: str) -> None:
    path = tmp_path / "list"
    write_whole(path, b"old")

    def power_cut(*_arguments: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(f"safetoshare.base.files.os.{breaks}", power_cut)
    with pytest.raises(OSError, match="no space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
