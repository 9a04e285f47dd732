"""The spool: a folder on this machine where something sealed waits for the database."""

from __future__ import annotations

import shutil
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from safetoshare.base import clock, spool
from safetoshare.core.errors import RefusedError

Usage = namedtuple("Usage", "total used free")


def folder() -> Path:
    return Path(settings.ENVIRONMENT.state / "spool")


def test_what_is_kept_waits_until_it_is_removed() -> None:
    assert spool.waiting() == []
    spool.keep("b", b"two")
    spool.keep("a", b"one")
    assert spool.waiting() == ["a", "b"]
    assert (spool.read("a"), spool.read("c")) == (b"one", None)
    spool.remove("a")
    spool.remove("a")
    assert spool.waiting() == ["b"]


def test_what_waits_is_never_replaced() -> None:
    spool.keep("a", b"one")
    with pytest.raises(RefusedError):
        spool.keep("a", b"two")
    assert spool.read("a") == b"one"


def test_a_file_is_its_users_alone_and_tells_a_day_and_no_hour() -> None:
    with clock.clock_at(datetime(2026, 11, 23, 16, 41, 7, tzinfo=UTC)):
        spool.keep("a", b"one")
    (file,) = folder().glob("*.sealed")
    assert file.stat().st_mode & 0o077 == 0
    assert folder().stat().st_mode & 0o077 == 0
    assert file.stat().st_mtime == datetime(2026, 11, 23, tzinfo=UTC).timestamp()


def test_an_unfinished_file_of_a_crash_does_not_wait() -> None:
    spool.keep("a", b"one")
    (folder() / ".b.sealed.unfinished").write_bytes(b"tw")
    assert spool.waiting() == ["a"]


def test_what_cannot_be_taken_over_is_kept_aside_with_an_alarm(caplog: pytest.LogCaptureFixture) -> None:
    spool.keep("a", b"one")
    assert spool.set_aside() == 0
    spool.put_aside("a")
    assert (spool.waiting(), spool.set_aside()) == ([], 1)
    assert (folder() / "set-aside" / "a.sealed").read_bytes() == b"one"
    assert "alarm" in caplog.text


@pytest.mark.parametrize("full", ["of files", "disk"])
def test_a_full_spool_or_disk_keeps_nothing_more_and_raises_an_alarm(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, full: str
) -> None:
    spool.keep("a", b"one")
    if full == "disk":
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(1, 1, spool.LEAST_FREE_BYTES - 1))
    else:
        monkeypatch.setattr(spool, "MOST_FILES", 1)
    with pytest.raises(RefusedError, match="full"):
        spool.keep("b", b"two")
    assert spool.waiting() == ["a"]
    assert "alarm, the spool is full" in caplog.text


def test_one_at_a_time_empties_it() -> None:
    at_once: list[int] = []

    def look() -> int:
        with spool.emptying():
            at_once.append(1)
            found = len(at_once)
            at_once.pop()
            return found

    with ThreadPoolExecutor(4) as pool:
        assert {pool.submit(look).result() for _ in range(20)} == {1}
