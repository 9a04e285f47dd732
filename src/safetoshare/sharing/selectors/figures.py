"""Reads of the published figures, and of how far folding has come. Call each inside a unit of work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from safetoshare.core.measures import PublishedCount
from safetoshare.core.tally import What
from safetoshare.sharing.models import Entry, Figure, TallyNote


@dataclass(frozen=True)
class PublishedFigure:
    """How often something was done towards a kind of recipient, from day to day, both included."""

    since: date
    until: date
    recipients: str
    what: What
    count: PublishedCount


def published_figures() -> list[PublishedFigure]:
    """Return all published figures, the newest month first."""
    rows = Figure.objects.order_by("-until", "recipients", "what")
    return [
        PublishedFigure(
            row.since,
            row.until,
            row.recipients,
            What(row.what),
            PublishedCount(row.at_least, is_exact=row.is_exact, fewer_than=row.fewer_than),
        )
        for row in rows
    ]


def begun_on() -> date | None:
    """Return the first day of which there is a log or a note; None before that."""
    days = (Entry.objects.aggregate(first=Min("on"))["first"], TallyNote.objects.aggregate(first=Min("month"))["first"])
    return min((day for day in days if day is not None), default=None)


def last_folded() -> date | None:
    """Return the last day of the newest month that was folded; None before the first."""
    return Figure.objects.order_by("-until").values_list("until", flat=True).first()


def first_day_of_year(year: int) -> date | None:
    """Return from which day on the figures of a year count; None where none of its months is folded yet."""
    first: date | None = Figure.objects.filter(until__year=year).aggregate(first=Min("since"))["first"]
    return first
