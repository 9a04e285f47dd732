"""Who has confirmed the policy in force, and the figure that bears on Recommendation 4(j)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.accounts.services import create_account
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account
from safetoshare.base.permissions import STAFF_ROLES, Role
from safetoshare.core.measures import Measure, exact
from safetoshare.practice.api import Confirmed, Outdated, confirm, measures, staff_briefing
from safetoshare.practice.models import Reading
from safetoshare.practice.selectors import MEET_VICTIMS_AND_WITNESSES
from safetoshare.practice.services import confirm_reading
from safetoshare.sharing.api.policies import InForce
from tests.base.conftest import InThreads
from tests.sharing.policies import TODAY

pytestmark = pytest.mark.django_db
ANOTHER_VERSION = "ab" * 32


def the_measure() -> Measure:
    (measure,) = measures(TODAY - timedelta(days=30), TODAY)
    return measure


def test_whoever_confirms_is_shown_the_day_of_it(in_force: InForce) -> None:
    reader = uuid4()
    before = staff_briefing(reader, TODAY)
    assert before is not None
    assert before.confirmed_on is None
    assert confirm(reader, in_force.sha256, TODAY) == Confirmed()
    after = staff_briefing(reader, TODAY + timedelta(days=3))
    assert after is not None
    assert after.confirmed_on == TODAY


def test_confirming_twice_keeps_the_first_day(in_force: InForce) -> None:
    reader = uuid4()
    for days in range(3):
        confirm(reader, in_force.sha256, TODAY + timedelta(days=days))
    assert [reading.on for reading in Reading.objects.filter(account=reader)] == [TODAY]


def test_a_new_version_asks_again(in_force: InForce) -> None:
    reader = uuid4()
    confirm_reading(reader, ANOTHER_VERSION, TODAY)
    found = staff_briefing(reader, TODAY)
    assert found is not None
    assert found.confirmed_on is None
    confirm(reader, in_force.sha256, TODAY)
    assert Reading.objects.filter(account=reader).count() == 2


@pytest.mark.parametrize("version", ["", ANOTHER_VERSION, "rubbish", "x" * 10_000])
def test_only_the_version_in_force_can_be_confirmed(in_force: InForce, version: str) -> None:
    assert confirm(uuid4(), version, TODAY) == Outdated()
    assert not Reading.objects.exists()


def test_without_a_policy_in_force_there_is_nothing_to_read_or_confirm() -> None:
    assert staff_briefing(uuid4(), TODAY) is None
    assert confirm(uuid4(), ANOTHER_VERSION, TODAY) == Outdated()


def test_the_database_refuses_a_reading_of_nothing() -> None:
    with pytest.raises(IntegrityError), unit_of_work(write=True):
        Reading.objects.create(account=uuid4(), policy="rubbish", on=TODAY)


def test_the_figure_counts_those_who_meet_victims_and_no_one_else(in_force: InForce) -> None:
    accounts = {role: create_account(role.replace("_", "-"), role) for role in sorted(STAFF_ROLES)}
    for role in (Role.RESPONSE_OFFICER, Role.UNIT_SUPERVISOR, Role.POLICY_AUTHOR, Role.COMMISSIONER):
        confirm(accounts[role].id, in_force.sha256, TODAY)
    measure = the_measure()
    assert (measure.name, measure.bears_on) == ("staff_who_confirmed_reading", ("4(j)",))
    assert (measure.count, measure.out_of) == (exact(2), exact(len(MEET_VICTIMS_AND_WITNESSES)))
    assert (measure.since, measure.until) == (TODAY - timedelta(days=30), TODAY)


def test_the_definition_names_every_role_that_is_counted() -> None:
    named = {
        Role.RESPONSE_OFFICER: "response officers",
        Role.OFFICER_IN_THE_CASE: "officers in the case",
        Role.VICTIM_CARE_OFFICER: "victim and witness care officers",
        Role.WITNESS_CARE_OFFICER: "victim and witness care officers",
        Role.UNIT_SUPERVISOR: "unit supervisors",
        Role.CONTROL_ROOM: "control room",
        Role.OUTREACH_WORKER: "outreach workers",
    }
    assert set(named) == set(MEET_VICTIMS_AND_WITNESSES)
    assert all(words in the_measure().definition for words in named.values())


def test_who_has_left_is_counted_no_more(in_force: InForce) -> None:
    leaver = create_account("leaver", Role.RESPONSE_OFFICER)
    confirm(leaver.id, in_force.sha256, TODAY)
    Account.objects.filter(pk=leaver.pk).update(is_active=False)
    assert (the_measure().count, the_measure().out_of) == (exact(0), exact(0))


def test_a_reading_of_another_version_or_after_the_period_does_not_count(in_force: InForce) -> None:
    early, late = (create_account(name, Role.CONTROL_ROOM) for name in ("early", "late"))
    confirm_reading(early.id, ANOTHER_VERSION, TODAY)
    confirm_reading(late.id, in_force.sha256, TODAY + timedelta(days=1))
    assert (the_measure().count, the_measure().out_of) == (exact(0), exact(2))


def test_while_no_version_is_in_force_nobody_has_read_it() -> None:
    reader = create_account("reader", Role.RESPONSE_OFFICER)
    confirm_reading(reader.id, ANOTHER_VERSION, TODAY)
    assert (the_measure().count, the_measure().out_of) == (exact(0), exact(1))


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.integers(-2, 2)), max_size=12))
def test_never_more_have_confirmed_than_there_are(presses: list[tuple[int, bool, int]]) -> None:
    staff = [uuid4() for _person in range(4)]
    for person, is_this_version, days in presses:
        confirm_reading(staff[person], "cd" * 32 if is_this_version else ANOTHER_VERSION, TODAY + timedelta(days=days))
    readings = Reading.objects.filter(account__in=staff)
    assert readings.count() == len({(person, version) for person, version, _days in presses})


@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_pressed_in_two_windows_at_once_it_is_noted_once(in_threads: InThreads) -> None:
    reader = uuid4()
    in_threads(*(lambda: confirm_reading(reader, ANOTHER_VERSION, TODAY) for _window in range(2)))
    assert Reading.objects.filter(account=reader).count() == 1
