"""`safetoshare worker`: does what is due, once or until it is stopped; a database that is away does not end it."""

from __future__ import annotations

import argparse
import json
import signal
from datetime import UTC, date, datetime

import psycopg
import pytest
from django.db import OperationalError, connection
from pytest_django.fixtures import Settings

from safetoshare.base import clock, schedule
from safetoshare.base.schedule import Job
from safetoshare.cli import main, worker
from tests.cli.serving import serving
from tests.house import free_port
from tests.production import Production

CANARY = "canary-that-somebody-wrote"
moments: list[datetime] = []


def note(_day: date) -> None:
    moments.append(clock.now())


def fail(_day: date) -> None:
    raise ValueError(CANARY)


GOOD_JOBS = (Job("test:note", from_hour=6, do=note),)
BAD_JOBS = (Job("test:fail", from_hour=0, do=fail),)


@pytest.fixture(autouse=True)
def _no_moments() -> None:
    moments.clear()


@pytest.fixture
def good_jobs(settings: Settings, db: None) -> None:
    """One job, due from six."""
    settings.SAFETOSHARE_JOBS = [f"{__name__}.GOOD_JOBS"]


@pytest.mark.usefixtures("good_jobs")
def test_once_does_what_is_due_and_then_nothing_more(capsys: pytest.CaptureFixture[str]) -> None:
    at = ["worker", "--once", "--at", "2026-06-17T06:00"]
    assert main(at) == 0
    assert capsys.readouterr().out == "test:note for 2026-06-17: done\n"
    assert main(at) == 0
    assert capsys.readouterr().out == "Nothing is due.\n"


@pytest.mark.usefixtures("good_jobs")
@pytest.mark.parametrize(
    ("at", "moment"),
    [
        # Without a time zone the time is London's.
        ("2026-06-17T06:00", datetime(2026, 6, 17, 5, 0, tzinfo=UTC)),
        ("2026-12-01T06:00", datetime(2026, 12, 1, 6, 0, tzinfo=UTC)),
        ("2026-06-17T06:00+00:00", datetime(2026, 6, 17, 6, 0, tzinfo=UTC)),
        ("2026-06-17 23:30:15Z", None),
        ("2026-06-17T05:59", None),
    ],
)
def test_at_stands_at_that_time_while_the_jobs_are_done(at: str, moment: datetime | None) -> None:
    assert main(["worker", "--once", "--at", at]) == 0
    assert moments == ([] if moment is None else [moment])
    assert clock.now() not in moments


@pytest.mark.usefixtures("good_jobs")
def test_as_json_it_is_what_was_done_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worker", "--once", "--json", "--at", "2026-06-17T06:00"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"job": "test:note", "day": "2026-06-17", "succeeded": True}]


@pytest.mark.django_db
def test_a_job_that_fails_makes_the_answer_no_and_tells_nothing_of_its_work(
    settings: Settings, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    settings.SAFETOSHARE_JOBS = [f"{__name__}.BAD_JOBS"]
    assert main(["worker", "--once", "--at", "2026-06-17T06:00"]) == 1
    written = capsys.readouterr()
    assert written.out == "test:fail for 2026-06-17: FAILED\n"
    (told,) = caplog.messages
    assert told.startswith("job test:fail failed: ValueError at test_worker.py:")
    assert CANARY not in told
    assert CANARY not in written.out + written.err + caplog.text


@pytest.mark.usefixtures("good_jobs")
@pytest.mark.parametrize(
    "at", ["", "tomorrow", "2026-13-01", "2026-06-17T25:00", "9999-12-31T23:59-05:00", "0001-01-01T00:00+14:00"]
)
def test_what_is_no_time_is_refused_with_an_example(at: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worker", "--once", f"--at={at}"]) == 2
    assert capsys.readouterr().err == "safetoshare: --at needs a time such as 2026-12-01T06:00\n"
    assert moments == []


@pytest.mark.parametrize("words", [["--at", "2026-06-17T06:00"], ["--json"]])
def test_what_goes_with_once_is_refused_without_it(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worker", *words]) == 2
    assert capsys.readouterr().err == "safetoshare: --at and --json go with --once.\n"


@pytest.mark.usefixtures("good_jobs")
def test_production_refuses_to_move_the_clock(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.IS_DEMONSTRATION = False
    assert main(["worker", "--once", "--at", "2026-06-17T06:00"]) == 2
    assert "is for the demonstration only" in capsys.readouterr().err
    assert moments == []


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_does_not_end_the_worker(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[int] = []

    def away(_jobs: object) -> None:
        looks.append(1)
        raise OperationalError(CANARY)

    def told_to_stop_after_two_looks(_stops: object, _seconds: float) -> int | None:
        return signal.SIGTERM if len(looks) == 2 else None

    monkeypatch.setattr(schedule, "run_what_is_due", away)
    monkeypatch.setattr(signal, "pthread_sigmask", lambda *_: None)
    monkeypatch.setattr(signal, "sigtimedwait", told_to_stop_after_two_looks)
    assert worker.work(argparse.Namespace(once=False, at=None, json=False)) == 0
    assert len(looks) == 2
    assert caplog.messages == ["the database is away (OperationalError): the worker tries again"] * 2
    assert CANARY not in caplog.text


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_connection_that_broke_between_two_looks_costs_none(caplog: pytest.LogCaptureFixture) -> None:
    assert connection.vendor == "postgresql", "python -m tests --only postgresql runs this one"
    backends: list[int] = []

    def note_backend(_day: date) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backends.append(cursor.fetchone()[0])

    worker._look([Job("test:first", from_hour=0, do=note_backend)])
    terminate(backends[0])
    worker._look([Job("test:second", from_hour=0, do=note_backend)])
    assert caplog.messages == []
    assert len(set(backends)) == 2


def terminate(backend: int) -> None:
    """End a connection from the server's side, as its restart does, and wait until it has ended."""
    server = connection.settings_dict
    with psycopg.connect(
        host=server["HOST"], port=server["PORT"], user=server["USER"], password=server["PASSWORD"],
        dbname=server["NAME"],
    ) as other:  # fmt: skip
        ended = other.execute("SELECT pg_terminate_backend(%s, 10000)", [backend]).fetchone()
    assert ended == (True,)


@pytest.mark.postgresql
def test_on_postgresql_without_the_hubs_unwrapper_the_log_stays_due(production: Production) -> None:
    for _ in range(2):
        undone = [job for job, succeeded in production.work().items() if not succeeded]
        assert undone == ["base:close_the_audit", "sharing:publish_log"]


@pytest.mark.postgresql
def test_on_postgresql_the_workers_login_role_can_do_every_job(production: Production) -> None:
    # The hub's unwrapper signs the log that the worker publishes.
    with serving(production.environment("hub", SAFETOSHARE_BIND=f"127.0.0.1:{free_port()}")):
        assert production.work()["sharing:publish_log"]
        assert production.work() == {}
    again = production.command("worker", "worker", "--once", "--json")
    assert (again.returncode, json.loads(again.stdout)) == (0, [])


@pytest.mark.postgresql
def test_on_postgresql_a_real_production_refuses_to_move_the_clock(production: Production) -> None:
    refused = production.command("worker", "worker", "--once", "--at", "2026-06-17T06:00")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "safetoshare: --at moves the clock, and is for the demonstration only.\n"
