"""`safetoshare worker`: do what falls due, again and again or once."""

from __future__ import annotations

import argparse
import signal
import threading
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from safetoshare.cli.console import print_json, say
from safetoshare.cli.django_setup import load_django
from safetoshare.core.errors import BadInputError

SECONDS_BETWEEN_LOOKS = 30


def register(subparsers: Any) -> None:
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
    if (arguments.at or arguments.json) and not arguments.once:
        raise BadInputError("--at and --json go with --once.")
    load_django()
    from safetoshare.base import clock, schedule

    jobs = schedule.all_jobs()
    if arguments.once:
        with clock.clock_at(_moment(arguments.at)) if arguments.at else nullcontext():
            done = schedule.run_what_is_due(jobs)
        if arguments.json:
            print_json(
                [
                    {"job": one.job, "day": one.day.isoformat(), "succeeded": one.succeeded}
                    for one in done
                ]
            )
        elif not done:
            say("Nothing is due.")
        else:
            for one in done:
                say(f"{one.job} for {one.day}: {'done' if one.succeeded else 'FAILED'}")
        return 0 if all(one.succeeded for one in done) else 1
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.is_set():
        schedule.run_what_is_due(jobs)
        stopped.wait(SECONDS_BETWEEN_LOOKS)
    return 0


def _moment(text: str) -> datetime:
    from django.conf import settings

    from safetoshare.base.clock import LONDON

    if not settings.IS_DEMONSTRATION:
        raise BadInputError("--at moves the clock, and is for the demonstration only.")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInputError("--at needs a time such as 2026-12-01T06:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
