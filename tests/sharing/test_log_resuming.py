"""The log after a restore: taken up from its folder where that continues the database, else closed and opened anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import Model

from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import BadInputError, RefusedError
from safetoshare.core.ledger import tiles
from safetoshare.core.ledger.checkpoint import Checkpoint
from safetoshare.core.ledger.note import sign_note
from safetoshare.core.ledger.public_entry import read_public_entry
from safetoshare.sharing.api import log as api
from safetoshare.sharing.models import Entry, LogKey, Pending, SignedCheckpoint, Tile
from safetoshare.sharing.services import log, log_files
from tests.sharing.logs import (
    DAY,
    FIRST,
    NEXT,
    entries,
    folder,
    log_keys,
    on_disk,
    origin,
    restored,
    root_of,
    signed_note,
    signing_on,
    sizes,
    wait_for,
)

NEXT_DAY = DAY + timedelta(days=1)
THIRD_DAY = DAY + timedelta(days=2)
MINE = [bytes([number]) * 32 for number in range(1, 6)]


@pytest.fixture(autouse=True)
def _log_here(db: None) -> Iterator[None]:
    with signing_on():
        yield


def rows(table: type[Model]) -> int:
    with unit_of_work():
        return table._default_manager.count()


def test_what_a_restored_database_lacks_is_taken_back_from_the_folder(two_days: list[bytes]) -> None:
    note = signed_note()
    with unit_of_work():
        days = list(Entry.objects.order_by("index").values_list("on", flat=True))
        before = dict(Tile.objects.values_list("level", "width"))
    restored(to=FIRST)
    # The backup is from before they were entries: there they wait.
    wait_for(*MINE)
    wait_for(bytes(32))
    assert api.resume_log() == FIRST + NEXT
    assert entries() == two_days
    assert (signed_note(), sizes()) == (note, [FIRST, FIRST + NEXT])
    with unit_of_work():
        assert list(Entry.objects.order_by("index").values_list("on", flat=True)) == days
        assert dict(Tile.objects.values_list("level", "width")) == before
        assert [bytes(row) for row in Pending.objects.values_list("content", flat=True)] == [bytes(32)]
    with signing_on(THIRD_DAY):
        assert log.publish_log(THIRD_DAY) == on_disk().size == FIRST + 2 * NEXT
    assert bytes(32) in entries()


def test_a_database_that_never_heard_of_the_log_takes_all_of_it(two_days: list[bytes]) -> None:
    restored(to=0)
    with unit_of_work(write=True):
        LogKey.objects.all().delete()
    assert api.resume_log() == FIRST + NEXT
    assert entries() == two_days
    with unit_of_work():
        assert LogKey.objects.get().verifier_key == log_keys()[1]


def test_where_nothing_is_missing_nothing_changes(two_days: list[bytes]) -> None:
    assert api.resume_log() == api.resume_log() == FIRST + NEXT
    assert (entries(), sizes()) == (two_days, [FIRST, FIRST + NEXT])


@pytest.mark.parametrize("content", [None, b"torn", b"\xff"], ids=["gone", "torn", "rubbish"])
def test_a_folder_that_lost_its_checkpoint_gets_it_back(two_days: list[bytes], content: bytes | None) -> None:
    path = folder() / "checkpoint"
    path.unlink() if content is None else path.write_bytes(content)
    with signing_on(THIRD_DAY), pytest.raises(RefusedError):
        log.publish_log(THIRD_DAY)
    assert api.resume_log() == on_disk().size == FIRST + NEXT
    with signing_on(THIRD_DAY):
        assert log.publish_log(THIRD_DAY) == on_disk().size


def test_entries_without_a_checkpoint_over_them_are_not_believed(two_days: list[bytes]) -> None:
    restored(to=FIRST)
    (folder() / "checkpoint").unlink()
    with pytest.raises(RefusedError, match=r"no checkpoint over them.*ledger reopen"):
        api.resume_log()
    assert len(entries()) == FIRST


def bundle() -> Path:
    return folder() / f"tile/entries/000.p/{FIRST + NEXT}"


def alter_a_bundle() -> None:
    content = bundle().read_bytes()
    bundle().write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def sign_with_another_key() -> None:
    signer, _verifier = log_keys(bytes(32))
    (folder() / "checkpoint").write_text(sign_note(on_disk().text(), [signer]))


def forge_with_the_true_key() -> None:
    """Rewrite everything, and sign it with the log's own key: what a thief of the key would do."""
    forged = [bytes([index]) * 32 for index in range(FIRST + NEXT)]
    bundle().write_bytes(tiles.bundle_of(forged))
    text = Checkpoint(origin(), len(forged), root_of(forged)).text()
    (folder() / "checkpoint").write_text(sign_note(text, [log_keys()[0]]))


