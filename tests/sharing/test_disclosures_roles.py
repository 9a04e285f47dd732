"""On PostgreSQL each process does its own part of a disclosure with its own login role, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, connections

from safetoshare.base.accounts.services import create_account
from safetoshare.base.database import NOBODY, SecurityContext, acting_as, unit_of_work
from safetoshare.base.grants import grant_privileges
from safetoshare.base.permissions import Role
from safetoshare.core.measures import PublishedCount
from safetoshare.report.models import Report
from safetoshare.sharing.api.disclosures import (
    notices_for,
    packages_for,
    sealed_package,
)
from safetoshare.sharing.api.figures import measures
from safetoshare.sharing.models import Disclosure, Figure, Package, TallyNote, TallyTotal
from safetoshare.sharing.services.figures import fold_tallies
from tests.base.people import LOG_SEED
from tests.postgres import Cluster
from tests.sharing.disclosing import ORGANISATION, refused, sent, set_scene
from tests.sharing.logs import signing_on

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

DAY = date(2026, 11, 22)


def somebody(role: Role, organisation: UUID | None = None) -> SecurityContext:
    """An account of a role, made by the owner, and the context in which it acts."""
    account = create_account(f"{role} {uuid4()}", role, organisation=organisation)
    return SecurityContext.of_account(account.id)


@contextmanager
def as_process(cluster: Cluster, process: str, context: SecurityContext = NOBODY) -> Iterator[None]:
    """Work with the login role of a process, on somebody's behalf."""
    owner, settings = connections["default"], connections.settings["default"]
    login = f"safetoshare_{process}"
    # The pool is one for each alias: it would hand out the owner's connections.
    options = {name: value for name, value in settings["OPTIONS"].items() if name != "pool"}
    changed = settings | {"USER": login, "PASSWORD": cluster.passwords[login], "OPTIONS": options}
    connections.settings["default"] = changed
    connections["default"] = connections.create_connection("default")
    try:
        with acting_as(context):
            yield
    finally:
        connections["default"].close()
        connections.settings["default"], connections["default"] = settings, owner


def insert_report(report: UUID, look_up: bytes) -> None:
    """The report whose mailbox the notices are sealed to."""
    with unit_of_work(write=True):
        Report.objects.create(
            id=report, look_up=look_up, nonce_hash=look_up, received_on=DAY, next_step_by=DAY + timedelta(days=2)
        )


def test_the_hub_discloses_the_organisation_reads_the_person_is_told_and_the_month_is_folded(
    postgresql_cluster: Cluster,
) -> None:
    with signing_on(DAY, LOG_SEED):
        scene = set_scene()
        grant_privileges(connection)
        with as_process(postgresql_cluster, "hub", somebody(Role.VICTIM_CARE_OFFICER)):
            order = scene.order()
            done = sent(order)
            assert sent(order) == done
            assert refused(scene.order(recipient="immigration_enforcement")).number == 2
    with as_process(postgresql_cluster, "partner", somebody(Role.PARTNER_WORKER, ORGANISATION)):
        assert [one.id for one in packages_for(ORGANISATION)] == [done.package]
        assert sealed_package(done.package, ORGANISATION) is not None
    with as_process(postgresql_cluster, "partner", somebody(Role.PARTNER_WORKER, uuid4())):
        assert packages_for(ORGANISATION) == []
    look_up = uuid4().bytes
    insert_report(scene.mailbox_key.id, look_up)
    with as_process(postgresql_cluster, "public", SecurityContext(look_up=look_up.hex())):
        assert len(notices_for(scene.mailbox_key.id)) == 2
    with as_process(postgresql_cluster, "public"):
        assert notices_for(scene.mailbox_key.id) == []
    with signing_on(date(2026, 12, 2), LOG_SEED), as_process(postgresql_cluster, "worker"):
        with unit_of_work(write=True):
            fold_tallies(date(2026, 12, 2))
        with unit_of_work():
            assert not TallyNote.objects.exists()
    for process in ("public", "scrutiny"):
        with as_process(postgresql_cluster, process):
            by_name = {one.name: one.count for one in measures(DAY, date(2026, 12, 31))}
            assert by_name["disclosures_to_home_office"] == PublishedCount(0, is_exact=True)
            assert by_name["refusals_to_home_office"] == PublishedCount(None, is_exact=False, fewer_than=8)
            assert by_name["disclosures_to_services"] == PublishedCount(None, is_exact=False)


@pytest.mark.parametrize("process", ["hub", "public", "partner", "scrutiny"])
def test_no_process_but_the_workers_reads_or_destroys_a_tally(postgresql_cluster: Cluster, process: str) -> None:
    with signing_on(DAY, LOG_SEED):
        scene = set_scene()
        grant_privileges(connection)
        sent(scene.order())
    context = somebody(Role.VICTIM_CARE_OFFICER) if process == "hub" else NOBODY
    with as_process(postgresql_cluster, process, context):
        for table in (TallyNote, TallyTotal):
            with pytest.raises(ProgrammingError, match="permission denied"), unit_of_work():
                table.objects.exists()
            with pytest.raises(ProgrammingError, match="permission denied"), unit_of_work(write=True):
                table.objects.all().delete()
        with pytest.raises(ProgrammingError, match="permission denied"), unit_of_work(write=True):
            Figure.objects.create(
                since=DAY, until=DAY, recipients="others", what="refusal", at_least=0, is_exact=True, fewer_than=10
            )


@pytest.mark.parametrize("process", ["public", "partner", "scrutiny", "worker"])
def test_no_other_process_sees_or_alters_a_disclosure(postgresql_cluster: Cluster, process: str) -> None:
    with signing_on(DAY, LOG_SEED):
        scene = set_scene()
        grant_privileges(connection)
        sent(scene.order())
        with as_process(postgresql_cluster, process):
            with pytest.raises(ProgrammingError, match="permission denied"), unit_of_work():
                Disclosure.objects.exists()
            with pytest.raises(ProgrammingError, match="permission denied"):
                sent(scene.order())


def test_the_hub_does_not_read_what_a_package_holds_nor_alter_what_was_recorded(postgresql_cluster: Cluster) -> None:
    with signing_on(DAY, LOG_SEED):
        scene = set_scene()
        grant_privileges(connection)
        done = sent(scene.order())
    with as_process(postgresql_cluster, "hub"):
        for forbidden in (
            lambda: sealed_package(done.package, ORGANISATION),
            lambda: notices_for(scene.mailbox_key.id),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"):
                forbidden()
        for table in (Disclosure, Package):
            with pytest.raises(ProgrammingError, match="permission denied"), unit_of_work(write=True):
                table.objects.all().delete()
