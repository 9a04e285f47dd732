"""Unlocked keys: 15 minutes idle, 8 hours at most, for one handle and one account, and a quota."""

from __future__ import annotations

import time
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.unwrapper.keyring import (
    IDLE_SECONDS,
    LONGEST_SECONDS,
    OPENINGS_AN_HOUR,
    SEARCHES_AN_HOUR,
    Keyring,
    Member,
    seconds_since_boot,
)
from safetoshare.core.errors import LockedError, OverQuotaError, RefusedError
from safetoshare.core.vault import Place, PrivateKey
from tests.base.unwrapper.in_process import HandClock

MEMBER, OTHER = uuid4(), uuid4()
UNIT_KEY = uuid4()
KEY = PrivateKey(b"canary-private-key-of-32-bytes!!")
SEED = PrivateKey(b"canary-signing-key-of-32-bytes!!")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def keyring(clock: HandClock) -> Keyring:
    return Keyring(clock)


def add(keyring: Keyring, account: UUID = MEMBER) -> str:
    return keyring.add(Member(account, "victim_care_officer", uuid4(), uuid4()), {UNIT_KEY: KEY}, SEED)


def is_unlocked(keyring: Keyring, handle: str, account: UUID = MEMBER) -> bool:
    try:
        return keyring.seconds_left(handle, account) > 0
    except LockedError:
        return False


def test_the_handle_gives_the_keys_to_its_own_account_alone(keyring: Keyring) -> None:
    handle = add(keyring)
    assert keyring.use(handle, MEMBER).unit_keys == {UNIT_KEY: KEY}
    for wrong_handle, account in ((handle, OTHER), ("", MEMBER), (handle[:-1], MEMBER), (handle + "A", MEMBER)):
        with pytest.raises(LockedError):
            keyring.use(wrong_handle, account)
        with pytest.raises(LockedError):
            keyring.seconds_left(wrong_handle, account)


def test_handles_are_random_and_long(keyring: Keyring) -> None:
    handles = {add(keyring, uuid4()) for _ in range(50)}
    assert len(handles) == 50
    assert min(len(handle) for handle in handles) >= 43  # 32 random bytes


def test_keys_lock_after_fifteen_minutes_without_use(keyring: Keyring, clock: HandClock) -> None:
    handle = add(keyring)
    clock.seconds += 15 * 60 - 1
    assert keyring.seconds_left(handle, MEMBER) == 1
    clock.seconds += 1
    with pytest.raises(LockedError):
        keyring.use(handle, MEMBER)


def test_using_them_begins_the_fifteen_minutes_anew_and_asking_does_not(keyring: Keyring, clock: HandClock) -> None:
    handle = add(keyring)
    clock.seconds += 600
    keyring.use(handle, MEMBER)
    clock.seconds += 600
    assert keyring.seconds_left(handle, MEMBER) == 300
    clock.seconds += 300
    assert not is_unlocked(keyring, handle)


def test_keys_lock_after_eight_hours_however_busy(keyring: Keyring, clock: HandClock) -> None:
    handle = add(keyring)
    for _ in range(8 * 6 - 1):
        clock.seconds += 600
        keyring.use(handle, MEMBER)
    clock.seconds += 599
    assert keyring.seconds_left(handle, MEMBER) == 1
    clock.seconds += 1
    with pytest.raises(LockedError):
        keyring.use(handle, MEMBER)


def test_keys_that_locked_stay_locked(keyring: Keyring, clock: HandClock) -> None:
    handle = add(keyring)
    clock.seconds += IDLE_SECONDS
    assert not is_unlocked(keyring, handle)
    clock.seconds -= 60
    assert not is_unlocked(keyring, handle)


def test_sweeping_forgets_what_is_over_and_nothing_else(keyring: Keyring, clock: HandClock) -> None:
    old = add(keyring)
    clock.seconds += IDLE_SECONDS - 10
    young = add(keyring, OTHER)
    clock.seconds += 10
    keyring.sweep()
    clock.seconds -= 10  # what the sweep forgot cannot come back
    assert not is_unlocked(keyring, old)
    assert is_unlocked(keyring, young, OTHER)


def test_unlocking_again_ends_the_unlocking_before(keyring: Keyring) -> None:
    first, colleague = add(keyring), add(keyring, OTHER)
    second = add(keyring)
    assert not is_unlocked(keyring, first)
    assert is_unlocked(keyring, second)
    assert is_unlocked(keyring, colleague, OTHER)


def test_dropping_needs_handle_and_account(keyring: Keyring) -> None:
    handle = add(keyring)
    keyring.drop(handle, OTHER)
    keyring.drop("something else", MEMBER)
    assert is_unlocked(keyring, handle)
    keyring.drop(handle, MEMBER)
    keyring.drop(handle, MEMBER)
    assert not is_unlocked(keyring, handle)


def test_the_quota_counts_records_of_the_last_hour_for_each_account(keyring: Keyring, clock: HandClock) -> None:
    keyring.count_openings(MEMBER, OPENINGS_AN_HOUR - 1)
    clock.seconds += 1800
    keyring.count_openings(MEMBER, 1)
    with pytest.raises(RefusedError):
        keyring.count_openings(MEMBER, 1)
    keyring.count_openings(OTHER, OPENINGS_AN_HOUR)
    clock.seconds += 1800
    keyring.count_openings(MEMBER, OPENINGS_AN_HOUR - 1)
    with pytest.raises(RefusedError):
        keyring.count_openings(MEMBER, 1)


