"""A unit's next key: every row moves to it, whenever it was cut short; the old key then opens nothing, for nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.db import models

from safetoshare.base.audit import record_act
from safetoshare.base.clock import now
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import current_key, unit_key_place
from safetoshare.base.keys.recovering import private_keys
from safetoshare.base.keys.rotation import (
    Move,
    destroy_old,
    draw_successor,
    listed_keys,
    move_rows,
    renew_algorithms,
    rewrapper,
    rows_left,
    unfinished,
)
from safetoshare.base.keys.signing import line_of
from safetoshare.base.keys.tables import SealedTable, sealed_tables
from safetoshare.base.models import Account, AuditRow, MemberKey, RecoveryWrap, SealedColumns, UnitKey, UnitKeyWrap
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Action, Role
from safetoshare.base.unwrapper import client
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import RefusedError, SealError
from safetoshare.core.key_list import CURRENT, RETIRED
from safetoshare.core.vault import DataKey, PrivateKey, Sealed, Wrapped, open_sealed, sealing, unwrap
from safetoshare.hub.models import CaseGroup, Referral
from safetoshare.report.models import ReporterMessage, ReportGroup
from safetoshare.sharing.models import Disclosure, Package
from tests.base.people import PASSPHRASE, recovery_keys
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import case_agreed, load_house, press_send, unit_with
from tests.sharing.logs import signing_on

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
WITH_ROWS = (ReportGroup, CaseGroup, Referral, Disclosure, Package)


@pytest.fixture
def people(unwrapper: InProcess) -> dict[Role, Account]:
    """A unit with a case from report to referral, and audit rows."""
    found = unit_with(Role.VICTIM_CARE_OFFICER, Role.UNIT_SUPERVISOR, Role.DATA_PROTECTION_OFFICER)
    with signing_on():
        load_house()
        press_send(*case_agreed())
    officer = found[Role.DATA_PROTECTION_OFFICER]
    record_act(officer.id, officer.role, Action.AUDIT_READ, uuid4(), purpose="a_test", at=now())
    return found


def silent(_table: str, _rows: int) -> None:
    """Show no progress."""


def sign(text: str) -> str:
    return "\n".join((text, *(line_of(text, key.signer).rstrip("\n") for key in recovery_keys()[:2]), ""))


def privates() -> dict[UUID, PrivateKey]:
    return private_keys(recovery_keys()[:2])


def begin(unit: str, kind: str) -> tuple[Move, Callable[[Sequence[SealedValue]], Sequence[Wrapped]]]:
    old = next(key for key in listed_keys(unit, kind) if key.state == CURRENT)
    private = privates()[old.key]
    move = draw_successor(old, sign)
    return move, rewrapper(private, move.to_key)


def everything_opens() -> int:
    """Open every row that is sealed to a unit's key, with the keys of now; return how many there are."""
    opened = 0
    for unit_key, private in privates().items():
        for table in sealed_tables():
            for rows in table.batches(unit_key):
                for value in rows.values():
                    open_sealed(DataKey(unwrap(value.wrapped, private, value.place)), value.sealed, value.place)
                    opened += 1
    return opened


def test_no_table_with_a_wrapped_key_is_unknown_to_rotation() -> None:
    known = {table.model for table in sealed_tables()}
    named = {
        model
        for model in apps.get_models()
        if any(isinstance(field, models.UUIDField) and field.name == "unit_key" for field in model._meta.fields)
    }
    assert known == named
    assert set(WITH_ROWS) | {AuditRow, ReporterMessage} <= known
    for model in known - {AuditRow}:
        assert issubclass(model, SealedColumns)
        assert model.sealed_place is not SealedColumns.sealed_place


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("Safeguarding", "ordinary"),
        ("Safeguarding", "restricted"),
        ("Data protection", "ordinary"),
        ("Next Link", "ordinary"),
    ],
)
def test_every_row_moves_and_opens_and_the_old_key_is_gone(people: dict[Role, Account], unit: str, kind: str) -> None:
    before = everything_opens()
    move, rewrap = begin(unit, kind)
    had = rows_left(move.from_key.key)
    assert had > 0
    assert move_rows(move, rewrap, silent, batch=2) == had
    assert destroy_old(move, rewrap, silent, settle=0) == 0
    assert rows_left(move.from_key.key) == 0
    assert not UnitKeyWrap.objects.filter(unit_key=move.from_key.key).exists()
    assert not RecoveryWrap.objects.filter(unit_key=move.from_key.key).exists()
    assert everything_opens() == before
    assert unfinished(listed_keys(unit, kind)) == []


