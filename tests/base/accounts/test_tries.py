"""Waits after wrong tries: three free ones, then twice as long each time, up to five minutes, and not for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.accounts.tries import (
    FORGOTTEN_AFTER,
    LONGEST_WAIT,
    count_failure,
    tries_at,
    wait_after,
)
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import SignInTries
from safetoshare.base.permissions import Realm

NOW = datetime(2026, 11, 22, 9, 14, tzinfo=UTC)
KEY = bytes(range(32))


def fail(name: str, at: datetime = NOW, realm: Realm = Realm.STAFF, key: bytes = KEY) -> int:
    """Count a wrong try; return how many there are in a row."""
    with unit_of_work(write=True):
        tries = tries_at(name, realm, key, at)
        count_failure(tries, at)
        return tries.failures


def test_waits_begin_after_the_third_try_and_double_up_to_five_minutes() -> None:
    assert [wait_after(failures).total_seconds() for failures in range(13)] == [
        0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300,
    ]  # fmt: skip


@given(st.integers(min_value=0, max_value=2**31))
def test_no_wait_is_longer_than_five_minutes_nor_shorter_than_the_one_before(failures: int) -> None:
    assert timedelta(0) <= wait_after(failures) <= wait_after(failures + 1) <= LONGEST_WAIT


@pytest.mark.django_db
def test_tries_are_counted_for_each_name_and_door_apart() -> None:
    assert [fail("amal"), fail("amal"), fail("amal")] == [1, 2, 3]
    assert fail("amal ") == 1
    assert fail("amal", realm=Realm.PARTNER) == 1
    assert fail("someone-else") == 1


@pytest.mark.django_db
def test_the_table_holds_no_name_that_was_typed_and_no_hash_that_could_be_guessed() -> None:
    fail("my passphrase by mistake")
    fail("my passphrase by mistake", key=bytes(32))
    rows = list(SignInTries.objects.values())
    assert len(rows) == 2
    assert "mistake" not in str(rows)
    assert "mistake" not in str(list(SignInTries.objects.all()))


@pytest.mark.django_db
def test_tries_are_forgotten_an_hour_after_the_last_wait_and_not_before() -> None:
    for _ in range(5):
        fail("amal")
    assert fail("amal", NOW + FORGOTTEN_AFTER) == 6
    later = NOW + FORGOTTEN_AFTER + wait_after(6)
    assert fail("amal", later + FORGOTTEN_AFTER + timedelta(seconds=1)) == 1


@pytest.mark.django_db
def test_rows_of_names_that_nobody_tries_any_more_are_deleted_by_the_next_try() -> None:
    for number in range(30):
        fail(f"name {number}")
    fail("another", NOW + FORGOTTEN_AFTER + timedelta(seconds=1))
    assert SignInTries.objects.count() == 1


def test_waiting_out_the_memory_gains_no_tries_over_the_longest_wait() -> None:
    tries_an_hour = timedelta(hours=1) / LONGEST_WAIT
    spent = timedelta(0)
    for tries in range(1, 20):
        assert tries / ((spent + FORGOTTEN_AFTER) / timedelta(hours=1)) <= tries_an_hour + 0.001
        spent += wait_after(tries)
