"""Opening: what is refused, what is written before a word is returned, and what tells nothing."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import DatabaseError, connections

from safetoshare.base.accounts.services import end_all_sessions
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import AuditRow, Unit, UnitKeyWrap
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Role
from safetoshare.base.unwrapper import client, reading
from safetoshare.base.unwrapper.client import open_values
from safetoshare.base.unwrapper.keyring import OPENINGS_AN_HOUR
from safetoshare.core.errors import BadInputError, LockedError, NotPermittedError, RefusedError, SealError
from safetoshare.core.vault import Place, PrivateKey, Sealed, Wrapped, unwrap
from tests.base.people import sealed
from tests.base.unwrapper.conftest import Team
from tests.base.unwrapper.in_process import InProcess
from tests.base.unwrapper.members import CANARY, change, handle_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


# Opening


def test_what_was_sealed_to_the_unit_opens_in_order(team: Team, handle: str) -> None:
    texts = [b"", CANARY, bytes(range(256)) * 40]
    kinds = [KeyKind.ORDINARY, KeyKind.RESTRICTED, KeyKind.ORDINARY]
    values = [sealed(text, kind) for text, kind in zip(texts, kinds, strict=True)]
    assert open_values(team.victim_care.id, handle, "read_report", values) == texts
    assert open_values(team.victim_care.id, handle, "read_report", []) == []


def test_a_witness_care_officer_opens_what_is_ordinary_and_nothing_restricted(team: Team) -> None:
    handle = handle_of(team.witness_care)
    ordinary, restricted = sealed(CANARY), sealed(CANARY, KeyKind.RESTRICTED)
    assert open_values(team.witness_care.id, handle, "read_report", [ordinary]) == [CANARY]
    for values in ([restricted], [ordinary, restricted]):
        with pytest.raises(NotPermittedError):
            open_values(team.witness_care.id, handle, "read_report", values)


def test_the_data_protection_officer_opens_no_report(team: Team) -> None:
    handle = handle_of(team.data_protection)
    with pytest.raises(NotPermittedError):
        open_values(team.data_protection.id, handle, "read_report", [sealed(CANARY)])


def test_a_role_that_may_open_but_holds_no_wrap_opens_nothing(team: Team, handle: str) -> None:
    with unit_of_work(write=True):
        UnitKeyWrap.objects.filter(member__account=team.victim_care.id).delete()
    handle = handle_of(team.victim_care)
    with pytest.raises(NotPermittedError, match="no key"):
        open_values(team.victim_care.id, handle, "read_report", [sealed(CANARY)])


def test_the_handle_of_another_account_opens_nothing(team: Team, handle: str) -> None:
    with pytest.raises(LockedError):
        open_values(team.witness_care.id, handle, "read_report", [sealed(CANARY)])


@pytest.mark.parametrize(("minutes", "opens"), [(14.9, True), (15, False), (8 * 60, False)])
def test_idle_keys_lock(team: Team, handle: str, unwrapper: InProcess, minutes: float, opens: bool) -> None:
    unwrapper.clock.seconds += minutes * 60
    value = sealed(CANARY)
    if opens:
        assert open_values(team.victim_care.id, handle, "read_report", [value]) == [CANARY]
        return
    with pytest.raises(LockedError):
        open_values(team.victim_care.id, handle, "read_report", [value])


def test_busy_keys_lock_after_eight_hours(team: Team, handle: str, unwrapper: InProcess) -> None:
    value = sealed(CANARY)
    for _ in range(47):
        unwrapper.clock.seconds += 600
        open_values(team.victim_care.id, handle, "read_report", [value])
    unwrapper.clock.seconds += 600
    with pytest.raises(LockedError):
        open_values(team.victim_care.id, handle, "read_report", [value])


def test_whoever_changed_role_since_unlocking_unlocks_anew(team: Team, handle: str) -> None:
    for role in (Role.WITNESS_CARE_OFFICER, Role.VICTIM_CARE_OFFICER):
        change(team.victim_care, role=role)
        with pytest.raises(LockedError):
            open_values(team.victim_care.id, handle, "read_report", [sealed(CANARY)])


def test_a_deactivated_account_opens_nothing_and_stays_locked_when_it_is_activated(team: Team, handle: str) -> None:
    change(team.victim_care, is_active=False)
    for is_active in (False, True):
        change(team.victim_care, is_active=is_active)
        with pytest.raises(LockedError):
            open_values(team.victim_care.id, handle, "read_report", [sealed(CANARY)])


def test_ending_all_sessions_locks_the_keys(team: Team, handle: str) -> None:
    end_all_sessions(team.victim_care.id)
    with pytest.raises(LockedError):
        open_values(team.victim_care.id, handle, "read_report", [sealed(CANARY)])


def test_the_quota_counts_records_and_not_their_groups(team: Team, handle: str, unwrapper: InProcess) -> None:
    record = uuid4()
    groups = [sealed(CANARY, record=record) for _ in range(3)]
    for _ in range(OPENINGS_AN_HOUR):
        open_values(team.victim_care.id, handle, "read_report", groups)
    with pytest.raises(RefusedError, match="120 records in an hour"):
        open_values(team.victim_care.id, handle, "read_report", groups)
    rows = AuditRow.objects.count()
    unwrapper.clock.seconds += 600
    with pytest.raises(RefusedError):
        open_values(team.victim_care.id, handle, "read_report", groups)
    assert AuditRow.objects.count() == rows == OPENINGS_AN_HOUR


def test_a_value_moved_to_another_place_does_not_open(team: Team, handle: str) -> None:
    value = sealed(CANARY)
    for place in (
        replace(value.place, record=uuid4()),
        replace(value.place, table="report_draft"),
        replace(value.place, group="contact"),
        replace(value.place, version=2),
    ):
        with pytest.raises(SealError):
            open_values(team.victim_care.id, handle, "read_report", [replace(value, place=place)])


def test_an_altered_value_does_not_open_and_nothing_beside_it(team: Team, handle: str) -> None:
    value = sealed(CANARY)
    flipped_wrap = Wrapped(value.wrapped[:-1] + bytes([value.wrapped[-1] ^ 1]))
    flipped_seal = Sealed(value.sealed[:-1] + bytes([value.sealed[-1] ^ 1]))
    for altered in (
        replace(value, wrapped=flipped_wrap),
        replace(value, sealed=flipped_seal),
        replace(value, wrapped=Wrapped(b"")),
        replace(value, sealed=Sealed(b"")),
        replace(value, sealed=Sealed(b"\x02" + value.sealed[1:])),
    ):
        with pytest.raises(SealError) as caught:
            open_values(team.victim_care.id, handle, "read_report", [value, altered])
        assert "canary" not in str(caught.value)


def test_an_unknown_unit_key_is_refused(team: Team, handle: str) -> None:
    value = sealed(CANARY)
    with pytest.raises(NotPermittedError):
        open_values(team.victim_care.id, handle, "read_report", [value, replace(value, unit_key=uuid4())])


@pytest.mark.parametrize(
    "purpose", ["", "Read report", "read report", "Amina", "a" * 61, "é", "read-report", "_x", "a\n"]
)
def test_a_purpose_is_a_word_of_ours_and_no_text(team: Team, handle: str, purpose: str) -> None:
    with pytest.raises(BadInputError):
        open_values(team.victim_care.id, handle, purpose, [sealed(CANARY)])
    assert not AuditRow.objects.exists()


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"ask": "open"},
        {"ask": None, "account": str(uuid4())},
        {"ask": "dump", "account": str(uuid4())},
        {"ask": "unlock", "account": "me", "passphrase": "x"},
        {"ask": "unlock", "account": 5, "passphrase": "x"},
        {"ask": "unlock", "account": str(uuid4())},
        {"ask": "unlock", "account": str(uuid4()), "passphrase": ["x"]},
        {"ask": "lock", "account": str(uuid4()), "handle": {}},
        {"ask": "status", "account": str(uuid4()), "handle": None},
        {"ask": "open", "account": str(uuid4()), "handle": "x", "purpose": "read", "values": "all"},
        {"ask": "open", "account": str(uuid4()), "handle": "x", "purpose": "read", "values": [1]},
        {"ask": "open", "account": str(uuid4()), "handle": "x", "values": []},
    ],
)
def test_what_is_no_question_is_bad_input(unwrapper: InProcess, message: dict[str, object]) -> None:
    with pytest.raises(BadInputError):
        unwrapper.openings.answer(message)


# No audit, no plaintext


def count_openings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note, whenever a data key is about to be unwrapped, how many audit rows stand committed."""
    seen: list[int] = []

    def noted(wrapped: Wrapped, private: PrivateKey, place: Place) -> bytes:
        seen.append(-1 if connections["audit"].in_atomic_block else AuditRow.objects.count())
        return unwrap(wrapped, private, place)

    monkeypatch.setattr(reading, "unwrap", noted)
    return seen


