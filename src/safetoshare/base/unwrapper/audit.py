"""The audit row that is committed before any plaintext is returned (Data Protection Act 2018 s.62)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from safetoshare.base.clock import LONDON
from safetoshare.base.database import AUDIT, unit_of_work
from safetoshare.base.keys import UnitPublicKey, current_key
from safetoshare.base.models import AuditRow
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Action
from safetoshare.core.errors import RefusedError
from safetoshare.core.vault import Place, new_data_key, seal, wrap


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
    _commit([_row(officer, act, record, at.isoformat()) for record in sorted(records)])


def record_survey(
    account: UUID, role: str, action: Action, subject: UUID, *, purpose: str, at: datetime, records: int, reason: str
) -> None:
    """Commit the one row of a survey, with its subject in the place of a record. RefusedError as above.

    How many records are opened, and why in words, is sealed with the exact time: in words a name could stand.
    """
    said = json.dumps({"at": at.isoformat(), "records": records, "reason": reason}, ensure_ascii=False)
    _commit([_row(_officers_key(), _Act(account, role, action, purpose, at), subject, said)])


def _officers_key() -> UnitPublicKey:
    with unit_of_work():
        officer = current_key(UnitPurpose.DATA_PROTECTION, KeyKind.ORDINARY)
    if officer is None:
        raise RefusedError("There is no data protection officer's key to seal the audit to: nothing is opened.")
    return officer


def _row(officer: UnitPublicKey, act: _Act, record: UUID, said: str) -> AuditRow:
    row, key = uuid4(), new_data_key()
    return AuditRow(
        id=row,
        on=act.at.astimezone(LONDON).date(),
        sealed_at=seal(key, said.encode(), audit_place(row)),
        wrapped_key=wrap(key, officer.public, audit_place(row)),
        account=act.account,
        role=act.role,
        action=act.action,
        record=record,
        purpose=act.purpose,
    )


def _commit(rows: list[AuditRow]) -> None:
    with unit_of_work(write=True, using=AUDIT):
        AuditRow.objects.bulk_create(rows)


def audit_place(row: UUID) -> Place:
    """Return the place to which a row's exact time is sealed."""
    return Place(record=row, table="base_auditrow", group="time", version=1)
