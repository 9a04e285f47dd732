"""Signing in, at the level below pages: codes work once, wrong ones cost waits, and nothing tells which names exist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from xkcdpass import xkcd_password

from safetoshare.base.accounts import codes
from safetoshare.base.accounts.services import (
    NotSignedIn,
    SignedIn,
    create_account,
    end_all_sessions,
    fold_name,
    give_member_key,
    sign_in,
    signing_in,
)
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import member_key_place
from safetoshare.base.keys.members import new_passphrase
from safetoshare.base.models import Account, MemberKey, SignInTries
from safetoshare.base.permissions import Realm, Role
from safetoshare.core.errors import SealError
from safetoshare.core.vault import Sealed, open_private_key, public_of, stretch_passphrase
from tests.base.accounts.pages import wrong_code
from tests.base.conftest import InThreads
from tests.base.people import PEPPER, code_of

NOW = datetime(2026, 11, 22, 9, 14, 5, tzinfo=UTC)
WRONG = NotSignedIn("wrong")


@pytest.fixture
def officer(db: None) -> Account:
    return create_account("response-officer", Role.RESPONSE_OFFICER)


def test_name_and_code_sign_in(officer: Account) -> None:
    outcome = sign_in("response-officer", code_of(officer, NOW), Realm.STAFF, NOW)
    assert outcome == SignedIn(officer.id, officer.session_stamp)


@pytest.mark.parametrize(
    "typed", [" Response-Officer ", "RESPONSE-OFFICER", "ｒesponse-officer", "response-officer\u00a0"]
)
def test_a_name_is_read_however_it_is_typed(officer: Account, typed: str) -> None:
    assert isinstance(sign_in(typed, code_of(officer, NOW), Realm.STAFF, NOW), SignedIn)


@pytest.mark.parametrize(
    "typed", ["response%officer", "response_officer", "%", "_" * 16, "response-officer' OR '1'='1"]
)
def test_a_name_is_never_a_pattern(officer: Account, typed: str) -> None:
    assert sign_in(typed, code_of(officer, NOW), Realm.STAFF, NOW) == WRONG


@pytest.mark.django_db
def test_an_account_created_with_capital_letters_signs_in_by_any_spelling_and_exists_once() -> None:
    account = create_account("Straße", Role.INSPECTOR)
    assert isinstance(sign_in("STRASSE", code_of(account, NOW), Realm.STAFF, NOW), SignedIn)
    with pytest.raises(IntegrityError):
        create_account("strasse ", Role.INSPECTOR)


@given(st.text(max_size=80))
def test_folding_a_name_twice_is_folding_it_once(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


def test_a_code_works_once(officer: Account) -> None:
    code = code_of(officer, NOW)
    assert isinstance(sign_in(officer.name, code, Realm.STAFF, NOW), SignedIn)
    assert sign_in(officer.name, code, Realm.STAFF, NOW) == NotSignedIn("spent")


def test_a_code_older_than_the_last_one_used_is_spent_too(officer: Account) -> None:
    earlier, later = code_of(officer, NOW), code_of(officer, NOW + timedelta(seconds=30))
    assert isinstance(sign_in(officer.name, later, Realm.STAFF, NOW), SignedIn)
    assert sign_in(officer.name, earlier, Realm.STAFF, NOW) == NotSignedIn("spent")


def test_the_next_code_works_after_one_was_used(officer: Account) -> None:
    assert isinstance(sign_in(officer.name, code_of(officer, NOW), Realm.STAFF, NOW), SignedIn)
    later = NOW + timedelta(seconds=30)
    assert isinstance(sign_in(officer.name, code_of(officer, later), Realm.STAFF, later), SignedIn)


def test_a_wrong_name_code_or_door_and_a_deactivated_account_give_the_same_answer(officer: Account) -> None:
    gone = create_account("gone", Role.INSPECTOR)
    with unit_of_work(write=True):
        Account.objects.filter(pk=gone.pk).update(is_active=False)
    assert sign_in("nobody", code_of(officer, NOW), Realm.STAFF, NOW) == WRONG
    assert sign_in(officer.name, wrong_code(officer, NOW), Realm.STAFF, NOW) == WRONG
    assert sign_in(officer.name, code_of(officer, NOW), Realm.PARTNER, NOW) == WRONG
    assert sign_in("gone", code_of(gone, NOW), Realm.STAFF, NOW) == WRONG


def answers_to_tries(name: str, code: str) -> list[tuple[str, int]]:
    answers: list[tuple[str, int]] = []
    for second in (0, 0, 0, 0, 1, 3, 3, 8, 20):
        outcome = sign_in(name, code, Realm.STAFF, NOW + timedelta(seconds=second))
        assert isinstance(outcome, NotSignedIn)
        answers.append((outcome.reason, outcome.seconds))
    return answers


def test_waits_are_the_same_for_a_name_that_exists_and_one_that_does_not(officer: Account) -> None:
    code = wrong_code(officer, NOW)
    expected = [
        ("wrong", 0), ("wrong", 0), ("wrong", 0), ("wait", 2), ("wait", 1),
        ("wrong", 0), ("wait", 4), ("wrong", 0), ("wrong", 0),
    ]  # fmt: skip
    assert answers_to_tries(officer.name, code) == expected
    assert answers_to_tries("nobody", code) == expected


def statements(name: str, code: str) -> list[str]:
    """Return the kinds of the statements that a try makes, and the tables they touch."""
    with CaptureQueriesContext(connection) as queries:
        sign_in(name, code, Realm.STAFF, NOW)
    words = [query["sql"].split() for query in queries.captured_queries]
    return [
        " ".join([found[0], *(word for word in found if word.startswith('"base_') and "." not in word)])
        for found in words
    ]


def test_an_unknown_name_takes_the_same_statements_as_a_known_one(officer: Account) -> None:
    code = wrong_code(officer, NOW)
    # So that the count of all unknown browsers is there for both.
    sign_in("somebody else", code, Realm.STAFF, NOW)
    first = statements(officer.name, code), statements("nobody", code)
    again = statements(officer.name, code), statements("nobody", code)
    assert first[0] == first[1]
    assert again[0] == again[1]
    assert any('UPDATE "base_signintries"' in statement for statement in first[1])


def test_an_unknown_name_takes_the_same_cryptography_as_a_known_one(
    officer: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def counted(name: str, work: Callable[..., object]) -> Callable[..., object]:
        def do(*arguments: object) -> object:
            done.append(name)
            return work(*arguments)

        return do

    monkeypatch.setattr(signing_in, "matching_step", counted("codes", codes.matching_step))
    monkeypatch.setattr(signing_in, "open_code_secret", counted("seal", codes.open_code_secret))
    monkeypatch.setattr(signing_in, "seal_code_secret", counted("seal", codes.seal_code_secret))
    sign_in(officer.name, wrong_code(officer, NOW), Realm.STAFF, NOW)
    known, done = done, []
    sign_in("nobody", "123456", Realm.STAFF, NOW)
    assert known == ["seal", "codes"]
    assert done == known


def test_the_right_code_is_refused_during_a_wait_and_works_after_it(officer: Account) -> None:
    for _ in range(3):
        sign_in(officer.name, wrong_code(officer, NOW), Realm.STAFF, NOW)
    just_before = NOW + timedelta(seconds=1.999)
    assert sign_in(officer.name, code_of(officer, NOW), Realm.STAFF, just_before) == NotSignedIn("wait", 1)
    after = NOW + timedelta(seconds=2)
    assert isinstance(sign_in(officer.name, code_of(officer, NOW), Realm.STAFF, after), SignedIn)


def test_a_try_during_a_wait_does_not_make_it_longer(officer: Account) -> None:
    for _ in range(3):
        sign_in(officer.name, wrong_code(officer, NOW), Realm.STAFF, NOW)
    for _ in range(20):
        assert sign_in(officer.name, wrong_code(officer, NOW), Realm.STAFF, NOW) == NotSignedIn("wait", 2)


def test_another_account_is_not_affected(officer: Account) -> None:
    other = create_account("inspector", Role.INSPECTOR)
    for _ in range(4):
        sign_in(officer.name, wrong_code(officer, NOW), Realm.STAFF, NOW)
    assert isinstance(sign_in("inspector", code_of(other, NOW), Realm.STAFF, NOW), SignedIn)


def test_success_makes_the_next_three_tries_free_again(officer: Account) -> None:
    for _ in range(2):
        sign_in(officer.name, wrong_code(officer, NOW), Realm.STAFF, NOW)
    assert isinstance(sign_in(officer.name, code_of(officer, NOW), Realm.STAFF, NOW), SignedIn)
    # What is left is the count of all unknown browsers, which one person's success does not set back.
    assert SignInTries.objects.get().failures == 2
    for _ in range(3):
        assert sign_in(officer.name, wrong_code(officer, NOW), Realm.STAFF, NOW) == WRONG


def test_a_spent_code_costs_a_try_too(officer: Account) -> None:
    code = code_of(officer, NOW)
    sign_in(officer.name, code, Realm.STAFF, NOW)
    for _ in range(3):
        assert sign_in(officer.name, code, Realm.STAFF, NOW) == NotSignedIn("spent")
    assert sign_in(officer.name, code, Realm.STAFF, NOW) == NotSignedIn("wait", 2)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.django_db
def test_each_role_comes_in_by_one_door_only(role: Role) -> None:
    account = create_account("someone", role)
    partners = {Role.PARTNER_WORKER, Role.PARTNER_MANAGER, Role.REPORTING_CENTRE_WORKER}
    own, other = (Realm.PARTNER, Realm.STAFF) if role in partners else (Realm.STAFF, Realm.PARTNER)
    assert sign_in("someone", code_of(account, NOW), other, NOW) == WRONG
    assert isinstance(sign_in("someone", code_of(account, NOW), own, NOW), SignedIn)


@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_two_at_once_with_the_same_code_sign_in_once(in_threads: InThreads) -> None:
    officer = create_account("response-officer", Role.RESPONSE_OFFICER)
    code = code_of(officer, NOW)
    outcomes = in_threads(*[lambda: sign_in(officer.name, code, Realm.STAFF, NOW)] * 4)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotSignedIn"] * 3 + ["SignedIn"]


@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_a_burst_of_wrong_codes_gets_three_answers_and_then_waits(in_threads: InThreads) -> None:
    outcomes = in_threads(*[lambda: sign_in("nobody", "123456", Realm.STAFF, NOW)] * 8)
    assert sorted(outcome.reason for outcome in outcomes) == [*["wait"] * 5, *["wrong"] * 3]


@pytest.mark.django_db
def test_a_code_secret_is_in_the_row_only_sealed(officer: Account) -> None:
    other = create_account("other", Role.INSPECTOR)
    with unit_of_work(write=True):
        Account.objects.filter(pk=officer.pk).update(sealed_code_secret=bytes(other.sealed_code_secret))
    # A row whose secret was exchanged for another's opens for nobody.
    with pytest.raises(SealError):
        sign_in(officer.name, code_of(other, NOW), Realm.STAFF, NOW)


def test_ending_all_sessions_changes_the_stamp_of_this_account_only(officer: Account) -> None:
    other = create_account("other", Role.INSPECTOR)
    end_all_sessions(officer.id)
    assert Account.objects.get(pk=officer.pk).session_stamp != officer.session_stamp
    assert Account.objects.get(pk=other.pk).session_stamp == other.session_stamp


def test_passphrases_are_six_words_of_the_long_list() -> None:
    listed = Path(xkcd_password.locate_wordfile("eff-long")).read_text("utf-8").split()
    drawn = [new_passphrase() for _ in range(5)]
    assert len(set(drawn)) == 5
    assert all(len(passphrase.split(" ")) == 6 for passphrase in drawn)
    assert {word for passphrase in drawn for word in passphrase.split(" ")} <= set(listed)


def test_passphrases_are_drawn_from_all_7776_words(monkeypatch: pytest.MonkeyPatch) -> None:
    lists: list[list[str]] = []

    def draw(words: list[str], **_options: int) -> str:
        lists.append(words)
        return "drawn"

    monkeypatch.setattr(xkcd_password, "generate_xkcdpassword", draw)
    assert new_passphrase() == "drawn"
    assert len(set(lists[0])) == 6**5


def test_a_member_key_opens_with_passphrase_and_pepper_and_with_nothing_less(officer: Account) -> None:
    key = give_member_key(officer.id, "six words of mine and more", PEPPER)
    sealed, place, salt = Sealed(bytes(key.sealed_private)), member_key_place(key.id, "private"), bytes(key.salt)
    private = open_private_key(sealed, stretch_passphrase("six words of mine and more", salt, PEPPER), place)
    assert public_of(private) == bytes(key.public)
    assert bytes(sealed).find(private) == -1
    for stretched, at in (
        (stretch_passphrase("six words of mine and less", salt, PEPPER), place),
        (stretch_passphrase("six words of mine and more", salt, bytes(32)), place),
        (stretch_passphrase("six words of mine and more", bytes(16), PEPPER), place),
        (stretch_passphrase("six words of mine and more", salt, PEPPER), member_key_place(uuid4(), "private")),
    ):
        with pytest.raises(SealError):
            open_private_key(sealed, stretched, at)


def test_a_member_has_one_key(officer: Account) -> None:
    give_member_key(officer.id, "first", PEPPER)
    with pytest.raises(IntegrityError):
        give_member_key(officer.id, "second", PEPPER)
    assert MemberKey.objects.count() == 1


def test_an_account_says_nothing_of_a_person_when_it_is_printed(officer: Account) -> None:
    assert officer.name not in f"{officer} {officer!r}"
    assert settings.IS_DEMONSTRATION
