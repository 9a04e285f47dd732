"""The audit row: in the clear the day, the exact time for the data protection officer alone (DPA 2018 s.62)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError

from safetoshare.base.audit import audit_place, record_consultations
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import unit_key_place
from safetoshare.base.models import Account, AuditRow, MemberKey, UnitKey, UnitKeyWrap
from safetoshare.base.models.keys import UnitPurpose
from safetoshare.base.permissions import Action
from safetoshare.base.unwrapper.unlocking import open_member_key
from safetoshare.core.errors import RefusedError, SealError
from safetoshare.core.vault import DataKey, PrivateKey, Sealed, Wrapped, open_sealed, unwrap
from tests.base.people import PASSPHRASE, PEPPER
from tests.base.unwrapper.conftest import Team, team

__all__ = ["team"]

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

AT = datetime(2026, 6, 17, 23, 41, 52, 123456, tzinfo=UTC)


def consult(at: datetime = AT, count: int = 1) -> None:
    record_consultations(
        uuid4(),
        "victim_care_officer",
        Action.RECORD_OPEN,
        {uuid4() for _ in range(count)},
        purpose="read_report",
        at=at,
    )


def key_of_the_unit(account: Account, purpose: UnitPurpose) -> PrivateKey:
    """Return the private key of a unit, as the unwrapper gets it by the member's passphrase."""
    wrap = UnitKeyWrap.objects.get(
        member__account=account.id, unit_key=UnitKey.objects.filter(unit__purpose=purpose).earliest("kind")
    )
    member = MemberKey.objects.get(account=account.id)
    opened = open_member_key(member, PASSPHRASE, PEPPER)
    assert opened is not None
    return PrivateKey(unwrap(Wrapped(bytes(wrap.wrapped)), opened.private, unit_key_place(wrap.unit_key_id)))


def said_in(row: AuditRow, private: PrivateKey) -> dict[str, Any]:
    """What is sealed in a row: the time, a salt, and whatever was said in words."""
    place = audit_place(row.id)
    data_key = DataKey(unwrap(Wrapped(bytes(row.wrapped_key)), private, place))
    said: dict[str, Any] = json.loads(open_sealed(data_key, Sealed(bytes(row.sealed_at)), place))
    return said


def time_of(row: AuditRow, private: PrivateKey) -> str:
    return str(said_in(row, private)["at"])


def test_the_exact_time_opens_with_the_data_protection_key_alone(team: Team) -> None:
    consult()
    row = AuditRow.objects.get()
    officer = key_of_the_unit(team.data_protection, UnitPurpose.DATA_PROTECTION)
    assert datetime.fromisoformat(time_of(row, officer)) == AT
    with pytest.raises(SealError):
        time_of(row, key_of_the_unit(team.victim_care, UnitPurpose.SAFEGUARDING))


@pytest.mark.usefixtures("team")
def test_the_clear_columns_hold_the_day_in_london_and_no_time() -> None:
    consult()
    row = AuditRow.objects.get()
    # 23:41 in summer is the next day in London.
    assert row.on == date(2026, 6, 18)
    clear = {name: value for name, value in vars(row).items() if name not in {"_state", "sealed_at", "wrapped_key"}}
    assert not any(isinstance(value, datetime) for value in clear.values())
    assert "23:41" not in str(clear)
    assert b"23:41" not in bytes(row.sealed_at) + bytes(row.wrapped_key)
    assert str(row) == f"audit row {row.id}"


def test_two_times_of_a_day_look_the_same(team: Team) -> None:
    for at in (AT, AT.replace(hour=9, microsecond=0)):
        consult(at)
    rows = list(AuditRow.objects.all())
    assert len({len(bytes(row.sealed_at)) for row in rows}) == 1
    officer = key_of_the_unit(team.data_protection, UnitPurpose.DATA_PROTECTION)
    assert len({time_of(row, officer) for row in rows}) == 2


def test_a_sealed_time_does_not_open_in_another_row(team: Team) -> None:
    consult(count=2)
    first, second = AuditRow.objects.all()
    first.sealed_at, first.wrapped_key = second.sealed_at, second.wrapped_key
    with pytest.raises(SealError):
        time_of(first, key_of_the_unit(team.data_protection, UnitPurpose.DATA_PROTECTION))


@pytest.mark.usefixtures("team")
def test_each_record_has_a_row_of_its_own() -> None:
    consult(count=5)
    assert len(set(AuditRow.objects.values_list("record", flat=True))) == 5


@pytest.mark.usefixtures("team")
def test_rows_that_fail_half_way_leave_none() -> None:
    unknown: Any = "base:record:browse"
    with pytest.raises(IntegrityError):
        record_consultations(uuid4(), "inspector", unknown, {uuid4(), uuid4()}, purpose="read_report", at=AT)
    assert not AuditRow.objects.exists()


def test_without_a_data_protection_key_it_refuses(db: None) -> None:
    with pytest.raises(RefusedError, match="data protection officer"):
        consult()
    with unit_of_work():
        assert not AuditRow.objects.exists()
