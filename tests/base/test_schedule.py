"""What falls due is done once a day, by whichever worker comes first, and again after a failure."""

from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from safetoshare.base import schedule
from safetoshare.base.clock import clock_at
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import JobDay
from safetoshare.base.schedule import Done, Job, Watch, all_jobs, jobs_due, keep_watch, late_jobs, run_what_is_due
from tests.base.conftest import InThreads

CANARY = "canary-that-somebody-wrote"
DAY = date(2026, 6, 17)
# Six in the morning in London, where it is summer.
AT_SIX = datetime(2026, 6, 17, 5, 0, tzinfo=UTC)
in_files = pytest.mark.django_db(transaction=True, databases=["default", "audit"])


class Diary:
    """A job that notes the days it was done for."""

    def __init__(self, *errors: Exception) -> None:
        self.days: list[date] = []
        self._errors = list(errors)

    def __call__(self, day: date) -> None:
        JobDay.objects.create(job=f"trace {len(self.days)}", day=date(2000, 1, 1))
        self.days.append(day)
        if self._errors:
            raise self._errors.pop(0)


def notes() -> set[tuple[str, date]]:
    with unit_of_work():
        return set(JobDay.objects.values_list("job", "day"))


@pytest.mark.django_db
def test_a_job_is_done_once_a_day_and_again_the_next_day() -> None:
    diary = Diary()
    job = Job("diary", from_hour=6, do=diary)
    with clock_at(AT_SIX):
        assert run_what_is_due([job]) == [Done("diary", DAY, succeeded=True)]
        assert run_what_is_due([job]) == []
    with clock_at(AT_SIX.replace(hour=22)):
        assert run_what_is_due([job]) == []
    with clock_at(AT_SIX.replace(day=18)):
        assert run_what_is_due([job]) == [Done("diary", date(2026, 6, 18), succeeded=True)]
    assert diary.days == [DAY, date(2026, 6, 18)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "due"),
    [
        # From six in the morning in London: five in summer by UTC, six in winter.
        (datetime(2026, 6, 17, 4, 59, tzinfo=UTC), False),
        (datetime(2026, 6, 17, 5, 0, tzinfo=UTC), True),
        (datetime(2026, 1, 17, 5, 59, tzinfo=UTC), False),
        (datetime(2026, 1, 17, 6, 0, tzinfo=UTC), True),
        (datetime(2026, 6, 17, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 17, 23, 0, tzinfo=UTC), False),
    ],
)
def test_a_job_is_due_from_its_hour_in_london_until_midnight(moment: datetime, due: bool) -> None:
    job = Job("diary", from_hour=6, do=Diary())
    with clock_at(moment):
        assert bool(jobs_due([job])) is due


@pytest.mark.django_db
def test_jobs_are_due_each_by_itself() -> None:
    early, late = Job("early", 0, Diary()), Job("late", 23, Diary())
    with clock_at(AT_SIX):
        assert jobs_due([early, late]) == [(early, DAY)]
        run_what_is_due([early, late])
    with clock_at(datetime(2026, 6, 17, 22, 30, tzinfo=UTC)):
        assert jobs_due([early, late]) == [(late, DAY)]


@pytest.mark.django_db
def test_the_work_runs_inside_a_writing_unit_with_its_note() -> None:
    seen: list[int] = []

    def look(_day: date) -> None:
        seen.append(JobDay.objects.filter(job="look").count())
        with pytest.raises(RuntimeError), unit_of_work():
            pass

    with clock_at(AT_SIX):
        run_what_is_due([Job("look", 0, look)])
    assert seen == [1]
    assert notes() == {("look", DAY)}


