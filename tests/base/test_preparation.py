"""Making the tables, where each belongs; and seeing whether they are up to date."""

from __future__ import annotations

import pytest
from django.db import connection, connections

from safetoshare.base.database import AUDIT
from safetoshare.base.models import JobDay
from safetoshare.base.preparation import aliases_with_tables, make_tables, tables_are_up_to_date
from safetoshare.base.settings.databases import OWNER
from tests.production import Production

both = pytest.mark.django_db(databases=["default", "audit"])


@both
@pytest.mark.sqlite
def test_on_sqlite_both_files_have_tables() -> None:
    assert aliases_with_tables() == ["default", AUDIT]


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql_only")
def test_on_postgresql_the_owner_makes_them_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert aliases_with_tables() == ["default"]
    monkeypatch.setitem(connections.settings, OWNER, connections.settings["default"])
    assert aliases_with_tables() == [OWNER]


@both
def test_tables_just_made_are_up_to_date() -> None:
    assert tables_are_up_to_date()


@both
@pytest.mark.parametrize("alias", ["default", AUDIT])
def test_a_migration_that_was_not_applied_is_noticed_in_either_database(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'base'")
    # On PostgreSQL both connections lead to one database, whose tables the first one sees.
    if alias == "default" or connection.vendor == "sqlite":
        assert not tables_are_up_to_date()


@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_making_them_again_changes_nothing() -> None:
    JobDay.objects.create(job="kept", day="2026-06-17")
    make_tables()
    assert JobDay.objects.filter(job="kept").exists()
    assert tables_are_up_to_date()


@pytest.mark.postgresql
def test_after_the_owners_preparation_each_process_sees_that_its_tables_are_up_to_date(production: Production) -> None:
    with production.as_owner() as owner:
        owners = owner.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert owners == [("safetoshare_owner",)]
    assert '"subject": "database",\n    "is_well": true' in production.command("public", "doctor", "--json").stdout
