"""Erasing a report: its wraps, salts and sealed words are destroyed, here now and in backups when these expire.

Each part names in the settings what it destroys (SAFETOSHARE_ERASERS): `base` imports no part. Of a report stays the
note that it was erased, so that a backup of an earlier day, once restored, is erased again; and what was decided about
sharing stays in the log, whose entries are commitments that tell nothing (UK GDPR article 17(1) and (3)(b)).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.module_loading import import_string

from safetoshare.base.database import unit_of_work
from safetoshare.base.files import write_whole
from safetoshare.base.force import current_force
from safetoshare.base.models import Erasure
from safetoshare.core.errors import BadInputError

LIST_NAME = "erasures.json"


@dataclass(frozen=True)
class Erased:
    """A report that was erased on a day, and the day by which it is gone from the last backup as well."""

    on: date
    gone_from_backups_by: date


def erase(record: UUID, day: date) -> Erased:
    """Erase a report. Erased before, it is erased again, and the first day stands. Call it outside a unit of work."""
    kept_for = timedelta(days=current_force().backups_kept_days)
    with unit_of_work(write=True):
        noted, _ = Erasure.objects.get_or_create(
            record=record, defaults={"on": day, "gone_from_backups_by": day + kept_for}
        )
        _destroy(record)
    forget_deleted_pages()
    write_list()
    return Erased(noted.on, noted.gone_from_backups_by)


def erasure_of(record: UUID) -> Erased | None:
    """Return when a report was erased; None if it was not. Call it inside a unit of work."""
    noted = Erasure.objects.filter(pk=record).first()
    return None if noted is None else Erased(noted.on, noted.gone_from_backups_by)


def replay(listed: Path | None = None) -> int:
    """Erase again all that was erased, after a backup was restored. Return how many reports.

    `listed` is a list that is younger than the backup. BadInputError when it is not one.
    """
    younger = {} if listed is None else read_list(listed)
    with unit_of_work(write=True):
        for record, erased in younger.items():
            Erasure.objects.get_or_create(
                record=record, defaults={"on": erased.on, "gone_from_backups_by": erased.gone_from_backups_by}
            )
        records = list(Erasure.objects.values_list("record", flat=True))
        for record in records:
            _destroy(record)
    forget_deleted_pages()
    write_list()
    return len(records)


def forget_deleted_pages() -> None:
    """On SQLite empty the write-ahead log and rewrite the file, so that no page of what was deleted is left.

    Deleted rows are overwritten at once (`secure_delete`), yet the log holds earlier pages until it is emptied. A
    reader may keep it busy: the next erasure, and each backup, tries again. On PostgreSQL autovacuum frees the rows,
    and `docs/operations.md` says when.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def write_list() -> Path:
    """Write what was erased to a file beside the database, whole or not at all; return its path.

    Kept apart from the backups, it tells a restored one what was erased since. Random identifiers and days only.
    """
    with unit_of_work():
        rows = list(Erasure.objects.order_by("record").values_list("record", "on", "gone_from_backups_by"))
    words = json.dumps({str(record): [on.isoformat(), by.isoformat()] for record, on, by in rows}, indent=1)
    path = Path(settings.ENVIRONMENT.state / LIST_NAME)
    write_whole(path, words.encode() + b"\n")
    return path


def read_list(path: Path) -> dict[UUID, Erased]:
    """Return the erasures of a list. BadInputError for anything else."""
    try:
        values: dict[str, Any] = json.loads(path.read_text("ascii"))
        return {
            UUID(record): Erased(date.fromisoformat(on), date.fromisoformat(by)) for record, (on, by) in values.items()
        }
    except (OSError, AttributeError, TypeError, ValueError):
        raise BadInputError(f"{path} is not a list of erasures.") from None


def _destroy(record: UUID) -> None:
    for path in settings.SAFETOSHARE_ERASERS:
        import_string(path)(record)
