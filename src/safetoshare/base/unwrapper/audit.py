"""The audit row that is committed before any plaintext is returned (Data Protection Act 2018 s.62)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from safetoshare.base.clock import LONDON
from safetoshare.base.database import AUDIT, unit_of_work
from safetoshare.base.keys import current_key
from safetoshare.base.models import AuditRow
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Action
from safetoshare.core.errors import RefusedError
from safetoshare.core.vault import Place, new_data_key, seal, wrap


def record_consultations(
    account: UUID, role: str, action: Action, records: set[UUID], *, purpose: str, at: datetime
) -> None:
    """Commit one row a record. RefusedError when the rows cannot be sealed: no audit, no plaintext."""
    with unit_of_work():
        officer = current_key(UnitPurpose.DATA_PROTECTION, KeyKind.ORDINARY)
    if officer is None:
        raise RefusedError("There is no data protection officer's key to seal the audit to: nothing is opened.")
    rows = []
    for record in sorted(records):
        row = uuid4()
        key = new_data_key()
        rows.append(
            AuditRow(
                id=row,
                on=at.astimezone(LONDON).date(),
                sealed_at=seal(key, at.isoformat().encode("ascii"), audit_place(row)),
                wrapped_key=wrap(key, officer.public, audit_place(row)),
                account=account,
                role=role,
                action=action,
                record=record,
                purpose=purpose,
            )
        )
    with unit_of_work(write=True, using=AUDIT):
        AuditRow.objects.bulk_create(rows)


def audit_place(row: UUID) -> Place:
    """Return the place to which a row's exact time is sealed."""
    return Place(record=row, table="base_auditrow", group="time", version=1)
