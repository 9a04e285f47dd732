"""The public log: a promise first, the entry in the next batch, a checkpoint that continues the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.models import Model

from safetoshare.base.database import unit_of_work
from safetoshare.base.force import current_force
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.core.errors import BadInputError, RefusedError
from safetoshare.core.ledger.checkpoint import Checkpoint, read_inclusion_promise
from safetoshare.core.ledger.note import open_note, sign_note
from safetoshare.core.ledger.public_entry import LONGEST_ENTRY
from safetoshare.sharing.models import ClosedLog, Entry, LogKey, Pending, SignedCheckpoint, Tile
from safetoshare.sharing.services import log, signing
from tests.base.conftest import file_databases, in_threads
from tests.production import production
from tests.sharing.logs import (
    DAY,
    FIRST,
    NEXT,
    checkpoints,
    commitments,
    entries,
    log_keys,
    root_of,
    signing_on,
    wait_for,
    waiting,
)

__all__ = ["file_databases", "in_threads", "production"]

NEXT_DAY = DAY + timedelta(days=1)
MINE = [bytes([number]) * 32 for number in range(1, 20)]


@pytest.fixture
def log_here(db: None) -> Iterator[None]:
    """An empty log, and its key in this process."""
    with signing_on():
        yield


def test_a_promise_is_signed_names_the_commitment_and_a_day_two_days_off(log_here: None) -> None:
    note = log.promise_inclusion(MINE[0])
    promise = read_inclusion_promise(open_note(note, [log_keys()[1]]).text)
    assert (promise.origin, promise.commitment) == (current_force().log_origin, MINE[0])
    assert promise.include_by == log.promised_by(note) == DAY + timedelta(days=2)


def test_without_the_key_nothing_is_promised(db: None) -> None:
    with pytest.raises(UnwrapperAwayError):
        log.promise_inclusion(MINE[0])


def test_what_waits_becomes_an_entry_among_dummies_and_waits_no_more(log_here: None) -> None:
    wait_for(*MINE[:3])
    assert log.publish_log(DAY) == FIRST
    assert set(MINE[:3]) < set(commitments())
    assert waiting() == 0
    assert checkpoints() == [Checkpoint(current_force().log_origin, FIRST, root_of(entries()))]


@pytest.mark.parametrize(
    ("waits", "size"), [(0, 8), (1, 8), (7, 8), (8, 8), (9, 16), (16, 16), (17, 24), (64, 64), (65, 128), (129, 192)]
)
def test_a_batch_is_filled_to_the_next_step_and_what_is_too_much_for_it_makes_full_ones(
    log_here: None, waits: int, size: int
) -> None:
    mine = {index.to_bytes(32) for index in range(waits)}
    wait_for(*mine)
    log.publish_log(DAY)
    assert len(set(commitments())) == size
    assert mine <= set(commitments())
    heartbeats = [index for index, entry in enumerate(entries()) if b"log_alive" in entry]
    assert len(heartbeats) == -(-size // log.BATCH)
    # Each batch stands behind its heartbeat, none larger than it may be.
    ends = [*heartbeats[1:], len(entries())]
    assert all(end - start - 1 <= log.BATCH for start, end in zip(heartbeats, ends, strict=True))


def test_of_what_overflows_it_is_chance_what_comes_in_which_batch(log_here: None) -> None:
    wait_for(*(index.to_bytes(32) for index in range(log.BATCH * 2)))
    log.publish_log(DAY)
    first = {int.from_bytes(entry) for entry in commitments()[: log.BATCH]}
    assert first != set(range(log.BATCH))


def test_the_order_is_not_the_order_of_the_decisions(log_here: None) -> None:
    wait_for(*MINE[:16])
    log.publish_log(DAY)
    assert sorted(commitments()) == sorted(MINE[:16])
    # One in 16! orders is the first; that it comes up is not to be feared.
    assert commitments() != MINE[:16]


def test_a_second_time_on_the_same_day_changes_nothing_although_something_waits(log_here: None) -> None:
    log.publish_log(DAY)
    before = entries(), checkpoints()
    wait_for(MINE[0])
    assert log.publish_log(DAY) == FIRST
    assert (entries(), checkpoints()) == before
    assert waiting() == 1


def test_each_day_continues_the_day_before(log_here: None) -> None:
    wait_for(MINE[0])
    log.publish_log(DAY)
    wait_for(*MINE[1:10])
    log.publish_log(NEXT_DAY)
    first, second = checkpoints()
    assert (first.size, second.size) == (FIRST, FIRST + NEXT + 8)
    assert root_of(entries()[:FIRST]) == first.root
    assert root_of(entries()) == second.root
    assert MINE[0] in entries()[:FIRST]


def test_with_the_clock_gone_back_nothing_is_appended_or_signed(log_here: None) -> None:
    log.publish_log(NEXT_DAY)
    wait_for(MINE[0])
    with pytest.raises(RefusedError, match="clock is behind the log, whose last day is 2026-11-23"):
        log.publish_log(DAY)
    assert (len(entries()), len(checkpoints()), waiting()) == (FIRST, 1, 1)
    with pytest.raises(RefusedError, match="clock is behind the log, which was signed"), unit_of_work(write=True):
        log.sign_checkpoint(DAY)


def test_a_crash_before_signing_leads_to_the_checkpoint_of_the_same_entries(
    log_here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_checkpoint: Checkpoint) -> str:
        raise UnwrapperAwayError("away")

    wait_for(*MINE[:3])
    with monkeypatch.context() as patched:
        patched.setattr(signing, "ask_for_checkpoint", away)
        with pytest.raises(UnwrapperAwayError):
            log.publish_log(DAY)
    appended = entries()
    assert (len(appended), checkpoints()) == (FIRST, [])
    log.publish_log(DAY)
    assert entries() == appended
    assert checkpoints()[0].root == root_of(appended)


def test_nothing_is_signed_before_the_days_batch(log_here: None) -> None:
    log.publish_log(DAY)
    with pytest.raises(RefusedError, match="no batch of this day"), unit_of_work(write=True):
        log.sign_checkpoint(NEXT_DAY)


@pytest.mark.parametrize(
    "damage",
    [
        lambda: Entry.objects.filter(index=3).update(content=bytes(32)),
        lambda: Entry.objects.filter(index=FIRST - 1).delete(),
        lambda: SignedCheckpoint.objects.update(size=7),
        lambda: SignedCheckpoint.objects.update(
            note=sign_note(Checkpoint(current_force().log_origin, FIRST, bytes(32)).text(), [log_keys()[0]])
        ),
    ],
    ids=["altered entry", "missing entry", "altered size", "another root"],
)
def test_when_entries_are_not_those_that_were_signed_nothing_more_is_signed(
    log_here: None, damage: Callable[[], object]
) -> None:
    log.publish_log(DAY)
    with unit_of_work(write=True):
        damage()
    with pytest.raises(RefusedError, match=r"not those that were signed|database lacks the log's entries 9 to 9"):
        log.publish_log(NEXT_DAY)
    with unit_of_work():
        assert SignedCheckpoint.objects.count() == 1


def test_with_a_tile_altered_nothing_more_is_signed(log_here: None) -> None:
    log.publish_log(DAY)
    with unit_of_work(write=True):
        log.append_batch(NEXT_DAY)
        tile = Tile.objects.get()
        tile.hashes = bytes(tile.hashes)[:-32] + bytes(32)
        tile.save()
    with pytest.raises(RefusedError, match="tiles are not those of its entries"):
        log.publish_log(NEXT_DAY)
    assert len(checkpoints()) == 1


def test_with_another_key_nothing_more_is_signed(log_here: None) -> None:
    log.publish_log(DAY)
    with signing_on(NEXT_DAY, bytes(32)), pytest.raises(RefusedError, match="another key"):
        log.publish_log(NEXT_DAY)
    assert len(checkpoints()) == 1


def test_a_signature_that_is_of_something_else_is_not_kept(log_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sign_note(Checkpoint(current_force().log_origin, 9, bytes(32)).text(), [log_keys()[0]])
    monkeypatch.setattr(signing, "ask_for_checkpoint", lambda _checkpoint: other)
    with pytest.raises(RefusedError, match="not the log's checkpoint"):
        log.publish_log(DAY)
    assert checkpoints() == []


def test_what_is_no_commitment_or_is_an_entry_already_does_not_wait(log_here: None) -> None:
    wait_for(MINE[0])
    log.publish_log(DAY)
    for wrong in (MINE[0], bytes(31), b""):
        with pytest.raises(BadInputError):
            wait_for(wrong)
    wait_for(MINE[1])
    with pytest.raises(IntegrityError):
        wait_for(MINE[1])


def test_what_waits_is_undone_with_the_decision_that_it_belongs_to(log_here: None) -> None:
    def decide_and_fail() -> None:
        with unit_of_work(write=True):
            log.add_pending(MINE[0], DAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        decide_and_fail()
    assert waiting() == 0


@pytest.mark.parametrize(
    "row",
    [
        lambda: Entry(index=-1, content=bytes(32), on=DAY),
        lambda: Entry(index=0, content=bytes(31), on=DAY),
        lambda: Entry(index=0, content=bytes(LONGEST_ENTRY + 1), on=DAY),
        lambda: Tile(level=0, number=0, width=2, hashes=bytes(32)),
        lambda: Tile(level=0, number=0, width=257, hashes=bytes(257 * 32)),
        lambda: Pending(content=bytes(33), include_by=DAY),
    ],
)
def test_the_tables_take_commitments_alone(db: None, row: Callable[[], Model]) -> None:
    with pytest.raises(IntegrityError), unit_of_work(write=True):
        row().save(force_insert=True)


def test_the_tables_hold_no_time_and_no_person() -> None:
    tables = (Entry, Tile, Pending, SignedCheckpoint, LogKey, ClosedLog)
    columns = {field.name for table in tables for field in table._meta.fields}
    assert columns == {
        *("index", "content", "on", "id", "level", "number", "width", "hashes"),
        *("include_by", "size", "note", "origin", "verifier_key", "closed_on"),
    }
