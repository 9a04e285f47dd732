"""Referrals and readings on PostgreSQL, each process as its own login role: what it does, and what it cannot see."""

from __future__ import annotations

import os
import subprocess
import sys
from textwrap import dedent, indent
from uuid import UUID, uuid4

import psycopg
import pytest

from safetoshare.base.permissions import PARTNER_ROLES, Role
from safetoshare.core.vault import generate_key_pair
from tests.base.seeded_rows import insert, rows_seen
from tests.hub.referring import ANOTHER, ORGANISATION
from tests.production import Production

pytestmark = pytest.mark.postgresql
OURS, THEIRS, SILENT = (uuid4() for _package in range(3))
BEGINNING = """
from datetime import date, timedelta
from uuid import UUID
import django
django.setup()
from safetoshare.base.database import SecurityContext, acting_as, unit_of_work
from safetoshare.core.referrals import DeclineReason, ReferralState
from safetoshare.hub.api import referrals as api
from safetoshare.hub.services import referrals as services
DAY = date(2026, 11, 16)
"""
ACTING = """
with acting_as(SecurityContext(account=ACCOUNT)):
"""
# Else the database could not be deleted: connections of a pool outlive the process by a moment.
END = """
from safetoshare.base.database import close_connections
close_connections()
"""


def account_of(production: Production, role: Role, organisation: UUID | None = None) -> UUID:
    """An account of this role, in use."""
    account = uuid4()
    with production.as_owner() as owner:
        realm = "partner" if role in PARTNER_ROLES else "staff"
        named = {"id": account, "name": f"{role} {account}", "realm": realm, "role": role.value, "is_active": True}
        insert(owner, "base_account", **named, organisation=organisation)
    return account


