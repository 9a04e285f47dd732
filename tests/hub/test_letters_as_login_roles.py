"""Letters and decisions of ranks on PostgreSQL, each process as its login role: what it reaches."""

from __future__ import annotations

from collections.abc import Iterator
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

LOOK_UP, OTHER = b"l" * 32, b"o" * 32


@pytest.fixture
def letter(production: Production) -> Iterator[UUID]:
    """A letter, whose row anybody may try to reach; and another one beside it."""
    found = uuid4()
    with production.as_owner() as owner:
        insert(owner, "sharing_letter", id=found, look_up=LOOK_UP, tries_left=5)
        insert(owner, "sharing_letter", id=uuid4(), look_up=OTHER, tries_left=5)
    yield found
    with production.as_owner() as owner:
        owner.execute("DELETE FROM sharing_letter")


def test_the_partners_process_finds_the_letter_whose_address_is_held_and_no_other(
    production: Production, letter: UUID
) -> None:
    partner = login_role(ProcessRole.PARTNER)
    assert rows_seen(production, partner, "sharing_letter", "id") == []
    assert rows_seen(production, partner, "sharing_letter", "id", look_up=LOOK_UP.hex()) == [(letter,)]
    tries = """
        from safetoshare.sharing.services.letters import _count_try
        print(_count_try(bytes.fromhex(%r)).tries_left, _count_try(b"n" * 32))
    """
    with production.as_owner() as owner:
        owner.execute("UPDATE sharing_letter SET expires_on = CURRENT_DATE + 3")
    assert run_as(production, "partner", tries % LOOK_UP.hex()) == "4 None"
    with production.as_owner() as owner:
        left = owner.execute("SELECT look_up, tries_left FROM sharing_letter ORDER BY look_up").fetchall()
    assert [(bytes(one), tries) for one, tries in left] == [(LOOK_UP, 4), (OTHER, 5)]


def test_the_units_process_reads_of_a_letter_whether_it_was_opened_and_nothing_that_opens_it(
    production: Production, letter: UUID
) -> None:
    officer = account_of(production, Role.VICTIM_CARE_OFFICER)
    hub = login_role(ProcessRole.HUB)
    assert (letter, None) in rows_seen(production, hub, "sharing_letter", "id, opened_on", account=str(officer))
    for column in ("sealed_private", "look_up", "salt", "sealed"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            rows_seen(production, hub, "sharing_letter", column, account=str(officer))


@pytest.mark.parametrize("process", [ProcessRole.PUBLIC, ProcessRole.SCRUTINY])
def test_no_other_process_reaches_a_letter_or_a_decision(production: Production, process: ProcessRole) -> None:
    for table in ("sharing_letter", "sharing_askeddecision", "sharing_takendecision"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            rows_seen(production, login_role(process), table)


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.INSPECTOR, True), (Role.TRAINER, False), (Role.RESPONSE_OFFICER, False)]
)
def test_what_a_rank_was_asked_is_seen_by_those_who_decide(production: Production, role: Role, sees: bool) -> None:
    asked = uuid4()
    with production.as_owner() as owner:
        insert(owner, "sharing_askeddecision", id=asked, case=uuid4())
    seen = rows_seen(
        production,
        login_role(ProcessRole.HUB),
        "sharing_askeddecision",
        "id",
        account=str(account_of(production, role)),
    )
    assert ((asked,) in seen) is sees
    with production.as_owner() as owner:
        owner.execute("DELETE FROM sharing_askeddecision WHERE id = %s", [asked])


def test_letters_whose_time_is_over_are_forgotten_by_the_worker(production: Production, letter: UUID) -> None:
    with production.as_owner() as owner:
        owner.execute("UPDATE sharing_letter SET expires_on = CURRENT_DATE - 1 WHERE id = %s", [letter])
        owner.execute("UPDATE sharing_letter SET expires_on = CURRENT_DATE + 1 WHERE id <> %s", [letter])
    forgets = """
        from safetoshare.base import clock
        from safetoshare.sharing.services.letters import forget_letters
        with unit_of_work(write=True):
            forget_letters(clock.today())
    """
    run_as(production, "worker", forgets)
    with production.as_owner() as owner:
        assert [bytes(one) for (one,) in owner.execute("SELECT look_up FROM sharing_letter").fetchall()] == [OTHER]
