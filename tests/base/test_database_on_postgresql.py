"""The one door to a transaction, on PostgreSQL: read-only where it says so, and on whose behalf it works."""

from __future__ import annotations

from dataclasses import asdict, fields

import pytest
from django.db import DatabaseError, connection

from safetoshare.base.database import NOBODY, SecurityContext, act_from_now_as, acting_as, unit_of_work
from safetoshare.base.models import JobDay
from tests.base.test_database import DAY, jobs

CONTEXT = SecurityContext(account="4b9f2c1e", look_up="7d3a", nonce_hash="11", sign_in="amira", session="ab")


def setting_of(name: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        value: str | None = cursor.fetchone()[0]
        return value


def settings_of_the_context() -> dict[str, str | None]:
    return {field.name: setting_of(f"safetoshare.{field.name}") for field in fields(SecurityContext)}


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
        assert settings_of_the_context() == asdict(CONTEXT)
    assert not any(settings_of_the_context().values())


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql_only")
def test_on_postgresql_units_run_on_behalf_of_whoever_acts() -> None:
    with acting_as(CONTEXT):
        with unit_of_work():
            assert settings_of_the_context() == asdict(CONTEXT)
        act_from_now_as(SecurityContext(account="another"))
        with unit_of_work():
            assert settings_of_the_context() == asdict(SecurityContext(account="another"))
        with unit_of_work(context=NOBODY):
            assert not any(settings_of_the_context().values())
    with unit_of_work():
        assert not any(settings_of_the_context().values())


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
        assert settings_of_the_context() == asdict(NOBODY)


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql_only")
@pytest.mark.parametrize("hostile", ["'; DROP TABLE base_jobday; --", "\u202e4b9f", "%s", "ж" * 500])
def test_on_postgresql_a_context_is_a_value_whatever_it_holds(hostile: str) -> None:
    with unit_of_work(context=SecurityContext(account=hostile)):
        assert setting_of("safetoshare.account") == hostile
        assert JobDay.objects.count() == 0
