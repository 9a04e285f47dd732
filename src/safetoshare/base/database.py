"""The only door to a transaction, and who may touch which table.

Every read or write of the house runs inside `unit_of_work()`: one transaction, never nested. It tells PostgreSQL on
whose behalf it works, which row-level security reads (see `base.rows`). On SQLite it takes the write lock at once for
a writing unit, so that two writers wait for each other and never fail half-way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from typing import Any, Self
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction  # noqa: TID251  # this is the door
from django.db.backends.base.base import BaseDatabaseWrapper

AUDIT = "audit"
_OF_THE_AUDIT = frozenset({"base.auditrow", "base.auditleaf", "base.audithead"})


@dataclass(frozen=True)
class SecurityContext:
    """On whose behalf a unit of work runs. Empty, it sees no row of anyone.

    No role and no organisation stands here: the database derives them from the account.
    """

    # Who signed in.
    account: str = ""
    # What finds a report, and the hash of the form that sent it, both as hexadecimal digits: of whoever holds them.
    look_up: str = ""
    nonce_hash: str = ""
    # The name that is being typed at a door, before anyone has signed in.
    sign_in: str = ""
    # The row of the session that a browser's cookie names.
    session: str = ""

    @classmethod
    def of_account(cls, account: UUID) -> Self:
        """Return the context of an account."""
        return cls(account=str(account))


NOBODY = SecurityContext()
_working: ContextVar[frozenset[str]] = ContextVar("working", default=frozenset())


@dataclass
class _Acting:
    context: SecurityContext


_acting: ContextVar[_Acting | None] = ContextVar("acting", default=None)


@contextmanager
def acting_as(context: SecurityContext) -> Iterator[None]:
    """Let the units of work of this block run on somebody's behalf, unless they say on whose themselves."""
    token = _acting.set(_Acting(context))
    try:
        yield
    finally:
        _acting.reset(token)


def act_from_now_as(context: SecurityContext) -> None:
    """From here to the end of the block of `acting_as`, act for somebody who has become known. Nothing outside one."""
    acting = _acting.get()
    if acting is not None:
        acting.context = context


def _context() -> SecurityContext:
    acting = _acting.get()
    return NOBODY if acting is None else acting.context


class NestedUnitOfWorkError(RuntimeError):
    """A unit of work was begun inside another: the inner one could not keep its own promise."""


@contextmanager
def unit_of_work(
    *, write: bool = False, context: SecurityContext | None = None, using: str = DEFAULT_DB_ALIAS
) -> Iterator[None]:
    """Run the block in one transaction; an exception undoes all of it.

    A unit without `write` is read-only: the database refuses to write in it. Without a `context` it runs on behalf of
    whoever acts (see `acting_as`), or of nobody.
    """
    working = _working.get()
    if using in working:
        raise NestedUnitOfWorkError("A unit of work is already under way: pass what it needs, or end it first.")
    token = _working.set(working | {using})
    try:
        connection = connections[using]
        with _as_sqlite_should(connection, write), transaction.atomic(using=using):
            if connection.vendor == "postgresql":
                _tell_postgresql(connection, write, _context() if context is None else context)
            yield
    finally:
        _working.reset(token)


@contextmanager
def _as_sqlite_should(connection: BaseDatabaseWrapper, write: bool) -> Iterator[None]:
    """On SQLite begin a writing unit IMMEDIATE, and let a reading one write nothing.

    A deferred writer may find, too late, that another wrote first.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    wrapper: Any = connection  # its stubs leave the attribute out, which connecting sets
    before = wrapper.transaction_mode
    if write:
        wrapper.transaction_mode = "IMMEDIATE"
    else:
        _pragma(connection, "query_only = ON")
    try:
        yield
    finally:
        wrapper.transaction_mode = before
        if not write:
            _pragma(connection, "query_only = OFF")


def _pragma(connection: BaseDatabaseWrapper, words: str) -> None:
    # On the driver's own connection: it is a setting and no query of the unit.
    connection.connection.execute(f"PRAGMA {words}")


# For the transaction alone: what one unit says, the next one on this connection does not inherit.
_SET_CONTEXT = "SELECT " + ", ".join(
    f"set_config('safetoshare.{field.name}', %s, true)" for field in fields(SecurityContext)
)

# PostgreSQL lets a transaction become read-only at any time, and never read-write again.
_ONLY_READ = ", set_config('transaction_read_only', 'on', true)"


def _tell_postgresql(connection: BaseDatabaseWrapper, write: bool, context: SecurityContext) -> None:
    # Inside a test's own transaction it would bind all that follows it, so it is left out there.
    only_reads = not write and not connection.savepoint_ids
    # Both in one question: each way to the server and back costs as much as a small query.
    words = _SET_CONTEXT + (_ONLY_READ if only_reads else "")
    with connection.cursor() as cursor:
        cursor.execute(words, [getattr(context, field.name) for field in fields(SecurityContext)])


def close_connections() -> None:
    """Close this thread's connections, and on PostgreSQL the pools with the threads that keep them."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]  # new in Django 5.1, not in the stubs


def let_go_of_connection(using: str = DEFAULT_DB_ALIAS) -> None:
    """Give this thread's connection back between two units of work, where the next one may be long in coming."""
    connection = connections[using]
    if not connection.in_atomic_block:
        connection.close()


class AuditRouter:
    """Send the audit's rows through the connection of their own (see `settings.databases`)."""

    def db_for_read(self, model: type[Any], **hints: object) -> str | None:
        return AUDIT if model._meta.label_lower in _OF_THE_AUDIT else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: object) -> bool:
        if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
            return db != AUDIT
        return (db == AUDIT) == (f"{app_label}.{model_name}" in _OF_THE_AUDIT)
