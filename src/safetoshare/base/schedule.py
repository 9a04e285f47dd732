"""What falls due, and the worker that does it. There is no queue: nothing is enqueued, so nothing keeps a time.

A job has a name and is due once a day, from an hour of that day on. The worker asks each job whether it was done
for the day; the job's work and the note that it was done are one transaction, so it is done once even when two
workers ask at the same moment, and again after a crash. What cannot wait for an hour of the day is watched: the
worker looks at it each time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError
from django.utils.module_loading import import_string

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.faults import kind_and_places
from safetoshare.base.models import JobDay

_log = logging.getLogger("safetoshare.schedule")


@dataclass(frozen=True)
class Job:
    """Work that falls due each day. `do` gets the day, runs inside a writing unit of work, and may run again."""

    name: str
    from_hour: int
    do: Callable[[date], None]


@dataclass(frozen=True)
class Watch:
    """What the worker looks at each time. `look` gets seconds of a clock that only goes on, inside a unit of work."""

    name: str
    look: Callable[[float], None]


@dataclass(frozen=True)
class Done:
    """What became of a job that was due."""

    job: str
    day: date
    succeeded: bool


def all_jobs() -> tuple[Job, ...]:
    """Return the jobs that the parts have registered in the settings."""
    jobs: list[Job] = []
    for path in settings.SAFETOSHARE_JOBS:
        jobs.extend(import_string(path))
    return tuple(jobs)


def jobs_due(jobs: Iterable[Job]) -> list[tuple[Job, date]]:
    """Return the jobs whose hour has come and that were not done for today."""
    moment = clock.now().astimezone(clock.LONDON)
    with unit_of_work():
        done = set(JobDay.objects.filter(day=moment.date()).values_list("job", flat=True))
    return [(job, moment.date()) for job in jobs if moment.hour >= job.from_hour and job.name not in done]


def all_watches() -> tuple[Watch, ...]:
    """Return what the parts have registered in the settings to be watched."""
    return tuple(watch for path in settings.SAFETOSHARE_WATCHES for watch in import_string(path))


def keep_watch(watches: Iterable[Watch], now: float) -> None:
    """Let each look. One that fails is reported, and keeps no other from looking."""
    for watch in watches:
        try:
            with unit_of_work():
                watch.look(now)
        except Exception as error:
            _log.error("watch %s failed: %s", watch.name, kind_and_places(error))


def late_jobs() -> list[str]:
    """Return the names of the jobs that were due an hour ago or more, and are not done for today.

    None where no job was ever done: there the worker has not begun.
    """
    with unit_of_work():
        if not JobDay.objects.exists():
            return []
    hour = clock.now().astimezone(clock.LONDON).hour
    return [job.name for job, _day in jobs_due(all_jobs()) if hour > job.from_hour]


def run_what_is_due(jobs: Iterable[Job]) -> list[Done]:
    """Do each job that is due. One that fails is reported, leaves nothing half done, and is due again."""
    return [Done(job.name, day, _run(job, day)) for job, day in jobs_due(jobs)]


def _run(job: Job, day: date) -> bool:
    try:
        with unit_of_work(write=True):
            JobDay.objects.create(job=job.name, day=day)
            job.do(day)
    except Exception as error:
        if isinstance(error, IntegrityError) and _was_done(job, day):
            return True  # another worker was a moment faster
        # Only the kind: the message may hold what the job was working on.
        _log.error("job %s failed: %s", job.name, kind_and_places(error))
        return False
    return True


def _was_done(job: Job, day: date) -> bool:
    with unit_of_work():
        return JobDay.objects.filter(job=job.name, day=day).exists()
