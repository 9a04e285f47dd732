"""The session's row stands under a hash of the cookie: whoever steals the database holds no session."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.accounts.sessions import SessionStore, row_key

pytestmark = pytest.mark.django_db


def saved(**values: str) -> SessionStore:
    session = SessionStore()
    session.update(values)
    session.save()
    return session


def key_of(session: SessionStore) -> str:
    assert session.session_key is not None
    return session.session_key


def test_a_session_is_found_again_by_the_value_of_its_cookie() -> None:
    assert SessionStore(key_of(saved(account="one")))["account"] == "one"


def test_no_row_holds_the_value_of_the_cookie() -> None:
    cookie = key_of(saved(account="one"))
    rows = str(list(Session.objects.values()))
    assert rows.count(row_key(cookie)) == 1
    assert cookie not in rows


def test_the_key_of_a_row_is_no_cookie() -> None:
    stolen = row_key(key_of(saved(account="one")))
    session = SessionStore(stolen)
    assert dict(session.items()) == {}
    assert session.session_key is None


def test_saving_again_changes_the_same_row() -> None:
    session = saved(account="one")
    session["account"] = "two"
    session.save()
    assert Session.objects.count() == 1
    assert SessionStore(key_of(session))["account"] == "two"


def test_flushing_deletes_the_row_and_gives_a_new_key() -> None:
    session = saved(account="one")
    cookie = key_of(session)
    session.flush()
    assert not Session.objects.exists()
    session["account"] = "two"
    session.save()
    assert key_of(session) != cookie
    assert dict(SessionStore(cookie).items()) == {}


def test_a_session_can_be_deleted_by_the_value_of_its_cookie() -> None:
    kept, other = saved(account="one"), saved(account="two")
    SessionStore().delete(key_of(other))
    SessionStore().delete()
    assert SessionStore().exists(key_of(kept))
    assert not SessionStore().exists(key_of(other))


def test_a_session_that_is_over_is_not_found() -> None:
    session = saved(account="one")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert dict(SessionStore(key_of(session)).items()) == {}


def test_a_session_ends_after_eight_hours_whatever_the_browser_does() -> None:
    cookie = key_of(saved(account="one"))
    row = Session.objects.get(session_key=row_key(cookie))
    assert timedelta(hours=7, minutes=59) < row.expire_date - timezone.now() <= timedelta(hours=8)


def test_a_row_that_was_altered_opens_as_empty() -> None:
    session = saved(account="one")
    row = Session.objects.get()
    Session.objects.update(session_data=row.session_data[:-1] + ("A" if row.session_data[-1] != "A" else "B"))
    assert dict(SessionStore(key_of(session)).items()) == {}


@given(st.text(max_size=60), st.text(max_size=60))
def test_row_keys_fit_the_column_and_differ(one: str, other: str) -> None:
    assert len(row_key(one)) == 40
    assert (row_key(one) == row_key(other)) == (one == other)
