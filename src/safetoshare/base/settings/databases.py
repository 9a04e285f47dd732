"""How the two databases are opened: SQLite for the demonstration and the tests, PostgreSQL for production.

The alias `audit` is a connection of its own. On SQLite it is a file of its own as well, so that an audit row is
committed without waiting for another writer; on PostgreSQL it is a second connection to the same database.
The alias `owner` exists when SAFETOSHARE_MIGRATE_URL is set, and is used to make tables only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from safetoshare.base.settings.environment import Environment

# The alias under which the tables' owner makes and changes them; the house itself runs without that right.
OWNER = "owner"

_PRAGMAS = (
    # FULL: an acknowledged report survives a power cut. secure_delete: what is erased is overwritten.
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
    "PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=27103364;"
)


def database_files(environment: Environment) -> dict[str, Path]:
    """Return the two files of SQLite by alias."""
    name = str(environment.database["NAME"])
    return {"default": Path(name), "audit": Path(name.removesuffix(".sqlite3") + "-audit.sqlite3")}


def databases(environment: Environment) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES for this process."""
    if environment.uses_sqlite:
        options = {"timeout": 20, "init_command": _PRAGMAS}
        main = {**environment.database, "OPTIONS": options, "CONN_MAX_AGE": None}
        return {alias: {**main, "NAME": str(path)} for alias, path in database_files(environment).items()}
    options = {
        "pool": {"min_size": 1, "max_size": 8, "timeout": 5},
        "application_name": f"safetoshare-{environment.role}",
    }
    # A pooled connection that died with its server is replaced before anyone gets it.
    main = {**environment.database, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    aliases = {"default": main, "audit": {**main}}
    if environment.migrate_database is not None:
        aliases[OWNER] = {**environment.migrate_database}
    return aliases
