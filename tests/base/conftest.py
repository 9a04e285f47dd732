"""What the tests of `base` share: threads with connections of their own, and one database or the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import pytest
from django.db import connection, connections

from tests.base.file_databases import file_databases
from tests.base.people import stretch_quickly
from tests.base.unwrapper.in_process import InProcess
from tests.production import production
from tests.web.conftest import visitor

__all__ = ["file_databases", "production", "visitor"]

PATIENCE_SECONDS = 60


class InThreads(Protocol):
    """Run functions at once, each in a thread of its own, and return what they returned; the first error is raised."""

    def __call__(self, *functions: Callable[[], Any]) -> list[Any]: ...


def _in_threads(*functions: Callable[[], Any]) -> list[Any]:
    def run(function: Callable[[], Any]) -> object:
        try:
            return function()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(functions)) as pool:
        futures = [pool.submit(run, function) for function in functions]
        return [future.result(PATIENCE_SECONDS) for future in futures]


@pytest.fixture
def unwrapper(monkeypatch: pytest.MonkeyPatch) -> InProcess:
    """An unwrapper in this process, which the client's functions and the pages ask."""
    stretch_quickly(monkeypatch)
    running = InProcess()
    running.serve_client(monkeypatch)
    return running


@pytest.fixture
def in_threads(file_databases: None) -> InThreads:
    """Threads against the databases as processes meet them: files on SQLite, whose lock is waited for."""
    return _in_threads


@pytest.fixture
def postgresql_only(transactional_db: None) -> None:
    """Fail on SQLite: the mark `postgresql` keeps such a test out of the run there."""
    assert connection.vendor == "postgresql", "python -m tests --only postgresql runs this one"
