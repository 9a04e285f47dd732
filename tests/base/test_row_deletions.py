"""Deleting a report as the real login roles: nothing goes until its erasure is noted, and then all of it does.

Seen to fail: with the call of `bind_deletions` taken out of `base.rows`, each injected DELETE deleted its rows; with
`delete()` in place of `_raw_delete` in `forget_erased_reports`, the worker was refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import Connection, Cursor, sql

from safetoshare.base.grants import GRANTS, login_role
from safetoshare.base.permissions import Role
from safetoshare.base.row_deletions import ONLY_ONCE_NOTED
from safetoshare.base.settings.environment import ProcessRole
from tests.base.seeded_rows import DAY, LATER, insert
from tests.hub.test_referrals_as_login_roles import account_of, run_as
from tests.production import Production

pytestmark = pytest.mark.postgresql
# How a row of each table is found by its report.
OF_REPORT: dict[str, LiteralString] = {
    "sharing_takendecision": "asked_id IN (SELECT a.id FROM sharing_askeddecision a JOIN hub_case c ON c.id = a.case"
    " WHERE c.report = %s)",
    "sharing_review": '"case" IN (SELECT id FROM hub_case WHERE report = %s)',
    "sharing_askeddecision": '"case" IN (SELECT id FROM hub_case WHERE report = %s)',
    "hub_casegroup": "case_id IN (SELECT id FROM hub_case WHERE report = %s)",
    "hub_case": "report = %s",
    "sharing_subjectnotice": "mailbox = %s",
    **dict.fromkeys(
        (
            *("report_reportgroup", "report_mailboxitem", "report_look", "report_reportermessage"),
            *("report_contactchange", "report_centrereport"),
        ),
        "report_id = %s",
    ),
    **dict.fromkeys(
        ("report_reportfilechunk", "report_reportfileopening"),
        "file_id IN (SELECT id FROM report_reportfile WHERE report_id = %s)",
    ),
    "report_reportfile": "report_id = %s",
    "report_report": "id = %s",
}
HANGS_ON_A_REPORT = [table for table in OF_REPORT if table != "report_report"]
NOTE = 'INSERT INTO base_erasure (record, "on", gone_from_backups_by) VALUES (%s, %s, %s)'


def run(connection: Connection, words: LiteralString, table: str, report: UUID) -> Cursor[tuple[Any, ...]]:
    """SELECT or DELETE a table's rows of a report."""
    statement = sql.SQL(words + " FROM {} WHERE " + OF_REPORT[table]).format(sql.Identifier(table))
    return connection.execute(statement, [report])


def rows_of(production: Production, report: UUID) -> dict[str, int]:
    """How many rows of each table hang on a report, by the owner's word."""
    with production.as_owner() as owner:
        return {table: len(run(owner, "SELECT 1", table, report).fetchall()) for table in HANGS_ON_A_REPORT}


@pytest.fixture
def report(production: Production) -> Iterator[UUID]:
    """A report and a case of it, with a row in every table where erasing deletes. Afterwards nothing of it is left."""
    report, case = uuid4(), uuid4()
    with production.as_owner() as owner:
        insert(owner, "report_report", id=report, state="received", team="unit", next_step_by=LATER, area="")
        insert(owner, "report_reportgroup", report_id=report, group="account")
        of_the_report = ("report_mailboxitem", "report_look", "report_reportermessage")
        for table in (*of_the_report, "report_contactchange", "report_centrereport"):
            insert(owner, table, report_id=report)
        insert(owner, "report_reportfile", id=case, report_id=report)
        for table in ("report_reportfilechunk", "report_reportfileopening"):
            insert(owner, table, file_id=case, part="original")
        insert(owner, "sharing_subjectnotice", mailbox=report, number=1)
        insert(owner, "hub_case", id=case, report=report, state="taken", review_on=LATER)
        insert(owner, "hub_casegroup", case_id=case, group="triage")
        insert(owner, "sharing_askeddecision", id=case, case=case)
        insert(owner, "sharing_takendecision", asked_id=case)
        insert(owner, "sharing_review", record=case, case=case)
    yield report
    with production.as_owner() as owner:
        for table in OF_REPORT:
            run(owner, "DELETE", table, report)
        owner.execute("DELETE FROM base_erasure WHERE record = %s", [report])


