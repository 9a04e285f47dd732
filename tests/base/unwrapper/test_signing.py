"""Signing the next key list: only a list that follows, only by who may on the list in force, and never unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError

from safetoshare.base.database import unit_of_work
from safetoshare.base.keys.lists import draft_list, list_in_force
from safetoshare.base.models import AuditRow, MemberKey
from safetoshare.base.permissions import Role
from safetoshare.base.unwrapper import client, signing
from safetoshare.core.errors import BadInputError, LockedError, NotPermittedError, RefusedError
from safetoshare.core.key_list import KeyList, check_successor, follow
from tests.base.people import member, trust_keys
from tests.base.unwrapper.conftest import Team
from tests.base.unwrapper.in_process import InProcess
from tests.base.unwrapper.members import change, handle_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def in_force() -> KeyList:
    with unit_of_work():
        return list_in_force()


def the_next() -> str:
    with unit_of_work():
        return draft_list()


def test_two_members_signatures_make_the_next_list(team: Team) -> None:
    text = the_next()
    lines = [
        client.sign_key_list(signer.id, handle_of(signer), text) for signer in (team.victim_care, team.data_protection)
    ]
    note = f"{text}\n" + "".join(f"{line}\n" for line in lines)
    assert check_successor(in_force(), note).text() == text


def test_a_signature_has_its_audit_row_before_it_is_made(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object, **_named: object) -> None:
        raise DatabaseError

    text, handle = the_next(), handle_of(team.victim_care)
    client.sign_key_list(team.victim_care.id, handle, text)
    row = AuditRow.objects.get()
    key = MemberKey.objects.get(account=team.victim_care.id)
    assert (row.account, row.action, row.record, row.purpose) == (
        team.victim_care.id,
        "base:key_list:sign",
        key.id,
        "sign_key_list",
    )
    monkeypatch.setattr(signing, "record_act", fails)
    monkeypatch.setattr(signing, "sign_note", lambda *_given: pytest.fail("signed without an audit row"))
    with pytest.raises(client.UnwrapperAwayError):
        client.sign_key_list(team.victim_care.id, handle, text)


def test_a_list_that_does_not_follow_is_not_signed(team: Team) -> None:
    now, handle = in_force(), handle_of(team.victim_care)
    following = follow(now, now.on, units=now.units, members=now.members, recovery=now.recovery)
    for wrong in (
        now,
        replace(following, number=following.number + 1),
        replace(following, previous="0" * 64),
        replace(following, origin="another.example/keys"),
        replace(following, on=now.on - timedelta(days=1)),
    ):
        with pytest.raises(RefusedError, match="does not follow"):
            client.sign_key_list(team.victim_care.id, handle, wrong.text())
    assert not AuditRow.objects.exists()


@pytest.mark.parametrize("text", ["", "anything", "Safe to Share key list, version 1\n", "\ud800", "x" * 1_000_000])
def test_whatever_is_no_key_list_is_not_signed(team: Team, text: str) -> None:
    with pytest.raises(BadInputError):
        client.sign_key_list(team.victim_care.id, handle_of(team.victim_care), text)


def test_who_may_not_sign_does_not(team: Team) -> None:
    with pytest.raises(NotPermittedError):
        client.sign_key_list(team.witness_care.id, handle_of(team.witness_care), the_next())


def test_whoever_the_list_in_force_does_not_name_does_not_sign(team: Team) -> None:
    supervisor = member(Role.UNIT_SUPERVISOR)
    text = follow_now()
    with pytest.raises(NotPermittedError, match="does not name you"):
        client.sign_key_list(supervisor.id, handle_of(supervisor), text)
    trust_keys()
    assert client.sign_key_list(supervisor.id, handle_of(supervisor), follow_now())


def follow_now() -> str:
    now = in_force()
    return follow(now, now.on, units=now.units, members=now.members, recovery=now.recovery).text()


def test_locked_keys_sign_nothing(team: Team, unwrapper: InProcess) -> None:
    handle = handle_of(team.victim_care)
    with pytest.raises(LockedError):
        client.sign_key_list(team.data_protection.id, handle, the_next())
    change(team.victim_care, session_stamp=uuid4())
    with pytest.raises(LockedError):
        client.sign_key_list(team.victim_care.id, handle, the_next())
