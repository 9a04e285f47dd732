"""A database that is away: every unit of work meets an error, as when the server was stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import OperationalError, connection

CANARY = "row contains: canary words"


@contextmanager
def database_away() -> Iterator[None]:
    """Let every word to the database fail inside the block."""

    def away(*_arguments: object, **_more: object) -> None:
        raise OperationalError(CANARY)

    with connection.execute_wrapper(away), patch.object(connection, "ensure_connection", away):
        yield
