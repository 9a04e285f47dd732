"""A database that was restored, and a folder that was not left alone: the log stops, and says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from safetoshare.base.backup import archive
from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import RefusedError
from safetoshare.core.ledger.checkpoint import Checkpoint
from safetoshare.sharing.models import Entry, SignedCheckpoint, Tile
from safetoshare.sharing.services import log
from safetoshare.sharing.services.tiles import append
from tests.sharing.logs import (
    DAY,
    FIRST,
    NEXT,
    entries,
    folder,
    on_disk,
    restored,
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


def test_after_a_restore_nothing_is_appended_or_signed_and_the_message_names_what_is_missing() -> None:
    log.publish_log(DAY)
    with signing_on(NEXT_DAY):
        log.publish_log(NEXT_DAY)
        restored(to=FIRST)
        wait_for(MINE[0])
        with pytest.raises(RefusedError, match=r"lacks the log's entries 10 to 18.*ledger resume"):
            log.publish_log(NEXT_DAY)
    assert (len(entries()), sizes()) == (FIRST, [FIRST])


def test_with_other_entries_under_the_same_sizes_nothing_more_is_signed() -> None:
    log.publish_log(DAY)
    with unit_of_work(write=True):
        for table in (Entry, Tile, SignedCheckpoint):
            table.objects.all().delete()
        append(0, [(bytes([index]) * 32, DAY) for index in range(FIRST)])
    for day in (DAY, NEXT_DAY):
        with signing_on(day), pytest.raises(RefusedError, match="signed over other entries"):
            log.publish_log(day)
    assert sizes() == []


def test_a_folder_that_is_gone_or_damaged_or_anothers_stops_the_log() -> None:
    log.publish_log(DAY)
    checkpoint = folder() / "checkpoint"
    for content, says in (
        (None, r"its folder is gone.*ledger resume"),
        (b"\xff", r"damaged.*ledger resume"),
        (b"torn", r"damaged.*ledger resume"),
        (Checkpoint("other.example/log", FIRST, bytes(32)).text().encode() + b"\n", "of other.example/log"),
    ):
        checkpoint.unlink() if content is None else checkpoint.write_bytes(content)
        with signing_on(NEXT_DAY), pytest.raises(RefusedError, match=says):
            log.publish_log(NEXT_DAY)
        assert (len(entries()), sizes()) == (FIRST, [FIRST])


def test_a_folder_that_is_older_than_the_database_is_brought_up_to_it() -> None:
    log.publish_log(DAY)
    older = (folder() / "checkpoint").read_bytes()
    with signing_on(NEXT_DAY):
        log.publish_log(NEXT_DAY)
    (folder() / "checkpoint").write_bytes(older)
    with signing_on(NEXT_DAY + timedelta(days=1)):
        assert log.publish_log(NEXT_DAY + timedelta(days=1)) == on_disk().size == FIRST + 2 * NEXT


def test_no_backup_holds_the_folder_so_a_restore_never_makes_it_older() -> None:
    log.publish_log(DAY)
    state = folder().parent
    (state / "kept").write_text("state")
    members = {member for member, _file in archive._state_files(state)}
    (state / "kept").unlink()
    assert "state/kept" in members
    assert not any(member.startswith("state/log") for member in members)