def alter_the_database() -> None:
    with unit_of_work(write=True):
        Entry.objects.filter(index=3).update(content=bytes([7]) * 32)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda: bundle().unlink(), r"missing or damaged: put it back"),
        (lambda: bundle().write_bytes(b"\x00"), r"missing or damaged: put it back"),
        (alter_a_bundle, r"not those that its checkpoint is over"),
        (sign_with_another_key, r"not signed with the log's key"),
        (forge_with_the_true_key, r"Entry 0 of the database is not the folder's"),
        (alter_the_database, r"Entry 3 of the database is not the folder's"),
    ],
    ids=["bundle gone", "bundle torn", "bundle altered", "another key", "forged with the key", "database altered"],
)
def test_what_does_not_continue_the_database_is_not_taken_up(
    two_days: list[bytes], damage: Callable[[], object], says: str
) -> None:
    restored(to=FIRST)
    damage()
    with pytest.raises(RefusedError, match=says):
        api.resume_log()
    assert (len(entries()), sizes()) == (FIRST, [FIRST])


def test_with_the_clock_behind_nothing_is_taken_up(two_days: list[bytes]) -> None:
    restored(to=FIRST)
    with signing_on(DAY), pytest.raises(RefusedError, match="clock is behind the log, whose last day is 2026-11-23"):
        api.resume_log()
    assert len(entries()) == FIRST


def test_before_anything_is_published_there_is_nothing_to_close_or_export_or_take_up(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="none to close"):
        api.reopen_log(origin(2))
    with pytest.raises(RefusedError, match="not been published"):
        api.export_log(tmp_path)
    with pytest.raises(RefusedError, match="not been published"):
        api.resume_log()


def test_an_export_is_the_whole_published_log_for_any_web_server(two_days: list[bytes], tmp_path: Path) -> None:
    with signing_on(THIRD_DAY), unit_of_work(write=True):
        log.append_batch(THIRD_DAY)
    target = tmp_path / "public"
    assert api.export_log(target) == FIRST + NEXT
    assert log_files.entries_in(target, FIRST + NEXT) == two_days
    assert (target / "checkpoint").read_text() == signed_note()
    assert (target / "vkey").read_text() == f"{log_keys()[1]}\n"
    assert (target / f"tile/0/000.p/{FIRST + NEXT}").read_bytes() == api.hash_tile(0, 0, FIRST + NEXT)
    assert (target / f"tile/entries/000.p/{FIRST + NEXT}").read_bytes() == api.entry_bundle(0, FIRST + NEXT)


def test_where_an_export_cannot_be_written_it_is_said(two_days: list[bytes], tmp_path: Path) -> None:
    (tmp_path / "tile").write_text("a file")
    with pytest.raises(RefusedError, match="cannot be written"):
        api.export_log(tmp_path)


def test_entries_of_a_kind_that_this_program_never_wrote_are_not_taken_up(two_days: list[bytes]) -> None:
    restored(to=FIRST)
    odd = b"{" * 40
    held = [*two_days[:FIRST], odd]
    (folder() / f"tile/entries/000.p/{FIRST + 1}").write_bytes(tiles.bundle_of(held))
    text = Checkpoint(origin(), FIRST + 1, root_of(held)).text()
    (folder() / "checkpoint").write_text(sign_note(text, [log_keys()[0]]))
    with pytest.raises(RefusedError, match=f"Entry {FIRST} of the folder"):
        api.resume_log()
    with pytest.raises(BadInputError):
        read_public_entry(odd)
    assert (len(entries()), rows(SignedCheckpoint)) == (FIRST, 1)