@pytest.fixture
def erased(production: Production, report: UUID) -> UUID:
    """What is left of an erased report, whose erasure is not noted yet."""
    with production.as_owner() as owner:
        for table in HANGS_ON_A_REPORT:
            run(owner, "DELETE", table, report)
        owner.execute("UPDATE report_report SET state = 'erased' WHERE id = %s", [report])
    return report


@pytest.mark.parametrize("table", HANGS_ON_A_REPORT)
def test_an_injected_delete_takes_no_row_of_a_report_whose_erasure_is_not_noted(
    production: Production, report: UUID, table: str
) -> None:
    account = account_of(production, Role.UNIT_SUPERVISOR)
    with psycopg.connect(production.url(login_role(ProcessRole.HUB))) as connection:
        connection.execute("SELECT set_config('safetoshare.account', %s, true)", [str(account)])
        assert run(connection, "DELETE", table, report).rowcount == 0
        connection.execute(NOTE, [report, DAY, LATER])
        assert run(connection, "DELETE", table, report).rowcount == 1
        connection.rollback()


def test_the_worker_deletes_no_erased_report_without_its_note(production: Production, erased: UUID) -> None:
    with psycopg.connect(production.url(login_role(ProcessRole.WORKER))) as connection:
        assert run(connection, "SELECT 1", "report_report", erased).fetchall() == [(1,)]
        assert run(connection, "DELETE", "report_report", erased).rowcount == 0


def test_the_worker_forgets_what_is_gone_from_the_last_backup(production: Production, erased: UUID) -> None:
    with production.as_owner() as owner:
        owner.execute(NOTE, [erased, DAY, LATER])
    day = LATER + timedelta(days=1)
    run_as(
        production,
        "worker",
        f"""
        from safetoshare.report.services.erasing import forget_erased_reports
        with unit_of_work(write=True):
            forget_erased_reports(date({day.year}, {day.month}, {day.day}))
        """,
    )
    with production.as_owner() as owner:
        assert run(owner, "SELECT 1", "report_report", erased).fetchall() == []


def test_an_erasure_by_two_destroys_all_of_it(production: Production, report: UUID) -> None:
    asks, confirms = (account_of(production, Role.UNIT_SUPERVISOR) for _person in range(2))
    assert rows_of(production, report) == dict.fromkeys(HANGS_ON_A_REPORT, 1)
    printed = run_as(
        production,
        "hub",
        f"""
        from safetoshare.hub.api import erasing
        erasing.ask_for_erasure(UUID("{report}"), erasing.ErasureReason.PERSON_ASKED, UUID("{asks}"), DAY)
        print(type(erasing.confirm_erasure(UUID("{report}"), UUID("{confirms}"), DAY)).__name__)
        """,
        confirms,
    )
    assert printed == "Erased"
    assert rows_of(production, report) == dict.fromkeys(HANGS_ON_A_REPORT, 0)


def test_every_login_that_may_delete_of_such_a_table_is_bound(production: Production) -> None:
    with production.as_owner() as owner:
        bound = owner.execute(
            "SELECT tablename, unnest(roles)::text FROM pg_policies WHERE permissive = 'RESTRICTIVE' AND cmd = 'DELETE'"
        ).fetchall()
    may_delete = {
        (table, login_role(process))
        for table in ONLY_ONCE_NOTED
        for process, privileges in GRANTS[table].items()
        if "DELETE" in privileges
    }
    assert set(ONLY_ONCE_NOTED) == set(OF_REPORT)
    assert may_delete <= set(bound)