def run_as(production: Production, role: str, code: str, account: UUID | None = None) -> str:
    """Run code as a process of this role, on behalf of an account, and return what it printed."""
    environment = {**production.environment(role), "DJANGO_SETTINGS_MODULE": "safetoshare.base.settings.project"}
    done = subprocess.run(  # noqa: S603  # our own code
        [
            sys.executable,
            "-c",
            BEGINNING + f"ACCOUNT = {str(account or '')!r}\n" + ACTING + indent(dedent(code), "    ") + END,
        ],
        env=environment,
        cwd=os.getcwd(),  # where the tests' own modules are found
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def referred(production: Production) -> Production:
    """A unit with keys, and three referrals that the hub's process sent to two organisations."""
    unit = uuid4()
    with production.as_owner() as owner:
        owner.execute(
            "INSERT INTO base_unit (id, name, purpose, is_demonstration)"
            " VALUES (%s, 'Unit of referrals', 'safeguarding', false)",
            [unit],
        )
        for kind in ("ordinary", "restricted"):
            owner.execute(
                "INSERT INTO base_unitkey (id, unit_id, kind, state, public) VALUES (%s, %s, %s, 'current', %s)",
                [uuid4(), unit, kind, generate_key_pair().public],
            )
    production.trust_keys()
    sent = [(OURS, ORGANISATION), (THEIRS, ANOTHER), (SILENT, ORGANISATION)]
    run_as(
        production,
        "hub",
        f"""
        from tests.hub.referring import send_referral
        for package, organisation in {[(str(one), str(to)) for one, to in sent]}:
            send_referral(UUID(organisation), package=UUID(package), sent_on=DAY)
        """,
        account_of(production, Role.VICTIM_CARE_OFFICER),
    )
    return production


def test_a_partners_process_opens_and_answers_its_own_organisations_referrals(referred: Production) -> None:
    printed = run_as(
        referred,
        "partner",
        f"""
        ours, theirs, organisation = UUID("{OURS}"), UUID("{THEIRS}"), UUID("{ORGANISATION}")
        api.note_opened(ours, organisation, DAY)
        print(len(api.referrals_of(organisation)), api.referral_of(theirs, organisation))
        print(api.referral_of(ours, organisation).state)
        done = api.answer_referral(ours, organisation, ReferralState.DECLINED, DeclineReason.AREA, DAY)
        print(done.referral.state, api.answer_referral(theirs, organisation, ReferralState.ACCEPTED, "", DAY))
        """,
        account_of(referred, Role.PARTNER_WORKER, ORGANISATION),
    )
    assert printed.splitlines() == ["2 None", "opened", "declined None"]
    printed = run_as(
        referred,
        "hub",
        f'print(len(api.sealed_words_of(UUID("{OURS}"))), api.referrals_to_follow_up()[0].state)',
        account_of(referred, Role.VICTIM_CARE_OFFICER),
    )
    assert printed == "1 declined"


def packages_seen(referred: Production, role: Role, organisation: UUID | None) -> set[UUID]:
    account = str(account_of(referred, role, organisation))
    return {
        package for (package,) in rows_seen(referred, "safetoshare_partner", "hub_referral", "package", account=account)
    }


def test_the_database_itself_shows_an_organisation_its_own_rows_alone(referred: Production) -> None:
    assert packages_seen(referred, Role.PARTNER_WORKER, ORGANISATION) == {OURS, SILENT}
    assert packages_seen(referred, Role.PARTNER_MANAGER, ANOTHER) == {THEIRS}
    assert packages_seen(referred, Role.PARTNER_WORKER, uuid4()) == set()
    assert packages_seen(referred, Role.UNIT_SUPERVISOR, None) == set()


@pytest.mark.parametrize("column", ["organisation", "package", "sent_on", "answer_by", "sealed"])
def test_a_partners_process_changes_nothing_but_its_answer(referred: Production, column: str) -> None:
    with (
        psycopg.connect(referred.url("safetoshare_partner")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(f"UPDATE hub_referral SET {column} = {column}")  # noqa: S608  # names of this test's own


def test_a_partners_process_reads_no_words_of_an_answer(referred: Production) -> None:
    with (
        psycopg.connect(referred.url("safetoshare_partner")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT sealed FROM hub_answerwords")


def test_the_worker_closes_what_stayed_silent_and_sees_no_organisation(referred: Production) -> None:
    code = """
    with unit_of_work(write=True):
        print(services.expire_silent_referrals(DAY + timedelta(days=30)) > 0)
    """
    assert run_as(referred, "worker", code) == "True"
    code = f'print(api.answers_of([UUID("{SILENT}")])[UUID("{SILENT}")].state)'
    assert run_as(referred, "hub", code, account_of(referred, Role.UNIT_SUPERVISOR)) == "expired"
    with (
        psycopg.connect(referred.url("safetoshare_worker")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT organisation FROM hub_referral")


def test_scrutinys_process_counts_and_sees_neither_organisation_nor_package(referred: Production) -> None:
    code = """
    print(*(measure.count.at_least for measure in api.referral_measures(DAY, DAY)[:2]))
    from safetoshare.practice.selectors import reading_count
    with unit_of_work():
        print(reading_count("ab" * 32, DAY).out_of)
    """
    account_of(referred, Role.RESPONSE_OFFICER)
    assert run_as(referred, "scrutiny", code).splitlines()[0] == "None 0"
    assert int(run_as(referred, "scrutiny", code).splitlines()[1]) >= 1
    for column in ("organisation", "package", "sealed"):
        with (
            psycopg.connect(referred.url("safetoshare_scrutiny")) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(f"SELECT {column} FROM hub_referral")  # noqa: S608  # names of this test's own


def test_the_hubs_process_confirms_a_reading_once(referred: Production) -> None:
    reader = account_of(referred, Role.RESPONSE_OFFICER)
    code = f"""
    from safetoshare.practice.services import confirm_reading
    from safetoshare.practice.selectors import read_on
    reader = UUID("{reader}")
    for days in range(2):
        confirm_reading(reader, "ab" * 32, DAY + timedelta(days=days))
    with unit_of_work():
        print(read_on(reader, "ab" * 32) == DAY)
    """
    assert run_as(referred, "hub", code, reader) == "True"
