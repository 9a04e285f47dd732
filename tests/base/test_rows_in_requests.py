"""Whole requests under each process's own login role: signing in, working and signing out, by row-level security."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.accounts.services import create_account
from safetoshare.base.database import SecurityContext, unit_of_work
from safetoshare.base.grants import grant_privileges
from safetoshare.base.models import Account
from safetoshare.base.permissions import Role
from safetoshare.hub.models import Referral
from safetoshare.practice.selectors import reading_count
from safetoshare.report import api as reports
from safetoshare.report.models import Report
from tests.base.accounts.pages import sign_in, unlock
from tests.base.people import create_units, member
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import report_waits
from tests.hub.referring import ANOTHER, ORGANISATION, send_referral
from tests.postgres import Cluster
from tests.report.pages import Reporter
from tests.sharing.test_disclosures_roles import as_process

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True, databases=["default", "audit"])]


@pytest.fixture
def as_login(postgresql_cluster: Cluster) -> Callable[[str], AbstractContextManager[None]]:
    """Requests as the login role of a process, with the rows that the owner made."""
    create_units()
    grant_privileges(connection)
    return lambda process: as_process(postgresql_cluster, process)


def browser() -> Client:
    return Client(headers={"host": "127.0.0.1"})


@pytest.mark.parametrize(
    ("process", "role", "sees"),
    [
        ("hub", Role.VICTIM_CARE_OFFICER, "/staff/cases/"),
        ("hub", Role.RESPONSE_OFFICER, "/staff/may-i-share/"),
        ("partner", Role.PARTNER_WORKER, "/partner/referrals/"),
        ("scrutiny", Role.COMMISSIONERS_ANALYST, "/en/scrutiny/"),
    ],
)
def test_one_signs_in_works_and_signs_out(
    as_login: Callable[[str], AbstractContextManager[None]], process: str, role: Role, sees: str
) -> None:
    account = create_account(f"{role} at work", role, organisation=ORGANISATION if process == "partner" else None)
    visitor = browser()
    with as_login(process):
        assert sign_in(visitor, account).status_code == 302
        home = visitor.get(f"/{account.realm}/")
        assert account.name in home.content.decode()
        assert visitor.get(sees).status_code == 200
        visitor.post(f"/{account.realm}/sign-out/")
        assert account.name not in visitor.get(f"/{account.realm}/").content.decode()
    assert Session.objects.filter(session_key__isnull=False).count() <= 1


def test_a_name_of_the_other_door_does_not_sign_in(as_login: Callable[[str], AbstractContextManager[None]]) -> None:
    officer = create_account("an officer", Role.UNIT_SUPERVISOR)
    with as_login("partner"):
        answer = browser().post("/partner/sign-in/", {"name": officer.name, "code": "000000"})
        assert answer.status_code in (403, 422)


@pytest.mark.parametrize("name", ["amira\0", "\u202eamira", "a" * 100_000, "' OR true --", "аміра"])
def test_a_hostile_name_at_the_door_is_an_error_that_the_page_says(
    as_login: Callable[[str], AbstractContextManager[None]], name: str
) -> None:
    with as_login("hub"):
        answer = browser().post("/staff/sign-in/", {"name": name, "code": "000000"})
    assert answer.status_code in (403, 422)


def test_a_partner_finds_its_own_organisations_referrals_and_no_others(
    as_login: Callable[[str], AbstractContextManager[None]],
) -> None:
    worker = create_account("a worker", Role.PARTNER_WORKER, organisation=ORGANISATION)
    ours, theirs = send_referral(ORGANISATION), send_referral(ANOTHER)
    visitor = browser()
    with as_login("partner"):
        sign_in(visitor, worker)
        page = visitor.get("/partner/referrals/").content.decode()
        assert str(ours) in page
        assert str(theirs) not in page
        assert visitor.get(f"/partner/referrals/{theirs}/").status_code == 404


def test_of_the_same_request_nothing_is_left_for_the_next(
    as_login: Callable[[str], AbstractContextManager[None]],
) -> None:
    worker = create_account("a worker", Role.PARTNER_WORKER, organisation=ORGANISATION)
    send_referral(ORGANISATION)
    visitor = browser()
    with as_login("partner"):
        sign_in(visitor, worker)
        visitor.get("/partner/referrals/")
        with unit_of_work():
            assert not Referral.objects.exists()
            assert not Account.objects.filter(name=worker.name).exists()


def test_scrutinys_public_page_counts_staff_and_reads_no_account(
    as_login: Callable[[str], AbstractContextManager[None]],
) -> None:
    for number in range(3):
        create_account(f"officer {number} {uuid4().hex[:4]}", Role.RESPONSE_OFFICER)
    with as_login("scrutiny"), unit_of_work():
        assert reading_count("ab" * 32, clock.today()).out_of == 3
        assert not Account.objects.exists()


def test_an_officer_unlocks_and_reads_a_report_and_a_colleague_without_a_key_does_not(
    postgresql_cluster: Cluster, unwrapper: InProcess
) -> None:
    officer, other = member(Role.VICTIM_CARE_OFFICER), create_account("a trainer", Role.TRAINER)
    create_units()
    report = report_waits()
    grant_privileges(connection)
    at_work, elsewhere = browser(), browser()
    with as_process(postgresql_cluster, "hub"):
        sign_in(at_work, officer)
        assert unlock(at_work).status_code == 302
        unwrapper.catch_up()
        page = at_work.get(f"/staff/reports/{report}/")
        assert page.status_code == 200
        assert "Canary account." in page.content.decode()
        sign_in(elsewhere, other)
        assert elsewhere.get(f"/staff/reports/{report}/").status_code == 403


def test_a_reporter_sends_comes_back_and_is_written_to(
    postgresql_cluster: Cluster, unwrapper: InProcess, visitor: Client
) -> None:
    officer = member(Role.VICTIM_CARE_OFFICER)
    create_units()
    grant_privileges(connection)
    reporter = Reporter(visitor)
    with as_process(postgresql_cluster, "public"):
        assert reporter.report(account="he hits me").status_code == 200
        assert reporter.send(account="he hits me").status_code == 200
        assert "Canary" not in reporter.come_back().content.decode()
    with as_process(postgresql_cluster, "hub", SecurityContext.of_account(officer.id)):
        (waiting,) = reports.reports_received()
        reports.send_message(waiting.id, "Canary message.", "en")
    with as_process(postgresql_cluster, "public"):
        assert "Canary message." in reporter.come_back().content.decode()
        # The same browser's next request acts for nobody again.
        with unit_of_work():
            assert not Report.objects.exists()
