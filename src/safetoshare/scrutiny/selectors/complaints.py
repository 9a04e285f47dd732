"""Super-complaints with their course, as they stood on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safetoshare.core.duties import Mark
from safetoshare.core.known_days import KnownDay
from safetoshare.core.super_complaints import KnownStage, Stage, course_on
from safetoshare.scrutiny import models
from safetoshare.scrutiny.selectors.shown import ShownComplaint, ShownMaker


def complaints_on(day: date) -> tuple[ShownComplaint, ...]:
    """Return those that had been made by that day, or may have been, newest first."""
    rows = models.SuperComplaint.objects.prefetch_related("made_by__designations", "stages", "reports")
    shown = [found for row in rows if (found := _shown(row, day))]
    return tuple(sorted(shown, key=lambda one: (one.course.stages[0].known.when, one.code), reverse=True))


def complaint_on(code: str, day: date) -> ShownComplaint | None:
    """Return one of them; None when the register has none, or it had certainly not been made by then."""
    row = (
        models.SuperComplaint.objects.prefetch_related("made_by__designations", "stages", "reports")
        .filter(code=code)
        .first()
    )
    return _shown(row, day) if row else None


def _shown(row: models.SuperComplaint, day: date) -> ShownComplaint | None:
    stages = [
        KnownStage(Stage(one.stage), KnownDay(one.first_day, one.last_day), Mark(one.mark), one.source)
        for one in row.stages.all()
    ]
    course = course_on(stages, day)
    if course is None:
        return None
    received = course.stages[0].known.when
    return ShownComplaint(
        code=row.code,
        subject=row.subject,
        made_by=tuple(sorted(_makers(row, received), key=lambda one: one.name)),
        course=course,
        reports=tuple(sorted(one.title for one in row.reports.all() if one.published_on <= day)),
    )


def _makers(row: models.SuperComplaint, received: KnownDay) -> Iterator[ShownMaker]:
    for body in row.made_by.all():
        held = [one for one in body.designations.all() if one.since <= received.last]
        last = max(held, key=lambda one: one.since)
        yield ShownMaker(body.name, last.since, last.source, Mark(last.mark))
