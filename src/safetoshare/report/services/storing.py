"""The rows of a report that has come: written once, in one unit of work, whether it waited in the spool or not."""

from __future__ import annotations

from collections.abc import Iterable

from safetoshare.report.models import CentreReport, Report, ReportDraft, ReportFile, ReportGroup


def store_rows(report: Report, groups: Iterable[ReportGroup], by_centre: CentreReport | None = None) -> None:
    """Store a report; the files under its receipt become its own, and the draft goes. IntegrityError: it stands."""
    report.save(force_insert=True)
    ReportGroup.objects.bulk_create(groups)
    if by_centre is not None:
        # Under the receipt of a centre's page nothing is kept before it is sent.
        by_centre.save(force_insert=True)
        return
    ReportFile.objects.filter(look_up=report.look_up, report=None).update(report=report)
    ReportDraft.objects.filter(look_up=report.look_up).delete()
