"""What each login role of PostgreSQL can do: exactly what is written, tried by connecting as each of them."""

from __future__ import annotations

import re
from itertools import product

import psycopg
import pytest
from psycopg import sql

from safetoshare.base.grants import GRANTS, login_role
from safetoshare.base.settings.environment import ProcessRole
from tests.production import ROLES, Production

pytestmark = pytest.mark.postgresql

# Each asks for its own privilege alone, and changes nothing.
STATEMENTS = {
    "SELECT": "SELECT * FROM {table} LIMIT 0",
    "INSERT": "INSERT INTO {table} DEFAULT VALUES",
    "UPDATE": "UPDATE {table} SET {column} = NULL WHERE false",
    "DELETE": "DELETE FROM {table} WHERE false",
    "TRUNCATE": "TRUNCATE {table}",
}
OF_STAFF_AND_KEYS = ("base_account", "base_memberkey", "base_unitkeywrap", "base_auditrow")


def is_let(production: Production, role: str, statement: sql.Composed | str) -> bool:
    """Whether a login role gets past the question of privileges; whatever it does is undone."""
    with psycopg.connect(production.url(login_role(ProcessRole(role)))) as connection:
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege as error:
            # Whose rows, is another question (see `test_rows`): to be asked it, one has passed this one.
            return "row-level security" in str(error)
        except (psycopg.IntegrityError, psycopg.errors.FeatureNotSupported):
            return True
        finally:
            connection.rollback()
    return True


def columns_of(production: Production, table: str) -> list[str]:
    with production.as_owner() as owner:
        rows = owner.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s",
            [table],
        )
        return [name for (name,) in rows]


def privileges_tried(production: Production, role: str, table: str) -> set[str]:
    column = sql.Identifier(columns_of(production, table)[0])
    return {
        privilege
        for privilege, statement in STATEMENTS.items()
        if is_let(production, role, sql.SQL(statement).format(table=sql.Identifier(table), column=column))
    }


def written(role: str, table: str) -> set[str]:
    """The privileges over whole rows; those over columns have tests of their own."""
    privileges = GRANTS[table].get(ProcessRole(role), "")
    return {privilege for privilege in re.sub(r"\w+ \(.*?\)", "", privileges).split(", ") if privilege}


def test_every_table_of_the_database_is_written_in_the_grants_and_no_other(production: Production) -> None:
    with production.as_owner() as owner:
        rows = owner.execute(
            "SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
            " WHERE nspname = 'public' AND relkind IN ('r', 'p', 'v', 'm', 'f')"
        )
        assert {name for (name,) in rows} == set(GRANTS)


@pytest.mark.parametrize("role", ROLES)
def test_a_login_role_can_do_what_is_written_and_nothing_more(production: Production, role: str) -> None:
    tried = {table: privileges_tried(production, role, table) for table in GRANTS}
    assert tried == {table: written(role, table) for table in GRANTS}


@pytest.mark.parametrize(("role", "table"), list(product(("public", "worker"), OF_STAFF_AND_KEYS)))
def test_a_process_without_a_door_for_staff_reads_no_row_of_staff_or_keys(
    production: Production, role: str, table: str
) -> None:
    assert privileges_tried(production, role, table) == set()


@pytest.mark.parametrize(
    ("role", "table"), [("public", "base_account"), ("worker", "base_account"), ("worker", "base_unit")]
)
def test_a_process_without_a_door_for_staff_sees_only_whether_they_are_synthetic(
    production: Production, role: str, table: str
) -> None:
    readable = {
        column
        for column in columns_of(production, table)
        if is_let(
            production,
            role,
            sql.SQL("SELECT {} FROM {}").format(sql.Identifier(column), sql.Identifier(table)),
        )
    }
    assert readable == {"is_demonstration"}


@pytest.mark.parametrize(
    ("role", "of_joining"), [("partner", {"sealed_code_secret", "is_active"}), ("scrutiny", set())]
)
def test_where_people_only_join_and_sign_in_no_account_can_be_given_another_role_or_organisation(
    production: Production, role: str, of_joining: set[str]
) -> None:
    changeable = {
        column
        for column in columns_of(production, "base_account")
        if is_let(
            production,
            role,
            sql.SQL("UPDATE base_account SET {} = NULL WHERE false").format(sql.Identifier(column)),
        )
    }
    assert changeable == {"last_code_step", "last_code_form", "session_stamp"} | of_joining
    assert is_let(production, role, "SELECT * FROM base_account FOR UPDATE")


def test_nobody_deletes_or_changes_an_audit_row(production: Production) -> None:
    for role in ROLES:
        assert not {"UPDATE", "DELETE", "TRUNCATE"} & privileges_tried(production, role, "base_auditrow")


def test_scrutiny_reaches_no_key_and_no_audit_row(production: Production) -> None:
    for table in OF_STAFF_AND_KEYS[1:]:
        assert privileges_tried(production, "scrutiny", table) <= {"INSERT"}


@pytest.mark.parametrize("role", [*ROLES, "all"])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (id int)",
        "ALTER TABLE base_account ADD COLUMN more int",
        "DROP TABLE base_jobday",
        "CREATE SCHEMA more",
        "ALTER TABLE base_auditrow DISABLE TRIGGER ALL",
        "CREATE ROLE more",
        "SET ROLE safetoshare_owner",
        "SELECT * FROM pg_authid",
    ],
)
def test_no_login_role_changes_tables_or_becomes_another(production: Production, role: str, statement: str) -> None:
    assert not is_let(production, role, statement)


def test_the_demonstrations_role_opens_all_doors_and_owns_nothing(production: Production) -> None:
    for table in GRANTS:
        assert privileges_tried(production, "all", table) == {"SELECT", "INSERT", "UPDATE", "DELETE"}


def test_what_was_granted_by_hand_is_gone_after_the_next_preparation(production: Production) -> None:
    with production.as_owner() as owner:
        owner.execute("GRANT ALL ON base_memberkey TO safetoshare_public")
        owner.execute("GRANT SELECT (name) ON base_account TO safetoshare_public")
    assert privileges_tried(production, "public", "base_memberkey")
    production.prepare()
    assert privileges_tried(production, "public", "base_memberkey") == set()
    assert not is_let(production, "public", "SELECT name FROM base_account")
    assert is_let(production, "public", "SELECT is_demonstration FROM base_account")


@pytest.mark.parametrize("role", list(ProcessRole))
def test_every_process_has_a_login_role_of_its_own(production: Production, role: ProcessRole) -> None:
    assert login_role(role) in production.cluster.passwords
    assert len({login_role(one) for one in ProcessRole}) == len(ProcessRole)
