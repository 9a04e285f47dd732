"""Wrong tries keep nobody out for long: a known browser is counted apart, and unknown ones together have a limit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from safetoshare.base.accounts.paper_codes import hash_of
from safetoshare.base.accounts.services import NotSignedIn, SignedIn, caring, create_account, sign_in
from safetoshare.base.accounts.services.creating import codes_key
from safetoshare.base.accounts.services.signing_in import KNOWN_FOR_DAYS
from safetoshare.base.accounts.tries import FREE_TRIES_OF_ALL, LONGEST_WAIT
from safetoshare.base.models import Account, KnownBrowser, RecoveryCode
from safetoshare.base.permissions import Realm, Role
from tests.base.accounts.pages import wrong_code
from tests.base.people import code_of

NOW = datetime(2026, 11, 22, 9, 14, 5, tzinfo=UTC)
HERS = "her browser's token"


@pytest.fixture
def officer(db: None) -> Account:
    return create_account("response-officer", Role.RESPONSE_OFFICER)


def attempt(account: Account, at: datetime, browser: str = "") -> SignedIn | NotSignedIn:
    return sign_in(account.name, code_of(account, at), Realm.STAFF, at, browser=browser)


def strangers_try(name: str, code: str, at: datetime, times: int) -> None:
    for _ in range(times):
        sign_in(name, code, Realm.STAFF, at)


def test_a_strangers_wrong_tries_never_make_a_known_browser_wait(officer: Account) -> None:
    assert isinstance(attempt(officer, NOW, HERS), SignedIn)
    later = NOW + timedelta(minutes=1)
    strangers_try(officer.name, wrong_code(officer, later), later, 10)
    assert attempt(officer, later) == NotSignedIn("wait", 2)
    assert isinstance(attempt(officer, later, HERS), SignedIn)


def test_wrong_tries_in_a_known_browser_are_slowed_down_too(officer: Account) -> None:
    attempt(officer, NOW, HERS)
    for _ in range(3):
        sign_in(officer.name, wrong_code(officer, NOW), Realm.STAFF, NOW, browser=HERS)
    assert attempt(officer, NOW + timedelta(seconds=1), HERS) == NotSignedIn("wait", 1)


def test_a_browser_that_another_account_knows_is_a_stranger_to_this_one(officer: Account) -> None:
    other = create_account("inspector", Role.INSPECTOR)
    attempt(other, NOW, HERS)
    strangers_try(officer.name, wrong_code(officer, NOW), NOW, 3)
    assert attempt(officer, NOW, HERS) == NotSignedIn("wait", 2)


@pytest.mark.parametrize("is_forgotten", [False, True])
def test_a_browser_is_a_stranger_again_after_ninety_days_without_use_or_once_it_is_forgotten(
    officer: Account, is_forgotten: bool
) -> None:
    attempt(officer, NOW, HERS)
    at = NOW + timedelta(days=0 if is_forgotten else KNOWN_FOR_DAYS + 1, minutes=2)
    if is_forgotten:
        caring.forget_browsers(officer.id)
    strangers_try(officer.name, wrong_code(officer, at), at, 3)
    assert attempt(officer, at, HERS) == NotSignedIn("wait", 2)


def test_strangers_who_try_many_names_wait_and_a_known_browser_does_not(officer: Account) -> None:
    attempt(officer, NOW, HERS)
    later = NOW + timedelta(minutes=1)
    for number in range(FREE_TRIES_OF_ALL + 3):
        strangers_try(f"name {number}", "000000", later, 1)
    assert isinstance(sign_in("name nobody tried", "000000", Realm.STAFF, later), NotSignedIn)
    assert attempt(officer, later) == NotSignedIn("wait", 2)
    assert isinstance(attempt(officer, later, HERS), SignedIn)
    assert sign_in("somebody", "000000", Realm.PARTNER, later) == NotSignedIn("wrong")


def test_the_door_is_never_closed_to_strangers_for_longer_than_five_minutes(officer: Account) -> None:
    at = NOW
    for number in range(200):
        outcome = sign_in(f"name {number}", "000000", Realm.STAFF, at)
        if isinstance(outcome, NotSignedIn) and outcome.reason == "wait":
            assert outcome.seconds <= LONGEST_WAIT.total_seconds()
            at += timedelta(seconds=outcome.seconds)
    assert isinstance(attempt(officer, at + LONGEST_WAIT), SignedIn)


def test_no_browsers_token_stands_in_the_table(officer: Account) -> None:
    attempt(officer, NOW, HERS)
    assert HERS not in str(list(KnownBrowser.objects.values()))


def test_a_recovery_code_signs_in_once_and_says_how_many_are_left(officer: Account) -> None:
    codes = caring.new_recovery_codes(officer.id)
    typed = f" {codes[0][:5].lower()}-{codes[0][5:]} "
    outcome = sign_in(officer.name, typed, Realm.STAFF, NOW)
    assert isinstance(outcome, SignedIn)
    assert outcome.recovery_codes_left == 9
    assert sign_in(officer.name, typed, Realm.STAFF, NOW) == NotSignedIn("wrong")
    assert not set(codes) & set(RecoveryCode.objects.values_list("code_hash", flat=True))


def test_a_recovery_code_of_somebody_else_or_one_that_was_replaced_signs_nobody_in(officer: Account) -> None:
    other = create_account("inspector", Role.INSPECTOR)
    theirs, old = caring.new_recovery_codes(other.id), caring.new_recovery_codes(officer.id)
    caring.new_recovery_codes(officer.id)
    for code in (theirs[0], old[0]):
        assert sign_in(officer.name, code, Realm.STAFF, NOW) == NotSignedIn("wrong")
    assert RecoveryCode.objects.filter(code_hash=hash_of(theirs[0], "recovery", codes_key()), used_on=None).exists()
