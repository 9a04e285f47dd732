"""Reviews on PostgreSQL, each process as its login role: what it reaches, and in which direction a notice may move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from safetoshare.base.grants import login_role
from safetoshare.base.permissions import Role
from safetoshare.base.settings.environment import ProcessRole
from tests.base.seeded_rows import insert, rows_seen
from tests.hub.test_referrals_as_login_roles import account_of, run_as
from tests.production import Production

pytestmark = pytest.mark.postgresql
NEAR = date(2026, 1, 1)


@pytest.fixture
def waiting(production: Production) -> Iterator[UUID]:
    """A review that waits, whose row anybody may try to reach."""
    record = uuid4()
    with production.as_owner() as owner:
        insert(owner, "sharing_review", record=record, case=uuid4(), due_on=NEAR, reviewed_on=None)
    yield record
    with production.as_owner() as owner:
        owner.execute("DELETE FROM sharing_review WHERE record = %s", [record])


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.VICTIM_CARE_OFFICER, True),
        (Role.UNIT_SUPERVISOR, True),
        (Role.INSPECTOR, False),
        (Role.TRAINER, False),
    ],
)
def test_what_waits_is_seen_by_those_who_record_or_review(
    production: Production, waiting: UUID, role: Role, sees: bool
) -> None:
    account = str(account_of(production, role))
    seen = rows_seen(production, login_role(ProcessRole.HUB), "sharing_review", "record", account=account)
    assert ((waiting,) in seen) is sees


@pytest.mark.parametrize("process", [ProcessRole.PUBLIC, ProcessRole.SCRUTINY, ProcessRole.PARTNER])
@pytest.mark.usefixtures("waiting")
def test_no_other_process_reaches_it(production: Production, process: ProcessRole) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows_seen(production, login_role(process), "sharing_review", "due_on")


@pytest.mark.usefixtures("waiting")
def test_the_worker_learns_that_one_is_late_and_not_of_which_case(production: Production) -> None:
    looks = """
        from safetoshare.sharing.selectors.reviews import is_review_late
        with unit_of_work():
            print(is_review_late(date(2026, 1, 1)), is_review_late(date(2026, 1, 2)))
    """
    assert run_as(production, "worker", looks) == "False True"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows_seen(production, login_role(ProcessRole.WORKER), "sharing_review", '"case"')


def test_a_delay_may_be_ended_and_by_no_injected_update_made_or_lengthened(production: Production) -> None:
    """Seen to fail without `bind_changes`: a notice was then put off until 2999."""
    account = account_of(production, Role.UNIT_SUPERVISOR)
    mailbox, today = uuid4(), date.today()  # noqa: DTZ011  # the server's
    with production.as_owner() as owner:
        insert(owner, "sharing_subjectnotice", mailbox=mailbox, number=1, shown_from=today + timedelta(days=5))
    move = "UPDATE sharing_subjectnotice SET shown_from = %s WHERE mailbox = %s"
    with psycopg.connect(production.url(login_role(ProcessRole.HUB)), autocommit=True) as connection:
        connection.execute("SELECT set_config('safetoshare.account', %s, false)", [str(account)])
        for later in (today + timedelta(days=2), date(2999, 1, 1)):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
                connection.execute(move, [later, mailbox])
        assert connection.execute(move, [today - timedelta(days=1), mailbox]).rowcount == 1
    with production.as_owner() as owner:
        owner.execute("DELETE FROM sharing_subjectnotice WHERE mailbox = %s", [mailbox])


@pytest.mark.parametrize(
    ("role", "may"), [(Role.DATA_PROTECTION_OFFICER, True), (Role.VICTIM_CARE_OFFICER, True), (Role.TRAINER, False)]
)
def test_who_answers_a_request_adds_a_note_and_reads_none(production: Production, role: Role, may: bool) -> None:
    account = str(account_of(production, role))
    add = "INSERT INTO sharing_tallynote (id, month, wrapped, sealed) VALUES (gen_random_uuid(), %s, %s, %s)"
    with psycopg.connect(production.url(login_role(ProcessRole.HUB)), autocommit=True) as connection:
        connection.execute("SELECT set_config('safetoshare.account', %s, false)", [account])
        try:
            connection.execute(add, [NEAR, b"w", b"s"])
        except psycopg.errors.InsufficientPrivilege:
            assert not may
        else:
            assert may
    with production.as_owner() as owner:
        owner.execute("DELETE FROM sharing_tallynote WHERE month = %s", [NEAR])
