"""SQLite as it runs in the demonstration: files, not the memory that Django's tests use.

Threads that share one database in memory get "table is locked" at once, where those of a file wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

ALIASES = ("default", "audit")


@pytest.fixture
def file_databases(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Put both SQLite databases into files for one test; PostgreSQL stays as it is."""
    if connections["default"].vendor != "sqlite":
        yield
        return
    before = {alias: connections[alias] for alias in ALIASES}
    names = {alias: connections.settings[alias]["NAME"] for alias in ALIASES}
    for alias in ALIASES:
        connections.settings[alias]["NAME"] = str(tmp_path / f"{alias}.sqlite3")
        connections[alias] = connections.create_connection(alias)
    for alias in ALIASES:
        call_command("migrate", database=alias, verbosity=0)
    yield
    for alias in ALIASES:
        connections[alias].close()
        connections.settings[alias]["NAME"] = names[alias]
        connections[alias] = before[alias]
