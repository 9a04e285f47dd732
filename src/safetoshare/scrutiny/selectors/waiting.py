"""Who waits for whom on a day. What came is derived from the register and from the policies that were adopted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import QuerySet

from safetoshare.core.waiting import NUDGED, Arrival, wait_on
from safetoshare.scrutiny import models
from safetoshare.scrutiny.selectors.shown import ShownWait
from safetoshare.sharing.api import policies


def adopted_policies() -> tuple[Arrival, ...]:
    """Return the policies that the force adopted. Called outside a unit of work: `sharing` begins its own."""
    return tuple(
        Arrival(version.adopted_on, version.policy.title, is_policy=True)
        for version in policies.versions()
        if version.adopted_on is not None
    )


def waits_on(day: date, adopted: Sequence[Arrival]) -> tuple[ShownWait, ...]:
    """Return all waits that had begun by a day: first those who are to do something now, then the oldest."""
    shown = [found for one in _waits() if (found := _shown(one, day, adopted))]
    return tuple(sorted(shown, key=lambda one: (one.standing.state not in NUDGED, one.since, one.number, one.body)))


def waits_of(report: str, number: str, body: str, day: date, adopted: Sequence[Arrival]) -> tuple[ShownWait, ...]:
    """Return the waits of one recommendation with one body."""
    rows = _waits().filter(
        recipient__recommendation__report__code=report,
        recipient__recommendation__number=number,
        recipient__body__code=body,
    )
    return tuple(found for one in rows if (found := _shown(one, day, adopted)))


def _waits() -> QuerySet[models.Wait]:
    return models.Wait.objects.select_related("recipient__recommendation__report", "recipient__body", "whom")


def _shown(row: models.Wait, day: date, adopted: Sequence[Arrival]) -> ShownWait | None:
    recommendation, body = row.recipient.recommendation, row.recipient.body
    answered = models.Response.objects.filter(answers__recipient=row.recipient, dated_on__isnull=False)
    arrivals = [*_entered(row), *(adopted if row.may_be_policy else ())]
    days = [one for one in answered.values_list("dated_on", flat=True) if one is not None]
    standing = wait_on(row.since, row.review_on, arrivals, days, day)
    if standing is None:
        return None
    return ShownWait(
        report=recommendation.report.code,
        title=recommendation.report.title,
        number=recommendation.number,
        body=body.code,
        body_name=body.name,
        what=row.what,
        whom=row.whom.name,
        since=row.since,
        review_on=row.review_on,
        source=row.source,
        standing=standing,
    )


def _entered(row: models.Wait) -> Iterator[Arrival]:
    """What the awaited body published on the same matter: a report on the same super-complaint, or a response."""
    report = row.recipient.recommendation.report
    if report.super_complaint_id is not None:
        for one in models.Report.objects.filter(published_by=row.whom, super_complaint=report.super_complaint_id):
            yield Arrival(one.published_on, one.title)
    for response in report.responses.filter(responder=row.whom, dated_on__isnull=False).only(
        "dated_on", "document_name"
    ):
        if response.dated_on is not None:
            yield Arrival(response.dated_on, response.document_name)
