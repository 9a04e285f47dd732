"""Cases on PostgreSQL, each process as its own login role: the hub works, scrutiny counts, nobody else sees a case."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from safetoshare.base.permissions import Role
from safetoshare.core.vault import generate_key_pair
from tests.base.seeded_rows import insert
from tests.hub.test_referrals_as_login_roles import account_of, run_as
from tests.production import Production

pytestmark = pytest.mark.postgresql
REPORT = uuid4()
TABLES = ("hub_case", "hub_casegroup")


@pytest.fixture(scope="module")
def waiting(production: Production) -> Production:
    """A unit with keys and a report that waits."""
    unit = uuid4()
    with production.as_owner() as owner:
        owner.execute(
            "INSERT INTO base_unit (id, name, purpose, is_demonstration)"
            " VALUES (%s, 'Unit of cases', 'safeguarding', false)",
            [unit],
        )
        for kind in ("ordinary", "restricted"):
            owner.execute(
                "INSERT INTO base_unitkey (id, unit_id, kind, state, public) VALUES (%s, %s, %s, 'current', %s)",
                [uuid4(), unit, kind, generate_key_pair().public],
            )
        days = {"received_on": date(2026, 11, 19), "next_step_by": date(2026, 11, 23)}
        keys = {"mailbox_public": generate_key_pair().public}
        insert(owner, "report_report", id=REPORT, team="unit", area="E06000023", state="received", **days, **keys)
    production.trust_keys()
    return production


def test_the_hub_takes_assesses_and_lists_and_scrutiny_counts(waiting: Production) -> None:
    printed = run_as(
        waiting,
        "hub",
        f"""
        from safetoshare.hub.api import cases, referring
        from tests.hub.casework import agreed_to, assessment, triage
        waits = cases.work_list(1, None, 1).reports_waiting
        opened = cases.open_case(UUID("{REPORT}"), triage())
        cases.record_assessment(opened.case, assessment("money"), expected=0)
        consent = agreed_to(UUID(int=1))
        referring.record_consent(opened.case, consent)
        referring.withdraw_consent(opened.case, consent.id, by=consent.asked_by, day=DAY)
        work = cases.work_list(1, None, 1)
        print(waits, work.reports_waiting, [case.state for case in work.cases])
        """,
        account_of(waiting, Role.VICTIM_CARE_OFFICER),
    )
    assert printed == "1 0 ['assessed']"
    counted = run_as(
        waiting,
        "scrutiny",
        """
        from safetoshare.base import clock
        from safetoshare.hub.api import measures
        print({one.name: one.count.at_least for one in measures(clock.today(), clock.today())}["cases_opened"])
        """,
    )
    assert counted == "None"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", ["public", "partner", "worker", "scrutiny"])
def test_no_other_process_reads_a_case(waiting: Production, role: str, table: str) -> None:
    with (
        psycopg.connect(waiting.url(f"safetoshare_{role}")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(SQL("SELECT * FROM {}").format(Identifier(table)))