def test_all_parts_tables_had_rows_to_move(people: dict[Role, Account]) -> None:
    moved: set[str] = set()
    for unit, kind in (("Safeguarding", "ordinary"), ("Safeguarding", "restricted"), ("Next Link", "ordinary")):
        move, rewrap = begin(unit, kind)
        move_rows(move, rewrap, lambda table, _rows: moved.add(table))
    assert {model._meta.db_table for model in WITH_ROWS} <= moved


def test_what_is_sealed_next_goes_to_the_new_key(people: dict[Role, Account]) -> None:
    move, _ = begin("Safeguarding", "restricted")
    with unit_of_work():
        key = current_key(UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED)
    assert key is not None
    assert (key.id, key.public) == (move.to_key.key, move.to_key.public)
    states = {one.key: one.state for one in listed_keys("Safeguarding", "restricted")}
    assert states == {move.from_key.key: RETIRED, move.to_key.key: CURRENT}


@pytest.mark.parametrize("cut_at", range(4))
def test_cut_short_at_any_batch_it_goes_on_where_it_was(people: dict[Role, Account], cut_at: int) -> None:
    class PowerCut(BaseException):
        """The process is gone."""

    before = everything_opens()
    move, rewrap = begin("Safeguarding", "restricted")
    had, calls = rows_left(move.from_key.key), iter(range(100))

    def until_cut(values: Sequence[SealedValue]) -> Sequence[Wrapped]:
        if next(calls) == cut_at:
            raise PowerCut
        return rewrap(values)

    with pytest.raises(PowerCut):
        move_rows(move, until_cut, silent, batch=1)
    assert rows_left(move.from_key.key) == had - cut_at
    assert everything_opens() == before
    (again,) = unfinished(listed_keys("Safeguarding", "restricted"))
    assert again == move
    assert move_rows(again, rewrapper(privates()[again.from_key.key], again.to_key), silent) == had - cut_at
    assert everything_opens() == before


