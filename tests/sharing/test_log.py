"""The public log: a promise first, the entry in the next batch, a checkpoint that continues the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.models import Model

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.force import current_force
from safetoshare.base.schedule import all_jobs, run_what_is_due
from safetoshare.base.unwrapper.client import UnwrapperAwayError
from safetoshare.core.errors import BadInputError, RefusedError
from safetoshare.core.ledger.checkpoint import Checkpoint, read_checkpoint, read_inclusion_promise
from safetoshare.core.ledger.note import open_note, sign_note
from safetoshare.core.ledger.tree import Tree
from safetoshare.sharing.models import Entry, LogKey, Pending, SignedCheckpoint
from safetoshare.sharing.services import log, signing
from safetoshare.sharing.tasks import JOBS
from tests.base.conftest import InThreads, file_databases, in_threads
from tests.base.test_grants import is_let
from tests.production import Production, production
from tests.sharing.logs import DAY, MORNING, log_keys, signing_on, wait_for

__all__ = ["file_databases", "in_threads", "production"]

NEXT_DAY = DAY + timedelta(days=1)
MINE = [bytes([number]) * 32 for number in range(1, 20)]


@pytest.fixture
def log_here(db: None) -> Iterator[None]:
    """An empty log, and its key in this process."""
    with signing_on():
        yield


def entries() -> list[bytes]:
    with unit_of_work():
        rows = list(Entry.objects.order_by("index"))
    assert [row.index for row in rows] == list(range(len(rows)))
    return [bytes(row.commitment) for row in rows]


def checkpoints() -> list[Checkpoint]:
    with unit_of_work():
        notes = list(SignedCheckpoint.objects.order_by("size").values_list("note", flat=True))
    return [read_checkpoint(open_note(note, [log_keys()[1]]).text) for note in notes]


def waiting() -> int:
    with unit_of_work():
        return Pending.objects.count()


def root_of(commitments: list[bytes]) -> bytes:
    tree = Tree()
    tree.extend(commitments)
    return tree.root()


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
    assert log.publish_log(DAY) == 8
    assert set(MINE[:3]) < set(entries())
    assert waiting() == 0
    assert checkpoints() == [Checkpoint(current_force().log_origin, 8, root_of(entries()))]


@pytest.mark.parametrize(("waits", "size"), [(0, 8), (1, 8), (7, 8), (8, 8), (9, 16), (16, 16), (17, 24)])
def test_a_batch_is_a_multiple_of_eight_whatever_waits(log_here: None, waits: int, size: int) -> None:
    wait_for(*MINE[:waits])
    assert log.publish_log(DAY) == size
    assert len(set(entries())) == size


def test_the_order_is_not_the_order_of_the_decisions(log_here: None) -> None:
    wait_for(*MINE[:16])
    log.publish_log(DAY)
    assert sorted(entries()) == sorted(MINE[:16])
    # One in 16! orders is the first; that it comes up is not to be feared.
    assert entries() != MINE[:16]


def test_a_second_time_on_the_same_day_changes_nothing_although_something_waits(log_here: None) -> None:
    log.publish_log(DAY)
    before = entries(), checkpoints()
    wait_for(MINE[0])
    assert log.publish_log(DAY) == 8
    assert (entries(), checkpoints()) == before
    assert waiting() == 1


def test_each_day_continues_the_day_before(log_here: None) -> None:
    wait_for(MINE[0])
    log.publish_log(DAY)
    wait_for(*MINE[1:10])
    log.publish_log(NEXT_DAY)
    first, second = checkpoints()
    assert (first.size, second.size) == (8, 24)
    assert root_of(entries()[:8]) == first.root
    assert root_of(entries()) == second.root
    assert MINE[0] in entries()[:8]


def test_with_the_clock_gone_back_nothing_is_appended_or_signed(log_here: None) -> None:
    log.publish_log(NEXT_DAY)
    wait_for(MINE[0])
    assert log.publish_log(DAY) == 8
    assert (len(entries()), len(checkpoints()), waiting()) == (8, 1, 1)


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
    assert (len(appended), checkpoints()) == (8, [])
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
        lambda: Entry.objects.filter(index=3).update(commitment=bytes(32)),
        lambda: Entry.objects.filter(index=7).delete(),
        lambda: SignedCheckpoint.objects.update(size=7),
        lambda: SignedCheckpoint.objects.update(
            note=sign_note(Checkpoint(current_force().log_origin, 8, bytes(32)).text(), [log_keys()[0]])
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
    with pytest.raises(RefusedError, match="not those that were signed"):
        log.publish_log(NEXT_DAY)
    with unit_of_work():
        assert SignedCheckpoint.objects.count() == 1


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
        lambda: Entry(index=-1, commitment=bytes(32), on=DAY),
        lambda: Entry(index=0, commitment=bytes(31), on=DAY),
        lambda: Pending(commitment=bytes(33), include_by=DAY),
    ],
)
def test_the_tables_take_commitments_alone(db: None, row: Callable[[], Model]) -> None:
    with pytest.raises(IntegrityError), unit_of_work(write=True):
        row().save(force_insert=True)


def test_the_tables_hold_no_time_and_no_person() -> None:
    columns = {field.name for table in (Entry, Pending, SignedCheckpoint, LogKey) for field in table._meta.fields}
    assert columns == {"index", "commitment", "on", "id", "include_by", "size", "note", "origin", "verifier_key"}


def test_the_worker_appends_and_signs_in_the_morning_and_once(log_here: None) -> None:
    assert [job.name for job in all_jobs() if job in JOBS] == ["sharing:append_batch", "sharing:publish_log"]
    wait_for(MINE[0])
    assert all(done.succeeded for done in run_what_is_due(JOBS))
    assert (len(entries()), len(checkpoints())) == (8, 1)
    assert run_what_is_due(JOBS) == []


def test_with_no_key_the_worker_appends_and_signs_as_soon_as_there_is_one(db: None) -> None:
    wait_for(MINE[0])
    with clock.clock_at(MORNING):
        assert [done.succeeded for done in run_what_is_due(JOBS)] == [True, False]
    with signing_on():
        assert [done.job for done in run_what_is_due(JOBS)] == ["sharing:publish_log"]
    assert (len(entries()), len(checkpoints())) == (8, 1)


@pytest.mark.django_db(databases=["default", "audit"], transaction=True)
def test_of_several_that_publish_at_once_one_wins(in_threads: InThreads) -> None:
    wait_for(*MINE[:9])

    def publish() -> int:
        with signing_on():
            return log.publish_log(DAY)

    assert in_threads(publish, publish, publish, publish) == [16] * 4
    assert (len(entries()), len(checkpoints()), waiting()) == (16, 1, 0)


@pytest.mark.postgresql
def test_the_publics_process_sees_that_a_promise_is_overdue_and_nothing_else_of_what_waits(
    production: Production,
) -> None:
    overdue = "SELECT 1 FROM sharing_pending WHERE include_by < '2026-11-22' LIMIT 1"
    assert is_let(production, "public", overdue)
    assert not is_let(production, "public", "SELECT commitment FROM sharing_pending")
    assert not is_let(production, "scrutiny", overdue)
    assert not is_let(production, "hub", "SELECT commitment FROM sharing_pending")
    assert not is_let(production, "hub", "INSERT INTO sharing_entry DEFAULT VALUES")