@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_the_audit_rows_are_committed_before_the_first_key_is_unwrapped(
    team: Team, handle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = [sealed(CANARY), sealed(CANARY), sealed(CANARY, KeyKind.RESTRICTED)]
    seen = count_openings(monkeypatch)
    open_values(team.victim_care.id, handle, "read_report", values)
    assert seen == [3, 3, 3]


def test_without_a_data_protection_key_nothing_opens(team: Team, handle: str, monkeypatch: pytest.MonkeyPatch) -> None:
    value = sealed(CANARY)
    with unit_of_work(write=True):
        Unit.objects.get(purpose=UnitPurpose.DATA_PROTECTION).keys.all().delete()
    seen = count_openings(monkeypatch)
    with pytest.raises(RefusedError, match="nothing is opened"):
        open_values(team.victim_care.id, handle, "read_report", [value])
    assert seen == []


def test_with_a_failing_audit_database_nothing_opens(
    team: Team, handle: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise DatabaseError("canary: the disk of the audit is full")

    value = sealed(CANARY)
    seen = count_openings(monkeypatch)
    monkeypatch.setattr(AuditRow.objects, "bulk_create", fail)
    with pytest.raises(client.UnwrapperAwayError) as caught:
        open_values(team.victim_care.id, handle, "read_report", [value])
    assert seen == []
    assert "canary" not in f"{caught.value} {caplog.text}"


def test_the_audit_says_who_opened_which_record_in_which_role_and_for_what(team: Team, handle: str) -> None:
    record = uuid4()
    values = [sealed(CANARY, record=record), sealed(CANARY, KeyKind.RESTRICTED, record), sealed(CANARY, record=record)]
    open_values(team.victim_care.id, handle, "read_report", values)
    rows = sorted((row.account, row.role, row.action, row.record, row.purpose) for row in AuditRow.objects.all())
    who = (team.victim_care.id, "victim_care_officer")
    assert rows == [
        (*who, "base:record:open", record, "read_report"),
        (*who, "base:restricted:open", record, "read_report"),
    ]
