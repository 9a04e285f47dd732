"""The audit rows, each committed before what it tells of happens (Data Protection Act 2018 s.62).

In the clear stand the day, the account, its role, the action, the record and a word for the purpose. The exact time,
a salt, and whatever was said in words are sealed to the data protection officer. The commitment binds all of it.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from safetoshare.base.clock import LONDON
from safetoshare.base.database import AUDIT, unit_of_work
from safetoshare.base.keys import UnitPublicKey, current_key
from safetoshare.base.models import AuditRow
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Action
from safetoshare.core.errors import RefusedError
from safetoshare.core.vault import Place, new_data_key, seal, wrap

_SALT_BYTES: Final = 32


@dataclass(frozen=True)
class _Act:
    """Who did what, as what and for what, at which moment."""

    account: UUID
    role: str
    action: Action
    purpose: str
    at: datetime


def record_consultations(
    account: UUID, role: str, action: Action, records: set[UUID], *, purpose: str, at: datetime
) -> None:
    """Commit one row a record. RefusedError when the rows cannot be sealed: no audit, no plaintext."""
    officer, act = _officers_key(), _Act(account, role, action, purpose, at)
    _commit([_row(officer, act, record, {}) for record in sorted(records)])


def record_act(account: UUID, role: str, action: Action, record: UUID, *, purpose: str, at: datetime) -> None:
    """Commit the one row of a change, an export or an erasure, before it happens. RefusedError as above."""
    _commit([_row(_officers_key(), _Act(account, role, action, purpose, at), record, {})])


def record_survey(
    account: UUID, role: str, action: Action, subject: UUID, *, purpose: str, at: datetime, records: int, reason: str
) -> None:
    """Commit the one row of a survey or a search, with its subject in the place of a record. RefusedError as above.

    How many records are opened, and why in words, is sealed with the exact time: in words a name could stand.
    """
    act = _Act(account, role, action, purpose, at)
    _commit([_row(_officers_key(), act, subject, {"records": records, "reason": reason})])


def commitment_of(row: AuditRow, sealed: bytes) -> bytes:
    """Return what the tree holds of a row: SHA-256 over all that stands in the clear and what was sealed with it.

    `sealed` is the plaintext of `sealed_at`: it holds a salt of 32 bytes, so that nobody guesses a row from its leaf.
    """
    return _commitment(row.on, str(row.account), row.role, row.action, str(row.record), row.purpose, sealed.decode())


def _officers_key() -> UnitPublicKey:
    with unit_of_work():
        officer = current_key(UnitPurpose.DATA_PROTECTION, KeyKind.ORDINARY)
    if officer is None:
        raise RefusedError("There is no data protection officer's key to seal the audit to: nothing is opened.")
    return officer


def _row(officer: UnitPublicKey, act: _Act, record: UUID, said: dict[str, str | int]) -> AuditRow:
    row, key, on = uuid4(), new_data_key(), act.at.astimezone(LONDON).date()
    salt = secrets.token_hex(_SALT_BYTES)
    sealed = json.dumps({"at": act.at.isoformat(), "salt": salt, **said}, ensure_ascii=False)
    return AuditRow(
        id=row,
        on=on,
        sealed_at=seal(key, sealed.encode(), audit_place(row)),
        unit_key=officer.id,
        wrapped_key=wrap(key, officer.public, audit_place(row)),
        account=act.account,
        role=act.role,
        action=act.action,
        record=record,
        purpose=act.purpose,
        commitment=_commitment(on, str(act.account), act.role, act.action, str(record), act.purpose, sealed),
    )


def _commitment(on: date, *parts: str) -> bytes:
    words = json.dumps([on.isoformat(), *parts], ensure_ascii=False)
    return sha256(b"safetoshare audit\x00" + words.encode()).digest()


def _commit(rows: list[AuditRow]) -> None:
    with unit_of_work(write=True, using=AUDIT):
        AuditRow.objects.bulk_create(rows)


def audit_place(row: UUID) -> Place:
    """Return the place to which a row's exact time is sealed."""
    return Place(record=row, table="base_auditrow", group="time", version=1)
