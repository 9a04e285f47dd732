"""The rows of a report that has come: written once, in one unit of work, whether it waited in the spool or not."""

from __future__ import annotations

from collections.abc import Iterable

from safetoshare.report.models import Report, ReportDraft, ReportFile, ReportGroup


def store_rows(report: Report, groups: Iterable[ReportGroup]) -> None:
    """Store a report; the files under its receipt become its own, and the draft goes. IntegrityError: it stands."""
    report.save(force_insert=True)
    ReportGroup.objects.bulk_create(groups)
    ReportFile.objects.filter(look_up=report.look_up, report=None).update(report=report)
    ReportDraft.objects.filter(look_up=report.look_up).delete()
