"""`safetoshare ledger export | consistency | resume | reopen`: the log as files, compared, and after a restore."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.base.force import current_force
from safetoshare.base.models import AuditRow
from safetoshare.cli import main
from safetoshare.core.ledger import tiles
from safetoshare.core.ledger.checkpoint import Checkpoint
from safetoshare.core.ledger.note import keys_of_seed, sign_note
from safetoshare.core.ledger.tree import Tree
from safetoshare.sharing.models import Entry
from safetoshare.sharing.services import log
from tests.base.conftest import unwrapper
from tests.base.unwrapper.conftest import team
from tests.sharing.logs import DAY, FIRST, entries, folder, log_keys, restored, signing_on, sizes, wait_for

NEXT_DAY = DAY + timedelta(days=1)
STRANGER = keys_of_seed("stranger.example/log", bytes(32))[1]
Printed = pytest.CaptureFixture[str]

__all__ = ["team", "unwrapper"]
pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.usefixtures("team")]


@pytest.fixture(autouse=True)
def _log_here() -> Iterator[None]:
    with signing_on():
        log.publish_log(DAY)
        yield


def told(capsys: Printed, *words: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["ledger", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def kept(tmp_path: Path, capsys: Printed) -> Path:
    """The first day's checkpoint, as somebody kept it."""
    assert told(capsys, "export", str(tmp_path / "first"))[0] == 0
    path = tmp_path / "kept"
    path.write_bytes((tmp_path / "first" / "checkpoint").read_bytes())
    return path


def next_day() -> None:
    with signing_on(NEXT_DAY):
        wait_for(b"\x01" * 32)
        log.publish_log(NEXT_DAY)


def test_the_exported_log_continues_the_checkpoint_that_somebody_kept(
    kept: Path, tmp_path: Path, capsys: Printed
) -> None:
    before = len(entries())
    next_day()
    assert told(capsys, "export", str(tmp_path / "log")) == (
        0,
        {"folder": str(tmp_path / "log"), "size": len(entries())},
    )
    code, says = told(capsys, "consistency", str(kept), str(tmp_path / "log"), "--key", log_keys()[1])
    assert (code, says["continues"], says["old_size"], says["new_size"]) == (0, True, before, len(entries()))
    assert len(entries()) > before


def rewritten(into: Path) -> None:
    """All entries are others, and the true key signs them."""
    others = [bytes([200 + index]) * 32 for index in range(FIRST)]
    for place in tiles.places(FIRST):
        if place.level is None:
            path = into / place.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(tiles.bundle_of(others))
    tree = Tree()
    tree.extend(others)
    signer = log_keys()[0]
    text = Checkpoint(current_force().log_origin, FIRST, tree.root()).text()
    (into / "checkpoint").write_text(sign_note(text, [signer]))


def test_a_log_that_was_rewritten_and_signed_with_its_own_key_is_found(
    kept: Path, tmp_path: Path, capsys: Printed
) -> None:
    rewritten(tmp_path / "log")
    code, says = told(capsys, "consistency", str(kept), str(tmp_path / "log"), "--key", log_keys()[1])
    assert (code, says["continues"]) == (1, False)
    assert "REWRITTEN" in says["says"]


def test_a_log_that_lost_entries_is_found(kept: Path, tmp_path: Path, capsys: Printed) -> None:
    next_day()
    told(capsys, "export", str(tmp_path / "log"))
    newer = tmp_path / "newer"
    newer.write_bytes((tmp_path / "log" / "checkpoint").read_bytes())
    assert told(capsys, "consistency", str(newer), str(tmp_path / "first"), "--key", log_keys()[1])[0] == 1


def test_what_is_no_checkpoint_or_lacks_its_entries_or_has_another_key_is_unreadable(
    kept: Path, tmp_path: Path, capsys: Printed
) -> None:
    first = tmp_path / "first"
    rubbish = tmp_path / "rubbish"
    rubbish.write_bytes(b"\xff")
    key = log_keys()[1]
    assert main(["ledger", "consistency", str(rubbish), str(first), "--key", key]) == 2
    assert main(["ledger", "consistency", str(kept), str(tmp_path / "nowhere"), "--key", key]) == 2
    assert main(["ledger", "consistency", str(kept), str(first), "--key", STRANGER]) == 2
    bundle = next(one for one in (first / "tile" / "entries").rglob("*") if one.is_file())
    content = bundle.read_bytes()
    for damaged in (content[:-1], content[:-1] + b"\x00", content + content):
        bundle.write_bytes(damaged)
        assert main(["ledger", "consistency", str(kept), str(first), "--key", key]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_audit_says_whether_all_fits_and_names_what_does_not(capsys: Printed) -> None:
    assert told(capsys, "audit") == (
        0,
        {"valid": True, "entries": len(entries()), "checkpoints": 1, "notices": 0, "differences": []},
    )
    assert main(["ledger", "audit"]) == 0
    assert "fit together" in capsys.readouterr().out
    with unit_of_work(write=True):
        Entry.objects.filter(index=3).update(content=b"\x07" * 32)
    code, says = told(capsys, "audit")
    assert (code, says["valid"]) == (1, False)
    assert "entry 3 is not what the log's folder has" in says["differences"]


def test_after_a_restore_the_log_is_taken_up_again(capsys: Printed) -> None:
    first = len(entries())
    next_day()
    before = entries()
    restored(to=first)
    with signing_on(NEXT_DAY):
        assert told(capsys, "resume") == (0, {"size": len(before)})
    assert entries() == before
    assert AuditRow.objects.filter(purpose="resume the log", action="sharing:log:keep").count() == 1


def test_a_folder_of_another_log_is_refused(capsys: Printed) -> None:
    other = Checkpoint("other.example/log", FIRST, bytes(32)).text()
    (folder() / "checkpoint").write_text(sign_note(other, [keys_of_seed("other.example/log", bytes(32))[0]]))
    code, says = told(capsys, "resume")
    assert code == 1
    assert says["refused"]


def test_a_log_is_closed_only_by_who_types_the_new_origin_twice(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = f"{current_force().log_origin}/2"
    monkeypatch.setattr("sys.stdin", io.StringIO("something else\n"))
    assert main(["ledger", "reopen", "--origin", origin]) != 0
    assert len(sizes()) == 1
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{origin}\n"))
    with signing_on(NEXT_DAY):
        assert told(capsys, "reopen", "--origin", origin) == (0, {"origin": origin})
        assert AuditRow.objects.filter(purpose="reopen the log").count() == 1
        assert told(capsys, "export", "/dev/null/nowhere")[0] == 1
