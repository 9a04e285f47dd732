"""How a code is used up: what is locked, what is read again, and that no secret is opened inside a unit of work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safetoshare.base.accounts import codes
from safetoshare.base.accounts.services import NotSignedIn, SignedIn, create_account, sign_in, signing_in
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account, SignInTries
from safetoshare.base.permissions import Realm, Role
from tests.base.people import code_of

NOW = datetime(2026, 11, 22, 9, 14, 5, tzinfo=UTC)


@pytest.fixture
def officer(db: None) -> Account:
    return create_account("response-officer", Role.RESPONSE_OFFICER)


def test_signing_in_locks_tries_first_and_the_account_last(officer: Account) -> None:
    with CaptureQueriesContext(connection) as queries:
        sign_in(officer.name, code_of(officer, NOW), Realm.STAFF, NOW)
    locking = [query["sql"] for query in queries.captured_queries if "FOR UPDATE" in query["sql"]]
    tables = [
        table for statement in locking for table in ("signintries", "account") if f'FROM "base_{table}"' in statement
    ]
    # Always in this order: two that lock them the other way round would wait for each other.
    assert tables == sorted(tables, reverse=True)
    assert len(tables) == len(locking)
    assert tables.count("account") == (connection.vendor == "postgresql")
    assert bool(locking) == (connection.vendor == "postgresql")


def test_the_form_that_used_a_code_may_send_it_again_and_no_other_may(officer: Account) -> None:
    code = code_of(officer, NOW)
    for form in ("her browser's", "her browser's"):
        assert isinstance(sign_in(officer.name, code, Realm.STAFF, NOW, form=form), SignedIn)
    assert not SignInTries.objects.exists()
    for form in ("another's", ""):
        assert sign_in(officer.name, code, Realm.STAFF, NOW, form=form) == NotSignedIn("spent")


def test_a_form_sends_no_code_again_once_a_later_one_was_used(officer: Account) -> None:
    later = NOW + timedelta(seconds=30)
    for at in (NOW, later):
        assert isinstance(sign_in(officer.name, code_of(officer, at), Realm.STAFF, at, form="hers"), SignedIn)
    assert sign_in(officer.name, code_of(officer, NOW), Realm.STAFF, later, form="hers") == NotSignedIn("spent")


def test_without_a_form_no_code_works_twice(officer: Account) -> None:
    assert isinstance(sign_in(officer.name, code_of(officer, NOW), Realm.STAFF, NOW), SignedIn)
    assert sign_in(officer.name, code_of(officer, NOW), Realm.STAFF, NOW) == NotSignedIn("spent")


def test_secrets_are_sealed_and_opened_outside_of_every_unit_of_work(
    officer: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def watched(work: Callable[..., object]) -> Callable[..., object]:
        def do(*arguments: object) -> object:
            # A unit inside another is refused.
            with unit_of_work():
                done.append(work.__name__)
            return work(*arguments)

        return do

    for work in (codes.open_code_secret, codes.seal_code_secret, codes.matching_step):
        monkeypatch.setattr(signing_in, work.__name__, watched(work))
    for name in (officer.name, "nobody"):
        sign_in(name, code_of(officer, NOW), Realm.STAFF, NOW)
    assert set(done) == {"open_code_secret", "seal_code_secret", "matching_step"}


@pytest.mark.parametrize("change", ["deactivated", "new secret", "used"])
def test_what_changes_between_reading_the_account_and_writing_is_not_missed(
    officer: Account, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    other = create_account("other", Role.INSPECTOR)
    code = code_of(officer, NOW)
    values: dict[str, dict[str, object]] = {
        "deactivated": {"is_active": False},
        "new secret": {"sealed_code_secret": bytes(other.sealed_code_secret)},
        "used": {"last_code_step": codes.current_step(NOW)},
    }

    def changed_meanwhile(secret: bytes, typed: str, at: datetime) -> int | None:
        with unit_of_work(write=True):
            Account.objects.filter(pk=officer.pk).update(**values[change])
        return codes.matching_step(secret, typed, at)

    monkeypatch.setattr(signing_in, "matching_step", changed_meanwhile)
    expected = NotSignedIn("spent") if change == "used" else NotSignedIn("wrong")
    assert sign_in(officer.name, code, Realm.STAFF, NOW) == expected
    # Its own, and that of all unknown browsers.
    assert list(SignInTries.objects.values_list("failures", flat=True)) == [1, 1]
