"""`safetoshare spool`: take over what was reported while the database was away, again and again or once."""

from __future__ import annotations

import argparse
import logging
import signal
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

from safetoshare.cli.console import Subparsers, print_json, say
from safetoshare.cli.django_setup import load_django
from safetoshare.core.errors import BadInputError

if TYPE_CHECKING:
    from safetoshare.report.api.spooling import Watch

_log = logging.getLogger("safetoshare.errors")
SECONDS_BETWEEN_LOOKS = 5


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("spool", help="take over what was reported while the database was away")
    parser.add_argument("--once", action="store_true", help="take over what can be taken over now, then stop")
    parser.add_argument("--json", action="store_true", help="with --once: print JSON only")
    parser.set_defaults(run=empty)


def empty(arguments: argparse.Namespace) -> int:
    """Take over what waits. With --once: 0 when nothing waits any more, 1 when something does."""
    if arguments.json and not arguments.once:
        raise BadInputError("--json goes with --once.")
    load_django()
    from safetoshare.report.api import spooling

    if arguments.once:
        taken = spooling.take_over()
        if arguments.json:
            print_json(asdict(taken))
        else:
            say(
                f"Taken over: {taken.stored}, stored before: {taken.stood_already}, set aside: {taken.set_aside}, "
                f"still waiting: {taken.still_waiting}."
            )
        return 1 if taken.still_waiting or taken.set_aside else 0
    # Waited for, not handled: a handler that sets an event can meet the lock of the very wait that it interrupts.
    stops = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    watch = spooling.Watch()
    _look(watch)
    while signal.sigtimedwait(stops, SECONDS_BETWEEN_LOOKS) is None:
        _look(watch)
    return 0


def _look(watch: Watch) -> None:
    """Take over, and raise an alarm for what cannot be. A disk that refuses for a while must not end the process."""
    from django.db import close_old_connections

    from safetoshare.report.api import spooling

    try:
        spooling.take_over()
        watch.look(time.monotonic())
    except OSError as error:
        _log.critical("alarm, the spool cannot be read: %s", type(error).__name__)
    finally:
        close_old_connections()
