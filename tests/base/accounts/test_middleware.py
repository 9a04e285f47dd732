"""Who is acting: read only when asked, and nobody as soon as account, stamp or session is gone."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from safetoshare.base.accounts.middleware import (
    SESSION_ACCOUNT,
    SESSION_STAMP,
    AccountMiddleware,
    Acting,
    Nobody,
    SignedInAccount,
    acting,
)
from safetoshare.base.accounts.services import create_account, end_all_sessions
from safetoshare.base.accounts.sessions import SessionStore
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Account
from safetoshare.base.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Account:
    return create_account("inspector", Role.INSPECTOR)


def session_of(account: Account) -> SessionStore:
    session = SessionStore()
    session[SESSION_ACCOUNT] = str(account.id)
    session[SESSION_STAMP] = str(account.session_stamp)
    session.save()
    return session


def who_acts(session: SessionStore) -> Acting:
    """Ask in a view who acts."""
    seen: list[Acting] = []

    def view(request: HttpRequest) -> HttpResponse:
        account = acting(request)
        # Reading a field makes the lazy object look.
        seen.append(account if account.id else Nobody())
        return HttpResponse()

    request = RequestFactory().get("/")
    request.session = session
    AccountMiddleware(view)(request)
    return seen[0]


def test_a_session_with_account_and_stamp_is_that_account(officer: Account) -> None:
    assert who_acts(session_of(officer)) == SignedInAccount(officer.id, "inspector", "inspector", "staff")


def test_an_empty_session_is_nobody() -> None:
    assert who_acts(SessionStore()) == Nobody()


def test_a_page_that_does_not_ask_reads_no_session(officer: Account) -> None:
    request = RequestFactory().get("/")
    request.session = SessionStore("a" * 32)
    with CaptureQueriesContext(connection) as queries:
        AccountMiddleware(lambda _request: HttpResponse())(request)
    assert len(queries) == 0
    assert not request.session.accessed


def test_a_changed_stamp_ends_the_session(officer: Account) -> None:
    session = session_of(officer)
    end_all_sessions(officer.id)
    assert who_acts(session) == Nobody()
    assert not Session.objects.exists()


def test_a_deactivated_account_is_nobody_and_stays_so_when_it_is_activated_again(officer: Account) -> None:
    session = session_of(officer)
    cookie = session.session_key
    with unit_of_work(write=True):
        Account.objects.filter(pk=officer.pk).update(is_active=False)
    assert who_acts(session) == Nobody()
    with unit_of_work(write=True):
        Account.objects.filter(pk=officer.pk).update(is_active=True)
    assert who_acts(SessionStore(cookie)) == Nobody()


def test_a_deleted_account_is_nobody(officer: Account) -> None:
    session = session_of(officer)
    with unit_of_work(write=True):
        Account.objects.all().delete()
    assert who_acts(session) == Nobody()


def test_a_changed_role_is_seen_at_the_next_page(officer: Account) -> None:
    session = session_of(officer)
    with unit_of_work(write=True):
        Account.objects.filter(pk=officer.pk).update(role=Role.TRAINER)
    assert who_acts(session).role == "trainer"


@pytest.mark.parametrize("missing", [SESSION_ACCOUNT, SESSION_STAMP])
def test_a_session_without_account_or_stamp_is_nobody(officer: Account, missing: str) -> None:
    session = session_of(officer)
    del session[missing]
    assert who_acts(session) == Nobody()
