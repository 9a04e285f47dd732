"""What the data protection officer reads of the audit: rows by account, record, action and day, newest day first."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from safetoshare.base.accounts.opening import Opener
from safetoshare.base.audit.rows import audit_place, commitment_of
from safetoshare.base.database import AUDIT, unit_of_work
from safetoshare.base.models import Account, AuditRow
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.vault import Sealed, Wrapped

PAGE_SIZE: Final = 50
_BATCH: Final = 1_000


@dataclass(frozen=True)
class Wanted:
    """Which rows: those of an account, record, action, and days; None or empty: any."""

    account: UUID | None = None
    record: UUID | None = None
    action: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Act:
    """One act. Once opened: when exactly, what was said, and whether the row is still what was committed."""

    id: UUID
    on: date
    account: UUID
    name: str
    role: str
    action: str
    record: UUID
    purpose: str
    at: datetime | None = None
    reason: str = ""
    is_altered: bool = False


def acts(wanted: Wanted, start: int, count: int) -> tuple[list[Act], int]:
    """Return so many acts from `start` on, and how many there are in all."""
    rows, total = _rows(wanted, start, count)
    names = _names(rows)
    return [_act(row, names) for row in rows], total


def all_acts(wanted: Wanted) -> Iterator[Act]:
    """Return all acts, read a batch at a time, each in a unit of work of its own: none twice, and none left out.

    What is written while it is read is newer than what was read, or stands by chance behind it.
    """
    last: AuditRow | None = None
    while True:
        with unit_of_work(using=AUDIT):
            found = _wanted_rows(wanted)
            if last is not None:
                found = found.filter(Q(on__lt=last.on) | Q(on=last.on, id__gt=last.id))
            rows = list(found[:_BATCH])
        names = _names(rows)
        yield from (_act(row, names) for row in rows)
        if len(rows) < _BATCH:
            return
        last = rows[-1]


def opened_acts(wanted: Wanted, start: int, count: int, opener: Opener) -> tuple[list[Act], int]:
    """Return acts with their exact times. LockedError without keys; one audit row stands for the whole reading."""
    rows, total = _rows(wanted, start, count)
    names = _names(rows)
    plaintexts = opener.open("read_audit", [_sealed(row) for row in rows])
    return [_opened(row, names, plaintext) for row, plaintext in zip(rows, plaintexts, strict=True)], total


def _rows(wanted: Wanted, start: int, count: int) -> tuple[list[AuditRow], int]:
    with unit_of_work(using=AUDIT):
        found = _wanted_rows(wanted)
        return list(found[start : start + count]), found.count()


def _wanted_rows(wanted: Wanted) -> QuerySet[AuditRow]:
    given = {
        "account": wanted.account,
        "record": wanted.record,
        "action": wanted.action or None,
        "on__gte": wanted.since,
        "on__lte": wanted.until,
    }
    found = AuditRow.objects.filter(**{name: value for name, value in given.items() if value is not None})
    # Within a day by identifier, which is random: the clear columns tell no order.
    return found.order_by("-on", "id")


def _names(rows: Sequence[AuditRow]) -> dict[UUID, str]:
    with unit_of_work():
        return dict(Account.objects.filter(pk__in={row.account for row in rows}).values_list("pk", "name"))


def _sealed(row: AuditRow) -> SealedValue:
    return SealedValue(audit_place(row.id), row.unit_key, Wrapped(bytes(row.wrapped_key)), Sealed(bytes(row.sealed_at)))


def _act(row: AuditRow, names: dict[UUID, str]) -> Act:
    name = names.get(row.account, "")
    return Act(row.id, row.on, row.account, name, row.role, row.action, row.record, row.purpose)


def _opened(row: AuditRow, names: dict[UUID, str], plaintext: bytes) -> Act:
    said = json.loads(plaintext)
    is_altered = not hmac.compare_digest(commitment_of(row, plaintext), bytes(row.commitment))
    return Act(
        row.id,
        row.on,
        row.account,
        names.get(row.account, ""),
        row.role,
        row.action,
        row.record,
        row.purpose,
        at=datetime.fromisoformat(said["at"]),
        reason=str(said.get("reason", "")),
        is_altered=is_altered,
    )
