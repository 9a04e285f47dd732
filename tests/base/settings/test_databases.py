"""How the two databases are opened: what production and the embedded form rely on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from safetoshare.base.settings.databases import OWNER, databases
from safetoshare.base.settings.environment import read_environment

POSTGRESQL = {"SAFETOSHARE_DATABASE_URL": "postgresql://hub:word@db/one", "SAFETOSHARE_ROLE": "hub"}


def test_on_sqlite_the_audit_is_a_file_of_its_own() -> None:
    opened = databases(read_environment({"SAFETOSHARE_DATABASE_URL": "sqlite:////srv/one.sqlite3"}))
    assert {alias: settings["NAME"] for alias, settings in opened.items()} == {
        "default": "/srv/one.sqlite3",
        "audit": "/srv/one-audit.sqlite3",
    }


def test_a_file_without_the_usual_ending_has_an_audit_file_of_its_own_too() -> None:
    opened = databases(read_environment({"SAFETOSHARE_DATABASE_URL": "sqlite:////srv/one"}))
    assert opened["audit"]["NAME"] == "/srv/one-audit.sqlite3"


def test_sqlite_survives_a_power_cut_and_overwrites_what_is_erased(tmp_path: Path) -> None:
    opened = databases(read_environment({"SAFETOSHARE_DATABASE_URL": f"sqlite:///{tmp_path}/one.sqlite3"}))
    for settings in opened.values():
        with closing(sqlite3.connect(settings["NAME"])) as connection:
            connection.executescript(settings["OPTIONS"]["init_command"])
            state = {
                name: connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "secure_delete", "temp_store")
            }
        # 2 is FULL for synchronous, and MEMORY for temp_store (sqlite.org/pragma.html).
        assert state == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "temp_store": 2}


def test_sqlite_is_told_so_in_words_however_it_was_built() -> None:
    # Debian's SQLite would do both unasked, and another need not.
    for settings in databases(read_environment({})).values():
        words = settings["OPTIONS"]["init_command"]
        assert "PRAGMA synchronous=FULL;" in words
        assert "PRAGMA secure_delete=ON;" in words


def test_on_postgresql_the_audit_is_a_connection_of_its_own_to_the_same_database() -> None:
    opened = databases(read_environment(POSTGRESQL))
    assert set(opened) == {"default", "audit"}
    assert opened["default"] == opened["audit"]
    assert opened["default"] is not opened["audit"]


def test_connections_of_postgresql_are_pooled_checked_and_named_by_their_role() -> None:
    main = databases(read_environment(POSTGRESQL))["default"]
    assert main["OPTIONS"]["pool"]["timeout"] == 5
    assert main["OPTIONS"]["application_name"] == "safetoshare-hub"
    assert main["CONN_HEALTH_CHECKS"] is True
    # Django refuses a pool together with connections that stay.
    assert main["CONN_MAX_AGE"] == 0


def test_the_owner_is_an_alias_of_its_own_and_only_when_named() -> None:
    owner = {"SAFETOSHARE_MIGRATE_URL": "postgresql://owner:other@db/one"}
    opened = databases(read_environment(POSTGRESQL | owner))
    assert opened[OWNER]["USER"] == "owner"
    assert opened["default"]["USER"] == opened["audit"]["USER"] == "hub"


def test_no_database_opens_a_transaction_for_a_whole_request() -> None:
    for variables in ({}, POSTGRESQL):
        assert not any("ATOMIC_REQUESTS" in settings for settings in databases(read_environment(variables)).values())
