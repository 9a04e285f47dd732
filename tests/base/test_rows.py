"""Row-level security, tried as each real login role: closed without a context."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, nullcontext
from itertools import product
from uuid import uuid4

import psycopg
import pytest

from safetoshare.base.grants import GRANTS, login_role
from safetoshare.base.permissions import PARTNER_ROLES, STAFF_ROLES, Role
from safetoshare.base.row_functions import FUNCTIONS
from safetoshare.base.rows import ROWS
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.base.unprotected import UNPROTECTED
from tests.base.seeded_rows import Seeded, insert, rows_seen, seed
from tests.production import ROLES, Production

pytestmark = pytest.mark.postgresql

# What a process sees of protected tables on nobody's behalf, and why that tells nothing about anyone.
SEEN_BY_ALL = {
    ("public", "sharing_pending"): "the day until when the log has promised an entry",
    ("worker", "base_opensession"): "the worker ends sessions that are over",
    ("worker", "django_session"): "the worker ends sessions that are over",
    ("worker", "base_auditrow"): "commitments and days, of which the worker makes a tree",
    ("worker", "base_auditleaf"): "the same",
    ("worker", "base_audithead"): "the same",
    ("worker", "base_erasure"): "random identifiers and days, after which an erased report is forgotten",
    ("worker", "report_reportdraft"): "days, after which what was begun is forgotten",
    ("worker", "report_reportfile"): "days, after which files that were never sent are forgotten",
    ("worker", "report_reportfilechunk"): "that there are pieces of such a file",
    ("worker", "hub_referral"): "states and days, of which the worker closes what stayed silent",
    ("worker", "sharing_pending"): "the log's batch",
    ("worker", "sharing_letter"): "days, after which a letter is forgotten",
    ("worker", "sharing_review"): "days, of which the worker sees whether a review is late",
    ("scrutiny", "hub_case"): "days, to be counted",
    ("scrutiny", "hub_referral"): "states, reasons and days, to be counted",
    ("scrutiny", "practice_reading"): "readings of the policy, to be counted",
    ("worker", "sharing_tallynote"): "sealed notes, which the worker has folded and destroys",
    ("worker", "sharing_tallytotal"): "sealed totals, from which the next fold goes on",
}
PUBLISHED = {
    "sharing_policyversion",
    "sharing_proofresult",
    "sharing_signature",
    "sharing_adoption",
    "base_signedkeylist",
}
OF_CASES = {
    *("report_report", "report_reportgroup", "report_mailboxitem", "report_reportermessage", "report_look"),
    *("report_reportfile", "report_reportfilechunk", "report_reportfileopening", "report_contactchange"),
    "report_centrereport",
    "hub_case",
    *("hub_casegroup", "sharing_disclosure", "sharing_package", "sharing_subjectnotice", "hub_referral"),
    *("hub_answerwords", "sharing_review"),
}
OF_ERASURES = {
    *("report_report", "report_reportgroup", "report_mailboxitem", "report_reportermessage", "report_look"),
    *("report_reportfile", "report_reportfilechunk", "report_reportfileopening", "report_contactchange"),
    "report_centrereport",
    "hub_case",
    *("hub_casegroup", "sharing_subjectnotice", "hub_erasurerequest", "base_erasure"),
    "sharing_review",
}
# What a rank that decides reads: its questions, and what the record of a decision continues.
OF_DECISIONS = {"sharing_askeddecision", "sharing_takendecision"}
OF_RECORDS = {"sharing_disclosure", "sharing_subjectnotice"}
DECIDERS = {Role.INSPECTOR, Role.CHIEF_OFFICER, Role.DISCLOSURE_OFFICER}
CASE_WORKERS = {Role.VICTIM_CARE_OFFICER, Role.WITNESS_CARE_OFFICER, Role.UNIT_SUPERVISOR}
ERASERS = CASE_WORKERS | {Role.DATA_PROTECTION_OFFICER}


@pytest.fixture(scope="module")
def seeded(production: Production) -> Seeded:
    return seed(production)


def readable_column(process: str, table: str) -> str | None:
    """A column that the grants let a process read; None if it reads none."""
    privileges = GRANTS[table].get(ProcessRole(process), "")
    of_columns = re.search(r"SELECT \((.*?)\)", privileges)
    if of_columns:
        return of_columns[1].split(",")[0]
    return "1" if "SELECT" in privileges else None


def tables_seen(production: Production, process: str, **context: str) -> set[str]:
    """The protected tables of which a process reads any row."""
    login = login_role(ProcessRole(process))
    return {
        table
        for table in ROWS
        if (column := readable_column(process, table)) and rows_seen(production, login, table, column, **context)
    }


def test_every_table_has_a_policy_for_each_login_that_reaches_it_or_a_reason_why_not(production: Production) -> None:
    with production.as_owner() as owner:
        tables = owner.execute(
            "SELECT relname, relrowsecurity FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
            " WHERE nspname = 'public' AND relkind IN ('r', 'p')"
        ).fetchall()
        policies = owner.execute("SELECT tablename, unnest(roles)::text FROM pg_policies").fetchall()
        views = owner.execute(
            "SELECT 1 FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
        )
        assert views.fetchall() == []
    assert {name for name, _is_on in tables} == set(ROWS) | set(UNPROTECTED)
    assert not set(ROWS) & set(UNPROTECTED)
    assert all(UNPROTECTED.values())
    assert {name for name, is_on in tables if is_on} == set(ROWS)
    reached = {(table, login_role(role)) for table in ROWS for role in GRANTS[table]}
    assert set(policies) == reached | {(table, login_role(ProcessRole.ALL)) for table in ROWS}


@pytest.mark.parametrize("process", ROLES)
@pytest.mark.usefixtures("seeded")
def test_on_nobodys_behalf_no_row_of_a_person_is_seen(production: Production, process: str) -> None:
    seen = tables_seen(production, process) - PUBLISHED
    assert seen == {table for of, table in SEEN_BY_ALL if of == process}


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_the_units_process_sees_what_the_role_of_the_account_works_on(
    production: Production, seeded: Seeded, role: Role
) -> None:
    seen = tables_seen(production, "hub", account=str(seeded.accounts[role]))
    assert (seen >= OF_DECISIONS) == (role in DECIDERS | ERASERS - {Role.WITNESS_CARE_OFFICER})
    if role in DECIDERS:
        assert seen & (OF_CASES | OF_ERASURES) == OF_RECORDS
        return
    assert bool(seen & (OF_CASES - OF_ERASURES)) == (role in CASE_WORKERS)
    assert bool(seen & OF_ERASURES) == (role in ERASERS)
    assert seen >= (OF_CASES if role in CASE_WORKERS else set())
    assert ("base_auditrow" in seen) == (role is Role.DATA_PROTECTION_OFFICER)
    assert "base_account" in seen


@pytest.mark.parametrize("role", sorted(PARTNER_ROLES))
def test_the_units_process_gains_nothing_by_naming_an_account_of_a_partner(
    production: Production, seeded: Seeded, role: Role
) -> None:
    assert tables_seen(production, "hub", account=str(seeded.accounts[role])) - PUBLISHED == set()


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_the_partners_process_gains_nothing_by_naming_an_account_of_the_force(
    production: Production, seeded: Seeded, role: Role
) -> None:
    assert tables_seen(production, "partner", account=str(seeded.accounts[role])) - PUBLISHED == set()


def test_a_partner_sees_its_own_organisations_rows_alone(production: Production, seeded: Seeded) -> None:
    worker = {"account": str(seeded.accounts[Role.PARTNER_WORKER])}
    login = login_role(ProcessRole.PARTNER)
    ours, theirs = seeded.referrals
    assert rows_seen(production, login, "hub_referral", "package", **worker) == [(ours,)]
    assert rows_seen(production, login, "sharing_package", "id", **worker) == [(ours,)]
    assert set(rows_seen(production, login, "base_account", "organisation", **worker)) == {(seeded.ours,)}
    stranger = {"account": str(seeded.stranger)}
    assert rows_seen(production, login, "hub_referral", "package", **stranger) == [(theirs,)]
    assert rows_seen(production, login, "base_account", "id", **stranger) == [(seeded.stranger,)]


def test_no_second_setting_claims_another_organisation(production: Production, seeded: Seeded) -> None:
    claimed = {"account": str(seeded.accounts[Role.PARTNER_WORKER]), "organisation": str(seeded.theirs)}
    found = rows_seen(production, login_role(ProcessRole.PARTNER), "hub_referral", "organisation", **claimed)
    assert found == [(seeded.ours,)]


def test_an_account_that_has_left_has_no_role_any_more(production: Production, seeded: Seeded) -> None:
    account = str(seeded.accounts[Role.WITNESS_CARE_OFFICER])
    assert "hub_case" in tables_seen(production, "hub", account=account)
    with production.as_owner() as owner:
        owner.execute("UPDATE base_account SET is_active = false WHERE id = %s", [account])
        assert not OF_CASES & tables_seen(production, "hub", account=account)
        owner.execute("UPDATE base_account SET is_active = true WHERE id = %s", [account])


def test_a_receipt_finds_its_own_report_and_no_other(production: Production, seeded: Seeded) -> None:
    login, context = login_role(ProcessRole.PUBLIC), {"look_up": seeded.look_ups[0].hex()}
    assert rows_seen(production, login, "report_report", "look_up", **context) == [(seeded.look_ups[0],)]
    assert rows_seen(production, login, "report_reportdraft", "look_up", **context) == [(seeded.look_ups[0],)]
    for table in ("report_mailboxitem", "report_reportermessage", "sharing_subjectnotice", "base_erasure"):
        assert rows_seen(production, login, table, **context) == [(1,)], table
        assert rows_seen(production, login, table, look_up=uuid4().hex) == [(0,)], table


def test_nobody_adds_to_a_report_whose_receipt_he_does_not_hold(production: Production, seeded: Seeded) -> None:
    with production.as_owner() as owner:
        report, other = (
            owner.execute("SELECT id FROM report_report WHERE look_up = %s", [one]).fetchone()
            for one in seeded.look_ups
        )
    assert report is not None
    assert other is not None
    statement = (
        "INSERT INTO report_reportermessage (id, report_id, number, nonce_hash, written_on, unit_key, wrapped, sealed)"
        " VALUES (gen_random_uuid(), %s, 9, %s, now(), gen_random_uuid(), '', '')"
    )
    with psycopg.connect(production.url(login_role(ProcessRole.PUBLIC))) as connection:
        connection.execute("SELECT set_config('safetoshare.look_up', %s, true)", [seeded.look_ups[0].hex()])
        connection.execute(statement, [report[0], uuid4().bytes])
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            connection.execute(statement, [other[0], uuid4().bytes])
        connection.rollback()


def test_a_session_is_seen_by_whoever_holds_its_cookie(production: Production, seeded: Seeded) -> None:
    account = seeded.accounts[Role.COMMISSIONER]
    for process in (ProcessRole.HUB, ProcessRole.SCRUTINY):
        found = rows_seen(
            production, login_role(process), "django_session", "session_key", session=seeded.sessions[account]
        )
        assert found == [(seeded.sessions[account],)]


def test_a_name_at_the_door_shows_its_own_account_and_no_colleagues(production: Production, seeded: Seeded) -> None:
    account = seeded.accounts[Role.COMMISSIONER]
    typed = {"sign_in": f"commissioner {account}"}
    for process in (ProcessRole.HUB, ProcessRole.SCRUTINY):
        assert rows_seen(production, login_role(process), "base_account", "id", **typed) == [(account,)]
    assert rows_seen(production, login_role(ProcessRole.PARTNER), "base_account", "id", **typed) == []
    assert tables_seen(production, "hub", **typed) & OF_CASES == set()


@pytest.mark.parametrize("hostile", ["' OR true --", "00000000-0000-0000-0000-000000000000", "%", "\u202e", "x" * 5000])
@pytest.mark.parametrize("process", ["hub", "partner", "scrutiny"])
@pytest.mark.usefixtures("seeded")
def test_a_hostile_context_shows_nothing(production: Production, process: str, hostile: str) -> None:
    shown = tables_seen(production, process, account=hostile, sign_in=hostile, session=hostile)
    assert shown - PUBLISHED == {table for of, table in SEEN_BY_ALL if of == process}


def test_an_injected_look_up_must_be_known_before(production: Production, seeded: Seeded) -> None:
    login = login_role(ProcessRole.PUBLIC)
    for guess in ("", "00", seeded.look_ups[0].hex()[:-2]):
        assert rows_seen(production, login, "report_report", look_up=guess, nonce_hash=guess) == [(0,)]


@pytest.mark.parametrize(("process", "function"), list(product(ROLES, FUNCTIONS)))
def test_a_process_asks_the_functions_of_its_own_rules_alone(
    production: Production, process: str, function: str
) -> None:
    with production.as_owner() as owner:
        found = owner.execute(
            "SELECT has_function_privilege(%s, %s, 'EXECUTE'), prosecdef, array_to_string(proconfig, ' ')"
            " FROM pg_proc WHERE oid = %s::regprocedure",
            [login_role(ProcessRole(process)), function, function],
        ).fetchone()
    assert found == (ProcessRole(process) in FUNCTIONS[function], True, "search_path=pg_catalog, pg_temp")


@pytest.mark.usefixtures("seeded")
def test_the_role_is_asked_once_a_query_and_not_for_each_row(production: Production, seeded: Seeded) -> None:
    with psycopg.connect(production.url(login_role(ProcessRole.HUB))) as connection:
        account = str(seeded.accounts[Role.UNIT_SUPERVISOR])
        connection.execute("SELECT set_config('safetoshare.account', %s, true)", [account])
        plan = "\n".join(line for (line,) in connection.execute("EXPLAIN (ANALYZE) SELECT * FROM hub_case").fetchall())
    assert "InitPlan" in plan
    assert "SubPlan" not in plan


@pytest.mark.parametrize("process", ["hub", "partner", "scrutiny"])
def test_a_row_of_the_audit_is_added_on_anybodys_behalf_and_read_by_those_who_watch_over_it(
    production: Production, seeded: Seeded, process: str
) -> None:
    with psycopg.connect(production.url(login_role(ProcessRole(process)))) as connection:
        insert(connection, "base_auditrow", action="base:record:open")
        connection.rollback()
    officer = str(seeded.accounts[Role.DATA_PROTECTION_OFFICER])
    assert rows_seen(production, login_role(ProcessRole.HUB), "base_auditrow", account=officer) != [(0,)]
    supervisor = str(seeded.accounts[Role.UNIT_SUPERVISOR])
    assert rows_seen(production, login_role(ProcessRole.HUB), "base_auditrow", account=supervisor) == [(0,)]


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_the_database_lets_those_alone_bring_keys_into_force_who_sign_key_lists(
    production: Production, seeded: Seeded, role: Role
) -> None:
    signs = role in {Role.UNIT_SUPERVISOR, Role.VICTIM_CARE_OFFICER, Role.DATA_PROTECTION_OFFICER}
    with psycopg.connect(production.url(login_role(ProcessRole.HUB))) as connection:
        connection.execute("SELECT set_config('safetoshare.account', %s, true)", [str(seeded.accounts[role])])
        refusal = pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security")
        expected: AbstractContextManager[object] = nullcontext() if signs else refusal
        with expected:
            connection.execute("INSERT INTO base_signedkeylist (number, note) VALUES (99, 'a list')")
        connection.rollback()
