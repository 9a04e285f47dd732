"""Another safe contact on PostgreSQL, each process under its own login role: left, read, held, and read by no other."""

from __future__ import annotations

import pytest
from django.db import Error as AnyDatabaseError
from django.db import connection
from django.test import Client

from safetoshare.base.database import SecurityContext, acting_as, unit_of_work
from safetoshare.base.grants import grant_privileges
from safetoshare.base.permissions import Role
from safetoshare.base.sealing import fields_of, open_with
from safetoshare.report import api
from safetoshare.report.models import ContactChange
from tests.postgres import Cluster
from tests.report.conftest import create_unit_with_known_keys, the_report
from tests.report.pages import Reporter, hidden, text_of
from tests.sharing.test_disclosures_roles import as_process, somebody

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_it_is_left_by_the_public_process_and_read_and_held_by_the_units(
    postgresql_cluster: Cluster, visitor: Client
) -> None:
    unit = create_unit_with_known_keys()
    grant_privileges(connection)
    reporter, officer = Reporter(visitor), somebody(Role.VICTIM_CARE_OFFICER)
    with as_process(postgresql_cluster, "public"):
        reporter.report(account="x", how="first")
        ticket = hidden(reporter.come_back())
        page = reporter.post("/return/contact/", ticket=ticket, how="second")
        assert "we reach you only as you have just said" in text_of(page)
        with unit_of_work(context=SecurityContext(look_up="00")):
            assert ContactChange.objects.count() == 0
    report = the_report().id
    with unit_of_work(write=True):
        ContactChange.objects.update(not_before="2026-01-01")
    with as_process(postgresql_cluster, "hub"), acting_as(officer):
        value = api.sealed_groups(report)["contact"]
        assert api.contact_change(report) is not None
        assert list(api.contact_places([report]).values()) == [report]
        assert api.hold_change(report)
        assert api.sealed_groups(report)["contact"] != value
    assert fields_of(open_with(unit.restricted.private, value))["how"] == "second"


def test_no_other_process_reads_it(postgresql_cluster: Cluster, visitor: Client) -> None:
    create_unit_with_known_keys()
    grant_privileges(connection)
    for process in ("partner", "scrutiny", "worker"):
        with as_process(postgresql_cluster, process), pytest.raises(AnyDatabaseError), unit_of_work():
            ContactChange.objects.count()
