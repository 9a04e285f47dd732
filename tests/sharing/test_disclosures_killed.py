"""A process that is killed at any step of a disclosure leaves all of it or nothing, and the same press does it once.

The process is a real one, ended by SIGKILL before or after each word to the database, and before or after the commit.
"""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from safetoshare.base.database import close_connections, unit_of_work
from safetoshare.base.keys import UnitPublicKey
from safetoshare.sharing.api.disclosures import Disclosed, DisclosureOrder, NoticeDelay, disclose
from safetoshare.sharing.models import Review
from tests.base.people import LOG_SEED
from tests.sharing.disclosing import OFFICER, ROLE, Scene, nothing, rows, set_scene
from tests.sharing.logs import signing_on

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "audit"]), pytest.mark.usefixtures("files")]

DAY = date(2026, 11, 22)
DELAY = NoticeDelay(DAY + timedelta(days=7), "He reads her telephone.", "Until she has moved.")
# More than any disclosure takes: a run that does not end by then never ends.
MOST_STEPS = 200


@pytest.fixture
def files(file_databases: None) -> None:
    """Databases that two processes share."""


class Steps:
    """Counts what is said to the database, and ends its process at one of the steps."""

    def __init__(self, last: int) -> None:
        self._left = last

    def step(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, execute: Callable[..., Any], *words: Any) -> Any:  # noqa: ANN401  # Django's wrapper
        self.step()
        answer = execute(*words)
        self.step()
        return answer

    def committing(self, commit: Callable[[], None]) -> Callable[[], None]:
        def committed() -> None:
            self.step()
            commit()
            self.step()

        return committed


def press(order: DisclosureOrder) -> object:
    with signing_on(DAY, LOG_SEED):
        return disclose(order, by=OFFICER, role=ROLE, within=nothing)


def killed_at(last: int, order: DisclosureOrder) -> bool:
    """Carry out an order in a process that is killed at a step; whether it came so far."""
    close_connections()
    child = os.fork()
    if child == 0:
        steps = Steps(last)
        with ExitStack() as stack:
            stack.callback(os._exit, 1)
            stack.callback(traceback.print_exc)
            connection = connections["default"]
            connection.ensure_connection()
            connection._commit = steps.committing(connection._commit)  # type: ignore[attr-defined]
            with connection.execute_wrapper(steps.around):
                press(order)
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    wait_until_its_session_is_over()
    return os.WIFSIGNALED(status)


def wait_until_its_session_is_over() -> None:
    """PostgreSQL notices a moment later that its client is dead, and holds its locks until then."""
    if connections["default"].vendor != "postgresql":
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND xact_start IS NOT NULL"
    )
    with connections["default"].cursor() as cursor:
        for _ in range(600):
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.05)
    pytest.fail("the session of a killed process did not end")


def stored() -> dict[str, int]:
    with unit_of_work():
        return rows() | {"Review": Review.objects.count()}


@pytest.mark.parametrize("delay", [None, DELAY])
def test_killed_at_any_step_all_is_recorded_and_sent_or_nothing(delay: NoticeDelay | None) -> None:
    with signing_on(DAY, LOG_SEED):
        scene = set_scene()
    records = 2 if delay else 1
    one = dict.fromkeys(("Disclosure", "SubjectNotice", "TallyNote", "Pending"), records)
    whole = one | {"Package": 1, "Review": records - 1}
    seen = set()
    for last in range(1, MOST_STEPS):
        order, before = an_order(scene, delay), stored()
        was_killed = killed_at(last, order)
        added = {name: count - before[name] for name, count in stored().items()}
        assert added in (whole, dict.fromkeys(whole, 0)), f"step {last}"
        seen.add((was_killed, added == whole))
        # Whoever presses again is told the same, and it stands there once.
        assert isinstance(press(order), Disclosed)
        assert {name: count - before[name] for name, count in stored().items()} == whole
        if not was_killed:
            break
    else:
        pytest.fail("it never came to an end")
    # Killed before the commit, killed after it, and come to its end: each was met.
    assert seen == {(True, False), (True, True), (False, True)}


def an_order(scene: Scene, delay: NoticeDelay | None) -> DisclosureOrder:
    """A new order about a new person, so that each try stands by itself."""

    mailbox = UnitPublicKey(uuid4(), scene.mailbox.public)
    return scene.order(nonce=uuid4(), case=uuid4(), mailbox=mailbox, delay=delay)
