"""Entering what follows a report: who succeeds whom, what no longer asks, what was found, what is waited for."""

from __future__ import annotations

from collections.abc import Sequence

from safetoshare.scrutiny.models import Body, Finding, Recommendation, RecommendationRecipient, Supersession, Wait
from safetoshare.scrutiny.services.register_entries import (
    FindingEntry,
    FollowUp,
    SuccessionEntry,
    SupersessionEntry,
    WaitEntry,
)
from safetoshare.scrutiny.services.rows import Rows


def enter_follow_ups(rows: Rows, entries: Sequence[FollowUp]) -> None:
    """Enter each; what it speaks of and the register does not know is a problem."""
    for entry in entries:
        match entry:
            case SuccessionEntry():
                _succession(rows, entry)
            case SupersessionEntry():
                _supersession(rows, entry)
            case FindingEntry():
                _finding(rows, entry)
            case WaitEntry():
                _wait(rows, entry)


def _body(rows: Rows, code: str) -> Body | None:
    found = Body.objects.filter(code=code).first()
    if found is None:
        rows.problems.append(f"the register knows no body {code}")
    return found


def _recommendation(rows: Rows, report: str, number: str) -> Recommendation | None:
    found = Recommendation.objects.select_related("report").filter(report__code=report, number=number).first()
    if found is None:
        rows.problems.append(f"the register knows no recommendation {number} of the report {report}")
    return found


def _recipient(rows: Rows, entry: FindingEntry | WaitEntry) -> RecommendationRecipient | None:
    recommendation = _recommendation(rows, entry.report, entry.number)
    body = _body(rows, entry.body) if recommendation else None
    if recommendation is None or body is None:
        return None
    found = recommendation.recipients.filter(body=body).first()
    if found is None:
        rows.problems.append(f"recommendation {entry.number} of {entry.report} is not addressed to {entry.body}")
    return found


def _succession(rows: Rows, entry: SuccessionEntry) -> None:
    body, by = _body(rows, entry.body), _body(rows, entry.by)
    if body is None or by is None:
        return
    if body.kind != by.kind:
        rows.problems.append(f"body {entry.by}: it is of another kind than {entry.body}, whose duties it takes over")
        return
    after: Body | None = by
    while after is not None:
        if after == body:
            rows.problems.append(f"body {entry.body}: its duties would come back to itself")
            return
        after = after.successor
    rows.fill(body, f"body {entry.body}", {"successor": by, "succeeded_on": entry.on})


def _supersession(rows: Rows, entry: SupersessionEntry) -> None:
    what = f"supersession of recommendation {entry.number} of {entry.report}"
    recommendation = _recommendation(rows, entry.report, entry.number)
    by = _recommendation(rows, entry.by_report, entry.by_number) if entry.by_number else None
    if recommendation is None or (entry.by_number and by is None):
        return
    if recommendation == by:
        rows.problems.append(f"{what}: it cannot take its own place")
    elif entry.on < recommendation.report.published_on:
        rows.problems.append(f"{what}: {entry.on} lies before the report was published")
    elif by is not None and entry.on < by.report.published_on:
        rows.problems.append(f"{what}: {entry.on} lies before what takes its place was published")
    else:
        values = {"by": by, "on": entry.on, "source": entry.source}
        rows.row(Supersession, what, {"recommendation": recommendation}, values)


def _finding(rows: Rows, entry: FindingEntry) -> None:
    recipient = _recipient(rows, entry)
    if recipient is None:
        return
    what = f"finding of {entry.on} on recommendation {entry.number} with {entry.body}"
    if entry.on < recipient.recommendation.report.published_on:
        rows.problems.append(f"{what}: it lies before the report was published")
        return
    values = {"is_confirmed": entry.is_confirmed, "words": entry.words}
    rows.row(Finding, what, {"recipient": recipient, "found_on": entry.on}, values)


def _wait(rows: Rows, entry: WaitEntry) -> None:
    recipient, whom = _recipient(rows, entry), _body(rows, entry.whom)
    if recipient is None or whom is None:
        return
    what = f"wait of {entry.body} since {entry.since} for recommendation {entry.number}"
    if entry.since < recipient.recommendation.report.published_on:
        rows.problems.append(f"{what}: it lies before the report was published")
        return
    values = {
        "what": entry.what,
        "review_on": entry.review_on,
        "may_be_policy": entry.may_be_policy,
        "source": entry.source,
    }
    rows.row(Wait, what, {"recipient": recipient, "whom": whom, "since": entry.since}, values)
