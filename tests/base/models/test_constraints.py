"""What the database itself refuses, whoever writes; and what a row says of itself when it is printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, models
from django.db.models.deletion import ProtectedError

from safetoshare.base import migrations
from safetoshare.base.database import AUDIT, unit_of_work
from safetoshare.base.models import Account, AuditRow, JobDay, MemberKey, SignInTries, Unit, UnitKey, UnitKeyWrap

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def account(**values: object) -> Account:
    given = {"name": "someone", "realm": "staff", "role": "inspector", "sealed_code_secret": b""}
    return Account(**{**given, **values})


def unit() -> Unit:
    made = Unit(name="Safeguarding", purpose="safeguarding")
    save(made)
    return made


def save(row: models.Model, using: str = "default") -> None:
    with unit_of_work(write=True, using=using):
        row.save()


@pytest.mark.parametrize("values", [{"realm": "public"}, {"realm": ""}, {"role": "superuser"}, {"role": ""}])
def test_an_account_has_a_known_door_and_role(values: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        save(account(**values))


def test_a_name_is_taken_once() -> None:
    save(account())
    with pytest.raises(IntegrityError):
        save(account(id=uuid4()))


def test_a_unit_has_a_known_purpose_and_a_name_of_its_own() -> None:
    unit()
    with pytest.raises(IntegrityError):
        save(Unit(name="Another", purpose="anything"))
    with pytest.raises(IntegrityError):
        save(Unit(name="Safeguarding", purpose="data_protection"))


@pytest.mark.parametrize("values", [{"kind": "secret"}, {"state": "lost"}])
def test_a_unit_key_has_a_known_kind_and_state(values: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        save(UnitKey(unit=unit(), public=b"", **{"kind": "ordinary", **values}))


def test_a_unit_has_one_current_key_of_a_kind_and_any_number_of_retired_ones() -> None:
    of = unit()
    for state in ("retired", "retired", "current"):
        save(UnitKey(unit=of, kind="ordinary", state=state, public=b""))
    save(UnitKey(unit=of, kind="restricted", public=b""))
    with pytest.raises(IntegrityError):
        save(UnitKey(unit=of, kind="ordinary", public=b""))


def test_a_unit_with_keys_cannot_be_deleted() -> None:
    of = unit()
    save(UnitKey(unit=of, kind="ordinary", public=b""))
    with pytest.raises(ProtectedError), unit_of_work(write=True):
        of.delete()


def test_a_member_has_one_wrap_of_a_key_and_loses_it_with_the_account() -> None:
    owner = account()
    save(owner)
    key, unit_key = (
        MemberKey(account=owner, public=b"", salt=b"", sealed_private=b""),
        UnitKey(unit=unit(), kind="ordinary", public=b""),
    )
    save(key)
    save(unit_key)
    save(UnitKeyWrap(unit_key=unit_key, member=key, wrapped=b"1"))
    with pytest.raises(IntegrityError):
        save(UnitKeyWrap(unit_key=unit_key, member=key, wrapped=b"2"))
    with unit_of_work(write=True):
        owner.delete()
    assert not UnitKeyWrap.objects.exists()


def test_an_audit_row_names_an_action_of_the_table() -> None:
    row = AuditRow(
        on=date(2026, 6, 17), sealed_at=b"", unit_key=uuid4(), wrapped_key=b"", account=uuid4(), role="inspector",
        action="base:record:browse", record=uuid4(), purpose="read_report",
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        save(row, AUDIT)


def test_a_job_is_done_once_a_day() -> None:
    save(JobDay(job="base:old_notes", day=date(2026, 6, 17)))
    save(JobDay(job="base:old_notes", day=date(2026, 6, 18)))
    with pytest.raises(IntegrityError):
        save(JobDay(job="base:old_notes", day=date(2026, 6, 17)))


def test_no_row_shows_a_name_a_key_or_a_hash_when_it_is_printed() -> None:
    owner = account(name="canary-name", sealed_code_secret=b"canary")
    key = MemberKey(account=owner, public=b"canary", salt=b"canary", sealed_private=b"canary")
    unit_key = UnitKey(unit=Unit(name="Safeguarding", purpose="safeguarding"), kind="ordinary", public=b"canary")
    rows = [
        owner, key, unit_key, UnitKeyWrap(unit_key=unit_key, member=key, wrapped=b"canary"),
        SignInTries(name_hash="canary", failures=3), AuditRow(sealed_at=b"canary", purpose="canary"),
    ]  # fmt: skip
    assert "canary" not in " ".join(f"{row} {row!r}" for row in rows)
    assert str(owner.id) in f"{owner} {key}"


def test_no_migration_needs_the_roles_and_actions_of_today() -> None:
    # One that imports an enumeration breaks as soon as a member of it is renamed.
    texts = [file.read_text("utf-8") for file in Path(migrations.__path__[0]).glob("[0-9]*.py")]
    assert texts
    assert not [text for text in texts if "safetoshare.base.permissions" in text or "safetoshare.base.models" in text]