def test_a_row_that_comes_late_under_the_old_key_is_moved_before_the_key_goes(
    people: dict[Role, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything_opens()
    move, rewrap = begin("Safeguarding", "ordinary")
    row = ReportGroup.objects.get(unit_key=move.from_key.key)
    late = (row.unit_key, bytes(row.wrapped))
    move_rows(move, rewrap, silent)

    def a_slow_request_commits(_seconds: float) -> None:
        monkeypatch.undo()
        ReportGroup.objects.filter(pk=row.pk).update(unit_key=late[0], wrapped=late[1])

    monkeypatch.setattr("safetoshare.base.keys.rotation.time.sleep", a_slow_request_commits)
    assert destroy_old(move, rewrap, silent, settle=0) == 1
    assert everything_opens() == before


def test_a_row_that_was_erased_meanwhile_does_not_come_back(people: dict[Role, Account]) -> None:
    move, rewrap = begin("Safeguarding", "ordinary")

    def erased_meanwhile(values: Sequence[SealedValue]) -> Sequence[Wrapped]:
        ReportGroup.objects.all().delete()
        return rewrap(values)

    move_rows(move, erased_meanwhile, silent)
    assert not ReportGroup.objects.exists()


def test_whoever_left_before_holds_nothing_that_opens_new_or_moved_rows(people: dict[Role, Account]) -> None:
    leaver = people[Role.UNIT_SUPERVISOR]
    Account.objects.filter(pk=leaver.pk).update(is_active=False)
    for kind in ("ordinary", "restricted"):
        move, rewrap = begin("Safeguarding", kind)
        kept = privates()[move.from_key.key]
        move_rows(move, rewrap, silent)
        destroy_old(move, rewrap, silent, settle=0)
        for table in sealed_tables():
            for rows in table.batches(move.to_key.key):
                for value in rows.values():
                    with pytest.raises(SealError):
                        unwrap(value.wrapped, kept, value.place)
    assert not UnitKeyWrap.objects.filter(member__account=leaver).exists()


def test_the_unwrapper_moves_rows_for_a_member_who_holds_the_key(people: dict[Role, Account]) -> None:
    officer = people[Role.VICTIM_CARE_OFFICER]
    move, _ = begin("Safeguarding", "restricted")
    unlocked = client.unlock(officer.id, PASSPHRASE)
    assert isinstance(unlocked, client.KeysUnlocked)

    def rewrap(values: Sequence[SealedValue]) -> Sequence[Wrapped]:
        bare = [replace(value, sealed=Sealed(b"")) for value in values]
        return client.rewrap(officer.id, unlocked.handle, move.to_key.key, bare)

    had = rows_left(move.from_key.key)
    assert move_rows(move, rewrap, silent) == had > 0
    destroy_old(move, rewrap, silent, settle=0)
    assert rows_left(move.from_key.key) == 0
    assert everything_opens() > had


def test_members_who_may_reach_the_new_key_and_no_other(people: dict[Role, Account]) -> None:
    move, _ = begin("Safeguarding", "restricted")
    wraps = UnitKeyWrap.objects.filter(unit_key=move.to_key.key).select_related("member__account")
    assert {row.member.account.role for row in wraps} == {Role.VICTIM_CARE_OFFICER, Role.UNIT_SUPERVISOR}
    assert RecoveryWrap.objects.filter(unit_key=move.to_key.key).count() == 3


def test_a_list_that_is_not_signed_by_two_leaves_everything_as_it_was(people: dict[Role, Account]) -> None:
    before = list(UnitKey.objects.order_by("pk").values_list("pk", "state"))
    old = next(key for key in listed_keys("Safeguarding", "ordinary") if key.state == CURRENT)
    with pytest.raises(Exception, match="two"):
        draw_successor(old, lambda text: f"{text}\n{line_of(text, recovery_keys()[0].signer)}")
    assert list(UnitKey.objects.order_by("pk").values_list("pk", "state")) == before


def test_a_unit_that_nobody_knows_is_told(people: dict[Role, Account]) -> None:
    with pytest.raises(RefusedError, match="no unit"):
        listed_keys("Nowhere", "ordinary")


def test_rows_of_an_older_algorithm_are_sealed_anew_and_the_rest_left(
    people: dict[Role, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything_opens()
    (key,) = listed_keys("Safeguarding", "restricted")
    private = privates()[key.key]
    assert renew_algorithms(key, private, silent) == 0
    monkeypatch.setitem(sealing.SEALS, 0x02, AESGCM)
    had = rows_left(key.key)
    assert renew_algorithms(key, private, silent) == had
    assert renew_algorithms(key, private, silent) == 0
    table = SealedTable(CaseGroup)
    assert {value.sealed[0] for rows in table.batches(key.key) for value in rows.values()} == {0x02}
    assert everything_opens() == before
    with pytest.raises(RefusedError, match="private half"):
        renew_algorithms(key, PrivateKey(b"\x01" * 32), silent)


def test_a_members_wrap_of_the_new_key_opens_for_that_member(people: dict[Role, Account]) -> None:
    move, _ = begin("Safeguarding", "ordinary")
    officer = people[Role.VICTIM_CARE_OFFICER]
    row = UnitKeyWrap.objects.get(unit_key=move.to_key.key, member=MemberKey.objects.get(account=officer))
    other = PrivateKey(b"\x07" * 32)
    with pytest.raises(SealError):
        unwrap(Wrapped(bytes(row.wrapped)), other, unit_key_place(move.to_key.key))
