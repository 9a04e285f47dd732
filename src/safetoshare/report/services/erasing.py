"""What is destroyed here when a report is erased: all words and files, the salt of the receipt, and the mailbox's key.

Its look-up stays until the last backup is gone, so that whoever has the receipt is told that it was erased; then the
row goes too.
"""

from __future__ import annotations

import secrets
from datetime import date
from uuid import UUID

from safetoshare.base.models import Erasure
from safetoshare.report.models import (
    CentreReport,
    ContactChange,
    Look,
    MailboxItem,
    Report,
    ReporterMessage,
    ReportFile,
    ReportFileOpening,
    ReportGroup,
    ReportState,
)
from safetoshare.report.services.files import delete_files

_NONCE_HASH_BYTES = 32


def erase_report(report: UUID) -> None:
    """Destroy what a report holds, inside the unit of work of the erasure."""
    for table in (ReportGroup, MailboxItem, ReporterMessage, ContactChange, Look):
        table.objects.filter(report=report).delete()
    # One bare DELETE: the unit reads of these rows nothing but which report they are of.
    by_centre = CentreReport.objects.filter(report=report)
    by_centre._raw_delete(by_centre.db)
    files = ReportFile.objects.filter(report=report)
    ReportFileOpening.objects.filter(file__in=files.values("id")).delete()
    delete_files(files)
    Report.objects.filter(pk=report).update(
        state=ReportState.ERASED,
        salt=b"",
        mailbox_public=b"",
        mailbox_private=b"",
        promise_wrapped=b"",
        promise_sealed=b"",
        words_sealed=b"",
        content_mark=b"",
        # Unique, and told by nothing any more.
        nonce_hash=secrets.token_bytes(_NONCE_HASH_BYTES),
        area="",
        set_aside_after=None,
        erasure_asked_on=None,
        erasure_not_before=None,
    )


def forget_erased_reports(day: date) -> int:
    """Delete the rows of reports that are gone from the last backup as well. Return how many."""
    gone = Erasure.objects.filter(gone_from_backups_by__lt=day).values("record")
    left = Report.objects.filter(pk__in=gone, state=ReportState.ERASED)
    # One bare DELETE: `delete()` reads whole rows and looks for what hangs on them, which the worker's login role may
    # not. Nothing hangs on an erased report, and the foreign keys refuse if something does.
    return left._raw_delete(left.db)
