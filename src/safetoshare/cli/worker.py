"""`safetoshare worker`: do what falls due, again and again or once."""

from __future__ import annotations

import argparse
import logging
import signal
import time
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from safetoshare.cli.console import Subparsers, print_json, say
from safetoshare.cli.django_setup import load_django
from safetoshare.core.errors import BadInputError

if TYPE_CHECKING:
    from safetoshare.base.schedule import Job

_log = logging.getLogger("safetoshare.worker")
SECONDS_BETWEEN_LOOKS = 30


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("worker", help="do what falls due")
    parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
    parser.add_argument(
        "--at",
        metavar="TIME",
        help="stand at this time, such as 2026-12-01T06:00 (demonstration only)",
    )
    parser.add_argument("--json", action="store_true", help="with --once: print JSON only")
    parser.set_defaults(run=work)


def work(arguments: argparse.Namespace) -> int:
    """Do what is due. With --once: 0 when all of it succeeded, 1 when a job failed."""
    if (arguments.at is not None or arguments.json) and not arguments.once:
        raise BadInputError("--at and --json go with --once.")
    load_django()
    from safetoshare.base import clock, schedule

    jobs = schedule.all_jobs()
    if arguments.once:
        with clock.clock_at(_moment(arguments.at)) if arguments.at is not None else nullcontext():
            done = schedule.run_what_is_due(jobs)
        if arguments.json:
            print_json([{"job": one.job, "day": one.day.isoformat(), "succeeded": one.succeeded} for one in done])
        elif not done:
            say("Nothing is due.")
        else:
            for one in done:
                say(f"{one.job} for {one.day}: {'done' if one.succeeded else 'FAILED'}")
        return 0 if all(one.succeeded for one in done) else 1
    # Waited for, not handled: a handler that sets an event can meet the lock of the very wait that it interrupts.
    stops = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    _look(jobs)
    while signal.sigtimedwait(stops, SECONDS_BETWEEN_LOOKS) is None:
        _look(jobs)
    return 0


def _look(jobs: Sequence[Job]) -> None:
    """Do what is due. A database that is away for a while must not end the worker, and with it the whole service."""
    from django.db import DatabaseError, close_old_connections

    from safetoshare.base import schedule

    try:
        schedule.run_what_is_due(jobs)
        schedule.keep_watch(schedule.all_watches(), time.monotonic())
    except DatabaseError as error:
        _log.error("the database is away (%s): the worker tries again", type(error).__name__)
    finally:
        # A connection that broke is replaced at the next look.
        close_old_connections()


def _moment(text: str) -> datetime:
    from django.conf import settings

    from safetoshare.base.clock import LONDON

    if not settings.IS_DEMONSTRATION:
        raise BadInputError("--at moves the clock, and is for the demonstration only.")
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadInputError("--at needs a time such as 2026-12-01T06:00") from None
