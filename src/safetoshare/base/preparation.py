"""Making the tables: as their owner where one is named, in both databases of the embedded form."""

from __future__ import annotations

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from safetoshare.base.database import AUDIT
from safetoshare.base.grants import grant_privileges
from safetoshare.base.settings.databases import OWNER


def aliases_with_tables() -> list[str]:
    """Return the aliases whose tables are made: one on PostgreSQL, two files on SQLite."""
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        return [DEFAULT_DB_ALIAS, AUDIT]
    return [OWNER if OWNER in connections else DEFAULT_DB_ALIAS]


def make_tables() -> None:
    """Bring the tables up to date, and on PostgreSQL give each login role its privileges."""
    for alias in aliases_with_tables():
        call_command("migrate", database=alias, interactive=False, verbosity=0)
        if connections[alias].vendor == "postgresql":
            grant_privileges(connections[alias])


def tables_are_up_to_date() -> bool:
    """Whether every migration has been applied to the database that this process uses."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
