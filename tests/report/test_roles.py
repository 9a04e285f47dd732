"""On PostgreSQL each process does its part of the way under its own login role, and can do no more."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.test import Client

from safetoshare.base.database import unit_of_work
from safetoshare.base.grants import grant_privileges, login_role
from safetoshare.base.permissions import Role
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.report import api
from tests.base.seeded_rows import LATER, insert, rows_seen
from tests.postgres import Cluster
from tests.production import Production
from tests.report.conftest import create_unit_with_known_keys
from tests.report.pages import Reporter, hidden, text_of
from tests.sharing.test_disclosures_roles import as_process, somebody

pytestmark = pytest.mark.postgresql

IN_QUEUE = "SELECT id, mailbox_public, area, received_on, next_step_by, state FROM report_report"


def is_refused(production: Production, role: ProcessRole, statement: str) -> bool:
    with psycopg.connect(production.url(login_role(role))) as connection:
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return True
        finally:
            connection.rollback()
    return False


@pytest.mark.django_db(transaction=True)
def test_a_report_goes_its_whole_way_between_the_public_process_and_the_units(
    postgresql_cluster: Cluster, visitor: Client
) -> None:
    unit = create_unit_with_known_keys()
    officer = somebody(Role.VICTIM_CARE_OFFICER)
    grant_privileges(connection)
    reporter = Reporter(visitor)
    with as_process(postgresql_cluster, "public"):
        assert reporter.report(account="he hits me").status_code == 200
        assert reporter.send(account="he hits me").status_code == 200
    with as_process(postgresql_cluster, "hub", officer):
        (waiting,) = api.reports_received()
        assert set(api.sealed_groups(waiting.id)) == {"account", "contact"}
        with unit_of_work(write=True):
            assert api.note_taken(waiting.id)
        api.send_message(waiting.id, "We are here.", "en")
    with as_process(postgresql_cluster, "public"):
        response = reporter.come_back()
        assert "We are here." in text_of(response)
        sent = reporter.post("/return/mailbox/", ticket=hidden(response), text="Thank you.")
        assert "Your message has been sent" in text_of(sent)
    with as_process(postgresql_cluster, "hub", officer):
        assert len(api.messages_from_reporter(waiting.id)) == 1
    assert [message.text for message in unit.messages()] == ["Thank you."]


def test_the_public_process_adds_an_account_and_never_reads_one(production: Production) -> None:
    assert is_refused(production, ProcessRole.PUBLIC, "SELECT sealed FROM report_reportgroup")
    insert = (
        'INSERT INTO report_reportgroup (id, report_id, "group", unit_key, wrapped, sealed)'
        " VALUES (gen_random_uuid(), gen_random_uuid(), 'account', gen_random_uuid(), '', '')"
    )
    # To a report that it does not hold the receipt of, it adds none either.
    assert is_refused(production, ProcessRole.PUBLIC, insert)


def test_the_units_process_reads_the_queue_and_nothing_that_finds_or_opens_a_mailbox(production: Production) -> None:
    assert not is_refused(production, ProcessRole.HUB, IN_QUEUE)
    closed = ("look_up", "salt", "mailbox_private", "nonce_hash", "content_mark", "promise_wrapped", "promise_sealed")
    for column in closed:
        assert is_refused(production, ProcessRole.HUB, f"SELECT {column} FROM report_report")  # noqa: S608  # our own
    assert not is_refused(production, ProcessRole.HUB, "UPDATE report_report SET state = 'taken'")
    assert is_refused(production, ProcessRole.HUB, "UPDATE report_report SET received_on = now()")


def test_the_worker_sees_of_reports_those_that_were_erased_and_of_them_no_word(production: Production) -> None:
    assert not is_refused(production, ProcessRole.WORKER, "SELECT id, state FROM report_report")
    for column in ("look_up", "mailbox_public", "area", "received_on"):
        assert is_refused(production, ProcessRole.WORKER, f"SELECT {column} FROM report_report")  # noqa: S608  # our own


def test_no_other_process_sees_that_there_are_reports(production: Production) -> None:
    role = ProcessRole.SCRUTINY
    for table in ("report_report", "report_reportgroup", "report_mailboxitem", "report_reportermessage"):
        assert is_refused(production, role, f"SELECT id FROM {table}")  # noqa: S608  # names of our own tables


def test_the_worker_sees_of_danger_that_it_waits_and_whether_it_was_opened_and_of_others_nothing(
    production: Production,
) -> None:
    danger, other = uuid4(), uuid4()
    with production.as_owner() as owner:
        for report, team in ((danger, "duty"), (other, "unit")):
            insert(owner, "report_report", id=report, state="received", team=team, area="", next_step_by=LATER)
            insert(owner, "report_look", id=report, report_id=report, mark=report.bytes)
    worker = login_role(ProcessRole.WORKER)
    assert rows_seen(production, worker, "report_report", "id, team") == [(danger, "duty")]
    assert rows_seen(production, worker, "report_look", "report_id") == [(danger,)]
    assert is_refused(production, ProcessRole.WORKER, "SELECT look_up FROM report_report")
    assert is_refused(production, ProcessRole.WORKER, "SELECT sealed FROM report_look")
    with production.as_owner() as owner:
        owner.execute("UPDATE report_report SET state = 'taken'")
    assert rows_seen(production, worker, "report_report", "id") == []
    with production.as_owner() as owner:
        owner.execute("DELETE FROM report_look")
        owner.execute("DELETE FROM report_report")


@pytest.mark.django_db(transaction=True)
def test_the_public_process_takes_an_agreement_back_for_the_receipt_alone_and_the_unit_carries_it_out(
    postgresql_cluster: Cluster, visitor: Client
) -> None:
    create_unit_with_known_keys()
    officer = somebody(Role.VICTIM_CARE_OFFICER)
    grant_privileges(connection)
    reporter, other = Reporter(visitor), Reporter(visitor)
    with as_process(postgresql_cluster, "public"):
        assert reporter.report(account="one").status_code == 200
        assert other.report(account="two").status_code == 200
        page = reporter.come_back()
        assert "taken your agreement back" in text_of(reporter.post("/return/agreement/", ticket=hidden(page)))
        assert "taken your agreement back" not in text_of(other.come_back())
    with as_process(postgresql_cluster, "hub", officer):
        (asked,) = api.stops_asked()
        with unit_of_work(write=True):
            assert api.is_stopped(asked)
            api.note_stopped(asked)
        assert api.stops_asked() == []