def test_who_is_allowed_more_opens_twice_as_many_for_an_hour(keyring: Keyring, clock: HandClock) -> None:
    keyring.allow_more(MEMBER)
    keyring.count_openings(MEMBER, 2 * OPENINGS_AN_HOUR)
    for account, records in ((MEMBER, 1), (OTHER, OPENINGS_AN_HOUR + 1)):
        with pytest.raises(OverQuotaError, match="ask a colleague"):
            keyring.count_openings(account, records)
    clock.seconds += 3600
    with pytest.raises(OverQuotaError):
        keyring.count_openings(MEMBER, OPENINGS_AN_HOUR + 1)


def test_nobody_is_allowed_more_twice_within_the_hour(keyring: Keyring, clock: HandClock) -> None:
    keyring.allow_more(MEMBER)
    clock.seconds += 3599
    with pytest.raises(RefusedError, match="less than an hour ago"):
        keyring.allow_more(MEMBER)
    clock.seconds += 1
    keyring.allow_more(MEMBER)


def test_searches_have_a_quota_of_their_own(keyring: Keyring, clock: HandClock) -> None:
    for _ in range(SEARCHES_AN_HOUR):
        keyring.count_search(MEMBER)
    with pytest.raises(RefusedError, match="searches in an hour"):
        keyring.count_search(MEMBER)
    keyring.count_openings(MEMBER, OPENINGS_AN_HOUR)
    keyring.count_search(OTHER)
    clock.seconds += 3600
    keyring.count_search(MEMBER)


def test_dropping_all_says_of_how_many(keyring: Keyring) -> None:
    handles = [add(keyring), add(keyring, OTHER)]
    assert keyring.drop_all() == 2
    assert not is_unlocked(keyring, handles[0])
    assert not is_unlocked(keyring, handles[1], OTHER)
    assert keyring.drop_all() == 0


def test_an_account_is_dropped_whatever_its_handle(keyring: Keyring) -> None:
    handle, colleague = add(keyring), add(keyring, OTHER)
    keyring.drop_account(MEMBER)
    assert not is_unlocked(keyring, handle)
    assert [kept.member.account for kept in keyring.all_unlocked()] == [OTHER]
    assert is_unlocked(keyring, colleague, OTHER)


@pytest.mark.parametrize("way", ["drop", "drop_account", "drop_all", "again", "sweep", "late use"])
def test_whoever_still_works_with_dropped_keys_is_told(keyring: Keyring, clock: HandClock, way: str) -> None:
    handle = add(keyring)
    unlocked = keyring.use(handle, MEMBER)
    unlocked.index.add(Place(uuid4(), "table", "group", 1), uuid4(), [])
    match way:
        case "drop":
            keyring.drop(handle, MEMBER)
        case "drop_account":
            keyring.drop_account(MEMBER)
        case "drop_all":
            keyring.drop_all()
        case "again":
            add(keyring)
        case _:
            clock.seconds += IDLE_SECONDS
            keyring.sweep() if way == "sweep" else is_unlocked(keyring, handle)
    assert unlocked.is_dropped
    assert len(unlocked.index) == 0


def test_what_the_quota_refuses_is_not_counted(keyring: Keyring) -> None:
    with pytest.raises(RefusedError):
        keyring.count_openings(MEMBER, OPENINGS_AN_HOUR + 1)
    keyring.count_openings(MEMBER, OPENINGS_AN_HOUR)


def test_locking_and_unlocking_does_not_renew_the_quota(keyring: Keyring) -> None:
    keyring.count_openings(MEMBER, OPENINGS_AN_HOUR)
    keyring.drop(add(keyring), MEMBER)
    add(keyring)
    with pytest.raises(RefusedError):
        keyring.count_openings(MEMBER, 1)


@given(st.lists(st.tuples(st.integers(min_value=0, max_value=2000), st.booleans()), max_size=40))
def test_no_order_of_waiting_and_using_outlives_its_limits(moves: list[tuple[int, bool]]) -> None:
    clock = HandClock()
    keyring = Keyring(clock)
    handle = add(keyring)
    unlocked_at = used_at = clock.seconds
    locked = False
    for wait, use in moves:
        clock.seconds += wait
        locked = locked or clock.seconds - used_at >= IDLE_SECONDS or clock.seconds - unlocked_at >= LONGEST_SECONDS
        assert is_unlocked(keyring, handle) == (not locked)
        if use and not locked:
            keyring.use(handle, MEMBER)
            used_at = clock.seconds


def test_no_key_shows_when_unlocked_keys_are_printed(keyring: Keyring) -> None:
    unlocked = keyring.use(add(keyring), MEMBER)
    assert "canary" not in f"{unlocked} {unlocked!r} {keyring!r}"


def test_the_clock_counts_the_time_that_the_machine_sleeps() -> None:
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    assert before <= seconds_since_boot() <= time.clock_gettime(time.CLOCK_BOOTTIME)
