"""What must stand before the house is served: tables, made by their owner where one is named, and static files."""

from __future__ import annotations

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from safetoshare.base.database import AUDIT, unit_of_work
from safetoshare.base.grants import grant_privileges
from safetoshare.base.settings.databases import OWNER
from safetoshare.core.errors import RefusedError


def aliases_with_tables() -> list[str]:
    """Return the aliases whose tables are made: one on PostgreSQL, two files on SQLite."""
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        return [DEFAULT_DB_ALIAS, AUDIT]
    return [OWNER if OWNER in connections else DEFAULT_DB_ALIAS]


def prepare() -> None:
    """Make the tables, give each login role its privileges, and collect the static files. All of it may be repeated."""
    make_tables()
    call_command("collectstatic", interactive=False, verbosity=0)


def make_tables() -> None:
    """Bring the tables up to date, and on PostgreSQL give each login role its privileges.

    RefusedError when a database does not answer.
    """
    for alias in aliases_with_tables():
        _refuse_silence(connections[alias])
        try:
            _migrate_and_grant(alias)
        except DatabaseError as error:
            raise RefusedError(
                f"The tables could not be made ({type(error).__name__}): set SAFETOSHARE_MIGRATE_URL to their owner."
            ) from None


def _migrate_and_grant(alias: str) -> None:
    call_command("migrate", database=alias, interactive=False, verbosity=0)
    if connections[alias].vendor == "postgresql":
        # One transaction, so that a running service never stands there without its privileges.
        with unit_of_work(write=True, using=alias):
            grant_privileges(connections[alias])


def _refuse_silence(connection: BaseDatabaseWrapper) -> None:
    try:
        connection.ensure_connection()
    except DatabaseError:
        # Its own message may repeat the address.
        raise RefusedError(f"The database does not answer: check {_address_of(connection)} and the server.") from None


def _address_of(connection: BaseDatabaseWrapper) -> str:
    return "SAFETOSHARE_MIGRATE_URL" if connection.alias == OWNER else "SAFETOSHARE_DATABASE_URL"


def tables_are_up_to_date() -> bool:
    """Whether every migration has been applied to each database that this process uses."""
    aliases = (DEFAULT_DB_ALIAS, AUDIT) if connections[DEFAULT_DB_ALIAS].vendor == "sqlite" else (DEFAULT_DB_ALIAS,)
    return not any(_missing_migrations(alias) for alias in aliases)


def _missing_migrations(alias: str) -> bool:
    executor = MigrationExecutor(connections[alias])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
