"""Entering what a register file says: what is missing, nothing twice.

What stands in the register is never overwritten: a file that says something else is refused as a whole, and what
differs is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from safetoshare.base.database import unit_of_work
from safetoshare.core.super_complaints import Stage
from safetoshare.scrutiny.models import (
    Body,
    BodyName,
    ComplaintStage,
    Deadline,
    Designation,
    RecipientRole,
    Recommendation,
    RecommendationRecipient,
    Report,
    SubRequirement,
    SuperComplaint,
)
from safetoshare.scrutiny.selectors.bodies import folded
from safetoshare.scrutiny.services.follow_ups import enter_follow_ups
from safetoshare.scrutiny.services.register_entries import (
    ADDRESSED,
    ALL_RECIPIENTS,
    BodyEntry,
    ClockEntry,
    ComplaintEntry,
    RecommendationEntry,
    RegisterFile,
    ReportEntry,
)
from safetoshare.scrutiny.services.rows import Rows


@dataclass(frozen=True, slots=True)
class RegisterEntered:
    """How many rows were new: 0 when all of it stood there already."""

    new_rows: int


@dataclass(frozen=True, slots=True)
class RegisterDiffers:
    """Nothing was entered: the register says something else, or lacks what the file speaks of, in these places."""

    problems: tuple[str, ...]


class _DiffersError(Exception):
    """Undoes the unit of work."""


def enter_register(file: RegisterFile) -> RegisterEntered | RegisterDiffers:
    """Enter what is missing. One difference, and nothing is entered."""
    rows = Rows()
    try:
        with unit_of_work(write=True):
            bodies = _bodies(rows, file.bodies)
            for complaint in file.complaints:
                _complaint(rows, complaint, bodies)
            if file.report is not None:
                _report(rows, file.report, file.bodies, bodies)
            enter_follow_ups(rows, file.follow_ups)
            if rows.problems:
                raise _DiffersError
    except _DiffersError:
        return RegisterDiffers(tuple(rows.problems))
    return RegisterEntered(rows.new)


def _bodies(rows: Rows, entries: Sequence[BodyEntry]) -> dict[str, Body]:
    bodies: dict[str, Body] = {}
    for entry in entries:
        body = rows.row(Body, f"body {entry.code}", {"code": entry.code}, {"name": entry.name, "kind": entry.kind})
        bodies[entry.code] = body
        for name in dict.fromkeys(folded(name) for name in (entry.name, *entry.also_called)):
            rows.row(BodyName, f"the name “{name}”", {"folded": name}, {"body": body})
        if entry.ends is not None:
            ends = {"ends_first": entry.ends.first, "ends_last": entry.ends.last, "ends_source": entry.ends_source}
            rows.fill(body, f"body {entry.code}", ends)
        for one in entry.designations:
            values = {"until": one.until, "source": one.source, "mark": one.mark}
            rows.row(Designation, f"designation of {entry.code}", {"body": body, "since": one.since}, values)
    for entry in entries:
        _overseer(rows, bodies[entry.code], bodies.get(entry.overseen_by))
    return bodies


def _overseer(rows: Rows, body: Body, overseer: Body | None) -> None:
    if body.overseen_by_id is None and overseer is not None:
        body.overseen_by = overseer
        body.save(update_fields=["overseen_by"])
    elif overseer is not None and body.overseen_by_id != overseer.id:
        rows.problems.append(f"body {body.code}: another body oversees it in the register")


def _complaint(rows: Rows, entry: ComplaintEntry, bodies: dict[str, Body]) -> None:
    what = f"super-complaint {entry.code}"
    row = rows.row(SuperComplaint, what, {"code": entry.code}, {"subject": entry.subject})
    makers = [bodies[code] for code in entry.made_by]
    if (made_by := set(row.made_by.all())) and made_by != set(makers):
        rows.problems.append(f"{what}: other bodies made it in the register")
    row.made_by.add(*makers)
    for one in entry.stages:
        key = {"super_complaint": row, "stage": one.stage}
        values = {"last_day": one.when.last, "mark": one.mark, "source": one.source}
        # A step that comes once is never there with another day.
        often = one.stage in (Stage.PROGRESS_REPORTED, Stage.RESPONSES_PUBLISHED)
        first = {"first_day": one.when.first}
        rows.row(
            ComplaintStage,
            f"{what}, stage {one.stage}",
            {**key, **first} if often else key,
            values if often else {**first, **values},
        )
    received = next(one.when for one in entry.stages if one.stage is Stage.RECEIVED)
    for body in makers:
        then = Q(since__lte=received.last) & (Q(until__isnull=True) | Q(until__gte=received.first))
        if not body.designations.filter(then).exists():
            rows.problems.append(f"{what}: {body.code} was not designated when it was received ({received})")


def _report(rows: Rows, entry: ReportEntry, entries: Sequence[BodyEntry], bodies: dict[str, Body]) -> None:
    complaint = SuperComplaint.objects.filter(code=entry.super_complaint).first() if entry.super_complaint else None
    if entry.super_complaint and complaint is None:
        rows.problems.append(f"report {entry.code}: the register knows no super-complaint {entry.super_complaint}")
        return
    report = rows.row(
        Report,
        f"report {entry.code}",
        {"code": entry.code},
        {
            "title": entry.title,
            "super_complaint": complaint,
            "published_on": entry.published_on,
            "extent": entry.extent,
        },
    )
    report.published_by.add(*(bodies[code] for code in entry.published_by))
    for position, one in enumerate(entry.recommendations):
        recommendation = _recommendation(rows, report, position, one)
        for asked, role in _asked(one, entry, entries, bodies):
            _recipient(rows, recommendation, asked, role, (*entry.clocks, *one.clocks))


def _recommendation(rows: Rows, report: Report, position: int, entry: RecommendationEntry) -> Recommendation:
    what = f"recommendation {entry.number}"
    values = {"position": position, "text": entry.text}
    row = rows.row(Recommendation, what, {"report": report, "number": entry.number}, values)
    for place, part in enumerate(entry.parts):
        values = {"position": place, "text": part.text, "natural_evidence": part.natural_evidence}
        rows.row(SubRequirement, f"part {part.code}", {"recommendation": row, "code": part.code}, values)
    return row


def _recipient(
    rows: Rows, recommendation: Recommendation, body: Body, role: RecipientRole, clocks: Sequence[ClockEntry]
) -> None:
    what = f"recommendation {recommendation.number} to {body.code}"
    row = rows.row(RecommendationRecipient, what, {"recommendation": recommendation, "body": body}, {"role": role})
    for clock in clocks:
        # A statutory duty runs for the kinds of bodies that it binds, and for no other.
        if clock.duty and body.kind not in clock.binds:
            continue
        key = {"asked": clock.asked, "rule": clock.rule, "count": clock.count, "base": clock.base}
        rows.row(Deadline, what, {"recipient": row, **key, "source": clock.source}, {"duty": clock.duty})


def _asked(
    entry: RecommendationEntry, report: ReportEntry, entries: Sequence[BodyEntry], bodies: dict[str, Body]
) -> list[tuple[Body, RecipientRole]]:
    """Return whom a recommendation asks. "All recipients" are all whom any recommendation of the report names."""
    if ALL_RECIPIENTS in entry.to:
        named = {code for one in report.recommendations for code in one.to if code != ALL_RECIPIENTS}
        role = RecipientRole.ALL_RECIPIENTS
    else:
        named, role = set(entry.to), RecipientRole.NAMED
    kinds = {ADDRESSED[code] for code in named if code in ADDRESSED}
    return [(bodies[one.code], role) for one in entries if one.kind in kinds or one.code in named]
