"""The one door to a transaction, on PostgreSQL: read-only where it says so, and on whose behalf it works."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection

from safetoshare.base.database import SecurityContext, unit_of_work
from safetoshare.base.models import JobDay
from tests.base.test_database import DAY, jobs

CONTEXT = SecurityContext(account="4b9f2c1e", organisation="7d3a")


def setting_of(name: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        value: str | None = cursor.fetchone()[0]
        return value


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql_only")
def test_on_postgresql_a_unit_that_did_not_say_so_cannot_write() -> None:
    with pytest.raises(DatabaseError, match="read-only transaction"), unit_of_work():
        JobDay.objects.create(job="sneaked in", day=DAY)
    assert jobs() == set()


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql_only")
@pytest.mark.parametrize("statement", ["SET TRANSACTION READ WRITE", "CREATE TABLE more (id int)"])
def test_on_postgresql_a_unit_that_only_reads_cannot_be_talked_into_more(statement: str) -> None:
    def cunning() -> None:
        with unit_of_work(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.execute(statement)
            cursor.execute("DELETE FROM base_jobday")

    with pytest.raises(DatabaseError):
        cunning()


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql_only")
@pytest.mark.parametrize("write", [True, False])
def test_on_postgresql_the_security_context_stands_inside_a_unit_and_is_gone_after_it(write: bool) -> None:
    with unit_of_work(write=write, context=CONTEXT):
        assert setting_of("safetoshare.account") == CONTEXT.account
        assert setting_of("safetoshare.organisation") == CONTEXT.organisation
    assert not setting_of("safetoshare.account")
    assert not setting_of("safetoshare.organisation")


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql_only")
def test_on_postgresql_the_security_context_is_gone_after_a_failure_too() -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work(context=CONTEXT):
        _ = 1 / 0
    assert not setting_of("safetoshare.account")


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql_only")
def test_on_postgresql_a_unit_without_a_context_acts_for_nobody() -> None:
    with unit_of_work(context=CONTEXT):
        pass
    with unit_of_work():
        assert setting_of("safetoshare.account") == ""
        assert setting_of("safetoshare.organisation") == ""


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql_only")
@pytest.mark.parametrize("hostile", ["'; DROP TABLE base_jobday; --", "\u202e4b9f", "%s", "ж" * 500])
def test_on_postgresql_a_context_is_a_value_whatever_it_holds(hostile: str) -> None:
    with unit_of_work(context=SecurityContext(account=hostile)):
        assert setting_of("safetoshare.account") == hostile
        assert JobDay.objects.count() == 0
