"""Reports of third-party reporting centres on PostgreSQL: each process does its part, and each centre sees its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from django.test import Client

from safetoshare.base import clock, spool
from safetoshare.base.database import SecurityContext, unit_of_work
from safetoshare.base.grants import grant_privileges, login_role
from safetoshare.base.permissions import Role
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.report import api
from safetoshare.report.api import RecordedReport, ReportContent, SafeContact, centres
from safetoshare.report.api.reporting import Ticket
from safetoshare.report.api.spooling import take_over
from tests.base.seeded_rows import DAY, LATER, insert, rows_seen
from tests.hub.test_referrals_as_login_roles import account_of
from tests.postgres import Cluster
from tests.production import Production
from tests.report.away import database_away
from tests.report.centres import ANOTHER, CENTRE, open_centre
from tests.report.conftest import create_unit_with_known_keys
from tests.report.pages import Reporter
from tests.sharing.test_disclosures_roles import as_process, somebody

pytestmark = pytest.mark.postgresql
PARTNER = login_role(ProcessRole.PARTNER)


@pytest.fixture
def reports(production: Production) -> Iterator[Callable[..., UUID]]:
    """Write a report, as the owner. Afterwards none of them is left: the database is other tests' too."""
    written = []

    def write(**named: object) -> UUID:
        written.append(uuid4())
        with production.as_owner() as owner:
            given = {"id": written[-1], "state": "received", "team": "unit", "area": "", "next_step_by": LATER} | named
            insert(owner, "report_report", **given)
        return written[-1]

    yield write
    with production.as_owner() as owner:
        owner.execute("DELETE FROM report_centrereport WHERE report_id = ANY(%s)", [written])
        owner.execute("DELETE FROM report_report WHERE id = ANY(%s)", [written])


def account_in(context: SecurityContext) -> UUID:
    return UUID(context.account)


def send(ticket: Ticket) -> RecordedReport:
    content = ReportContent(account="He took my wages.", agreed="agrees")
    return centres.record(ticket, content, SafeContact(), area="", on=clock.today())


@pytest.mark.django_db(transaction=True)
def test_a_paper_goes_its_whole_way_and_each_centre_follows_its_own(
    postgresql_cluster: Cluster, visitor: Client
) -> None:
    unit = create_unit_with_known_keys()
    open_centre()
    officer = somebody(Role.VICTIM_CARE_OFFICER)
    here, elsewhere = (somebody(Role.REPORTING_CENTRE_WORKER, organisation) for organisation in (CENTRE, ANOTHER))
    grant_privileges(connection)
    with as_process(postgresql_cluster, "partner", here):
        ticket = centres.draw_ticket(account_in(here), CENTRE)
        first, second = send(ticket), send(ticket)
        assert (first.is_new, second.is_new, second.differs) == (True, False, False)
        (mine,) = centres.sent_by(CENTRE)
        assert (mine.reference, mine.is_taken) == (centres.centre_of(ticket).reference, False)
    with as_process(postgresql_cluster, "partner", elsewhere):
        assert centres.sent_by(CENTRE) == centres.sent_by(ANOTHER) == []
    with as_process(postgresql_cluster, "hub", officer):
        (waiting,) = api.reports_received()
        with unit_of_work(write=True):
            assert api.note_taken(waiting.id)
    with as_process(postgresql_cluster, "partner", here):
        assert [one.is_taken for one in centres.sent_by(CENTRE)] == [True]
    with as_process(postgresql_cluster, "public"):
        assert Reporter(visitor).come_back(ticket.receipt.grouped()).status_code == 200
    assert unit.account().centre == f"Nightingale Centre, {mine.reference}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("process", "followed"), [("partner", 1), ("public", 0)])
def test_what_waited_in_the_spool_is_stored_by_either_process_and_followed_where_the_partners_stores_it(
    postgresql_cluster: Cluster, process: str, followed: int
) -> None:
    create_unit_with_known_keys()
    open_centre()
    here = somebody(Role.REPORTING_CENTRE_WORKER, CENTRE)
    grant_privileges(connection)
    with as_process(postgresql_cluster, "partner", here):
        send(centres.draw_ticket(account_in(here), CENTRE))
        ticket = centres.draw_ticket(account_in(here), CENTRE)
        with database_away():
            assert send(ticket).is_spooled
    assert len(spool.waiting()) == 1
    with as_process(postgresql_cluster, process):
        assert take_over().stored == 1
    with as_process(postgresql_cluster, "partner", here):
        references = [one.reference for one in centres.sent_by(CENTRE)]
    assert len(references) == 1 + followed
    assert (centres.centre_of(ticket).reference in references) == bool(followed)


def test_a_centre_sees_its_own_rows_and_no_other_helper_sees_any(
    production: Production, reports: Callable[..., UUID]
) -> None:
    sent = {organisation: reports() for organisation in (CENTRE, ANOTHER)}
    with production.as_owner() as owner:
        for organisation, report in sent.items():
            insert(owner, "report_centrereport", report_id=report, organisation=organisation, sent_on=DAY)
    worker = account_of(production, Role.REPORTING_CENTRE_WORKER, CENTRE)
    helper = account_of(production, Role.PARTNER_WORKER, CENTRE)
    for table, column in (("report_centrereport", "report_id"), ("report_report", "id")):
        assert rows_seen(production, PARTNER, table, column, account=str(worker)) == [(sent[CENTRE],)]
        assert rows_seen(production, PARTNER, table, column, account=str(helper)) == []
        assert rows_seen(production, PARTNER, table, column) == []


@pytest.mark.parametrize("column", ["salt", "mailbox_private", "area", "team", "promise_sealed", "words_sealed"])
def test_the_partners_process_reads_of_a_report_nothing_that_opens_or_describes_it(
    production: Production, column: str
) -> None:
    with psycopg.connect(production.url(PARTNER)) as reader, pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute(f"SELECT {column} FROM report_report")  # noqa: S608  # our own


def test_a_centre_claims_neither_another_organisation_nor_a_report_whose_receipt_it_has_not_drawn(
    production: Production, reports: Callable[..., UUID]
) -> None:
    look_up = uuid4().bytes
    report, other = reports(look_up=look_up), reports()
    worker = account_of(production, Role.REPORTING_CENTRE_WORKER, CENTRE)
    claims = {(report, CENTRE): True, (report, ANOTHER): False, (other, CENTRE): False}
    for (claimed, organisation), is_let in claims.items():
        with psycopg.connect(production.url(PARTNER)) as writer:
            for name, value in (("account", str(worker)), ("look_up", look_up.hex())):
                writer.execute("SELECT set_config(%s, %s, true)", [f"safetoshare.{name}", value])
            try:
                writer.execute(
                    "INSERT INTO report_centrereport (id, report_id, organisation, sent_on) VALUES (%s, %s, %s, %s)",
                    [uuid4(), claimed, organisation, DAY],
                )
                assert is_let
            except psycopg.errors.InsufficientPrivilege:
                assert not is_let
            finally:
                writer.rollback()
