"""The log's jobs: what the worker does each morning, several at once, and which rights they have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NoReturn

import pytest

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.schedule import all_jobs, run_what_is_due
from safetoshare.core.errors import RefusedError
from safetoshare.core.ledger import tiles
from safetoshare.core.ledger.public_entry import LONGEST_ENTRY
from safetoshare.core.ledger.record import COMMITMENT_BYTES
from safetoshare.sharing.models import log as models
from safetoshare.sharing.services import log
from safetoshare.sharing.tasks import JOBS
from tests.base.conftest import InThreads, file_databases, in_threads
from tests.base.test_grants import is_let
from tests.production import Production, production
from tests.sharing.logs import (
    DAY,
    FIRST,
    MORNING,
    checkpoints,
    entries,
    on_disk,
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


def test_the_worker_appends_and_signs_in_the_morning_and_once(log_here: None) -> None:
    assert [job.name for job in all_jobs() if job in JOBS] == [
        *("sharing:append_batch", "sharing:publish_log", "sharing:forget_letters", "sharing:keep_promises"),
        *("sharing:reviews", "sharing:fold_tallies"),
    ]
    wait_for(MINE[0])
    assert all(done.succeeded for done in run_what_is_due(JOBS))
    assert (len(entries()), len(checkpoints())) == (FIRST, 1)
    assert run_what_is_due(JOBS) == []


def test_with_no_key_the_worker_appends_and_signs_as_soon_as_there_is_one(db: None) -> None:
    wait_for(MINE[0])
    with clock.clock_at(MORNING):
        assert [done.succeeded for done in run_what_is_due(JOBS)] == [True, False, True, True, True, True]
    with signing_on():
        assert [done.job for done in run_what_is_due(JOBS)] == ["sharing:publish_log"]
    assert (len(entries()), len(checkpoints())) == (FIRST, 1)


def test_for_as_long_as_a_promise_is_past_its_time_the_worker_reports_it(
    log_here: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    wait_for(MINE[0], include_by=DAY)

    def fail(_day: date) -> NoReturn:
        raise RefusedError("")

    def done() -> list[bool]:
        with signing_on(NEXT_DAY):
            return [one.succeeded for one in run_what_is_due(JOBS)]

    with monkeypatch.context() as patched:
        patched.setattr(log, "facts_to_log", fail)
        assert done() == [False, False, True, False, True, True]
        assert "sharing:keep_promises failed" in caplog.text
    # What had no fault has been done that day.
    assert done() == [True, True, True]


def test_entries_that_were_never_signed_are_a_promise_past_its_time(log_here: None) -> None:
    with unit_of_work(write=True):
        log.append_batch(DAY)
        log.refuse_broken_promises(DAY)
        with pytest.raises(RefusedError, match="not kept a promise"):
            log.refuse_broken_promises(NEXT_DAY)
        log.sign_checkpoint(DAY)
        log.refuse_broken_promises(NEXT_DAY)


@pytest.mark.django_db(databases=["default", "audit"], transaction=True)
def test_of_several_that_publish_at_once_one_wins(in_threads: InThreads) -> None:
    wait_for(*MINE[:9])

    def publish() -> int:
        with signing_on():
            return log.publish_log(DAY)

    assert in_threads(publish, publish, publish, publish) == [FIRST + 8] * 4
    assert (len(entries()), len(checkpoints()), waiting()) == (FIRST + 8, 1, 0)
    assert on_disk() == checkpoints()[0]


@pytest.mark.postgresql
def test_the_publics_process_sees_that_a_promise_is_overdue_and_nothing_else_of_what_waits(
    production: Production,
) -> None:
    overdue = "SELECT 1 FROM sharing_pending WHERE include_by < '2026-11-22' LIMIT 1"
    assert is_let(production, "public", overdue)
    assert not is_let(production, "public", "SELECT content FROM sharing_pending")
    assert not is_let(production, "scrutiny", overdue)
    assert not is_let(production, "hub", "SELECT content FROM sharing_pending")
    assert not is_let(production, "hub", "INSERT INTO sharing_entry DEFAULT VALUES")
    assert not is_let(production, "worker", "DELETE FROM sharing_entry")
    assert not is_let(production, "worker", "UPDATE sharing_signedcheckpoint SET note = ''")


def test_the_tables_have_the_measures_of_the_core() -> None:
    measures = (models.COMMITMENT_BYTES, models.HASH_BYTES, models.LONGEST_ENTRY, models.TILE)
    assert measures == (COMMITMENT_BYTES, tiles.HASH_BYTES, LONGEST_ENTRY, tiles.TILE)