@pytest.mark.django_db
@pytest.mark.parametrize("error", [ValueError(CANARY), IntegrityError(CANARY), OSError(2, CANARY)])
def test_a_job_that_fails_leaves_nothing_is_due_again_and_its_error_is_told_by_kind_alone(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    diary = Diary(error)
    job = Job("diary", 0, diary)
    with clock_at(AT_SIX):
        assert run_what_is_due([job]) == [Done("diary", DAY, succeeded=False)]
        assert notes() == set()
        (told,) = caplog.messages
        assert told.startswith(f"job diary failed: {type(error).__name__} at ")
        assert str(error) not in told
        assert CANARY not in caplog.text
        assert run_what_is_due([job]) == [Done("diary", DAY, succeeded=True)]
    assert ("diary", DAY) in notes()
    assert diary.days == [DAY, DAY]


@pytest.mark.django_db
def test_a_job_that_fails_keeps_no_other_from_being_done() -> None:
    after = Diary()
    with clock_at(AT_SIX):
        done = run_what_is_due([Job("broken", 0, Diary(ValueError())), Job("after", 0, after)])
    assert [one.succeeded for one in done] == [False, True]
    assert after.days == [DAY]


@in_files
def test_two_workers_at_the_same_moment_do_a_job_once(in_threads: InThreads) -> None:
    both_found_it_due = threading.Barrier(2, timeout=20)
    done_by: list[str] = []

    def work(_day: date) -> None:
        time.sleep(0.1)
        done_by.append(threading.current_thread().name)

    job = Job("once", 0, work)

    def worker() -> bool:
        # The moment between asking and doing, in which the other worker asks too.
        (due,) = jobs_due([job])
        both_found_it_due.wait()
        return schedule._run(*due)

    assert in_threads(worker, worker) == [True, True]
    assert len(done_by) == 1
    assert [name for name, _ in notes()] == ["once"]


@in_files
def test_when_the_first_of_two_workers_fails_the_job_is_not_taken_for_done(in_threads: InThreads) -> None:
    both_found_it_due = threading.Barrier(2, timeout=20)
    tries: list[int] = []

    def work(_day: date) -> None:
        tries.append(1)
        time.sleep(0.1)
        if len(tries) == 1:
            raise ValueError

    job = Job("second time lucky", 0, work)

    def worker() -> bool:
        (due,) = jobs_due([job])
        both_found_it_due.wait()
        return schedule._run(*due)

    assert sorted(in_threads(worker, worker)) == [False, True]
    assert len(tries) == 2
    assert [name for name, _ in notes()] == ["second time lucky"]


def test_the_jobs_of_every_part_have_names_of_their_own_that_fit_their_column() -> None:
    names = [job.name for job in all_jobs()]
    assert "base:sessions_that_are_over" in names
    assert len(set(names)) == len(names)
    longest = JobDay._meta.get_field("job").max_length
    assert longest is not None
    assert [name for name in names if len(name) > longest] == []
    assert all(0 <= job.from_hour <= 23 for job in all_jobs())


@pytest.mark.django_db
def test_a_job_is_late_an_hour_after_its_own_until_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = Diary(RuntimeError("alarm"))
    monkeypatch.setattr(schedule, "all_jobs", lambda: (Job("diary", from_hour=5, do=failing),))
    with clock_at(AT_SIX):
        assert late_jobs() == [], "the worker has not begun"
    JobDay.objects.create(job="another", day=DAY)
    with clock_at(AT_SIX.replace(hour=4)):
        run_what_is_due(schedule.all_jobs())
        assert late_jobs() == []
    with clock_at(AT_SIX):
        assert late_jobs() == ["diary"]
        run_what_is_due(schedule.all_jobs())
        assert late_jobs() == []


@pytest.mark.django_db
def test_each_watch_looks_each_time_and_one_that_fails_keeps_no_other_from_it(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[float] = []

    def fail(_now: float) -> None:
        raise ValueError(CANARY)

    watches = (Watch("test:fails", look=fail), Watch("test:looks", look=seen.append))
    for now in (1.0, 2.0):
        keep_watch(watches, now)
    assert seen == [1.0, 2.0]
    assert caplog.text.count("watch test:fails failed: ValueError") == 2
    assert CANARY not in caplog.text
