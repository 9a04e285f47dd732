"""A report while the database is away: kept sealed on this machine's disk, taken over once when it is back.

What waits is the very rows that the database would hold, sealed besides under a key of this installation that no
backup of the database has. The name of the file comes from the form's nonce, so that a second press finds the first.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core import serializers
from django.core.serializers.base import DeserializationError
from django.db import Error as AnyDatabaseError
from django.db import IntegrityError, ProgrammingError, models

from safetoshare.base import spool
from safetoshare.base.database import SecurityContext, unit_of_work
from safetoshare.base.faults import kind_and_places
from safetoshare.core.errors import SealError
from safetoshare.core.vault import DataKey, Place, Sealed, open_sealed, seal
from safetoshare.report.models import CentreReport, Report, ReportGroup, Team
from safetoshare.report.selectors.receipts import key_file
from safetoshare.report.services.storing import store_rows

_NO_RECORD: Final = UUID(int=0)
_log = logging.getLogger("safetoshare.errors")


@dataclass(frozen=True)
class Waiting:
    """A report that waits in the spool, with the groups that it has."""

    report: Report
    groups: tuple[ReportGroup, ...]
    # Of a report that a centre sent, and on whose account.
    by_centre: CentreReport | None = None
    account: str = ""

    @property
    def is_danger(self) -> bool:
        """Whether it says that there is danger now."""
        return self.report.team == Team.DUTY


@dataclass(frozen=True)
class TakenOver:
    """What became of what waited."""

    stored: int = 0
    stood_already: int = 0
    set_aside: int = 0
    still_waiting: int = 0


def keep_report(
    report: Report, groups: Sequence[ReportGroup], by_centre: CentreReport | None = None, account: UUID | None = None
) -> None:
    """Keep a report on the disk, before it is acknowledged. RefusedError or OSError: it is not kept."""
    rows: list[models.Model] = [report, *groups, *([by_centre] if by_centre else [])]
    head = "" if account is None else f"{account}\n"
    plaintext = (head + serializers.serialize("json", rows)).encode()
    name = _name(bytes(report.nonce_hash))
    spool.keep(name, seal(_key(), plaintext, _place(name)))


def waiting_report(nonce_hash: bytes) -> Waiting | None:
    """Return the report that this form's first press left in the spool."""
    return _read(_name(nonce_hash))


def all_waiting() -> list[tuple[str, Waiting]]:
    """Return what waits, by its name in the spool; what does not open is left out."""
    found = ((name, _read(name)) for name in spool.waiting())
    return [(name, one) for name, one in found if one is not None]


def is_anything_waiting() -> bool:
    """Whether any report here may be unknown to the database yet."""
    return bool(spool.waiting() or spool.set_aside())


def take_over() -> TakenOver:
    """Store what waits, each once. While the database is away nothing changes. Call it outside a unit of work."""
    stored = stood = aside = 0
    with spool.emptying():
        for name in spool.waiting():
            try:
                outcome = _take_over_one(name)
            except AnyDatabaseError:
                break
            stored, stood, aside = stored + (outcome is True), stood + (outcome is False), aside + (outcome is None)
    return TakenOver(stored, stood, aside, len(spool.waiting()))


def _take_over_one(name: str) -> bool | None:
    """Store one report: True. False: it stands already. None: it does not open, or contradicts what stands."""
    one = _read(name)
    if one is None:
        spool.put_aside(name)
        return None
    report = one.report
    context = SecurityContext(one.account, bytes(report.look_up).hex(), bytes(report.nonce_hash).hex())
    try:
        _store(one, context)
    except IntegrityError:
        with unit_of_work(context=context):
            standing = Report.objects.filter(nonce_hash=report.nonce_hash).only("content_mark").first()
        if standing is None or bytes(standing.content_mark) != bytes(report.content_mark):
            spool.put_aside(name)
            return None
        spool.remove(name)
        return False
    spool.remove(name)
    return True


def _store(one: Waiting, context: SecurityContext) -> None:
    """Store a report. Whoever sent it for a centre may have left since: then it is stored, and no centre follows it."""
    try:
        with unit_of_work(write=True, context=context):
            store_rows(one.report, one.groups, one.by_centre)
    except ProgrammingError as error:
        if one.by_centre is None:
            raise
        _log.error("a centre's report is stored without its centre: %s", kind_and_places(error))
        with unit_of_work(write=True, context=context):
            store_rows(one.report, one.groups)


def _read(name: str) -> Waiting | None:
    sealed = spool.read(name)
    if sealed is None:
        return None
    try:
        plaintext = open_sealed(_key(), Sealed(sealed), _place(name))
        head, begin, rest = plaintext.partition(b"[")
        rows = [one.object for one in serializers.deserialize("json", begin + rest)]
    except (SealError, DeserializationError):
        return None
    reports = [row for row in rows if isinstance(row, Report)]
    groups = tuple(row for row in rows if isinstance(row, ReportGroup))
    by_centre = next((row for row in rows if isinstance(row, CentreReport)), None)
    return Waiting(reports[0], groups, by_centre, head.decode().strip()) if len(reports) == 1 else None


def _name(nonce_hash: bytes) -> str:
    """Return a name that a second press finds again, and that is random to everybody else."""
    return hmac.digest(_key(), b"safetoshare spool\0" + nonce_hash, "sha256")[:16].hex()


def _key() -> DataKey:
    return DataKey(key_file("draft"))


def _place(name: str) -> Place:
    return Place(_NO_RECORD, "report_spool", name, 1)
