"""The file that describes bodies, super-complaints, a report with whom it asks by when, and what followed.

TOML, in the force's folder. Whatever is missing, unknown or named twice is an error that says where it stands.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from safetoshare.core.deadlines import Rule, deadline
from safetoshare.core.duties import Duty, Mark, duties
from safetoshare.core.errors import BadInputError, DocumentError
from safetoshare.core.known_days import known_day
from safetoshare.core.standing import Asked
from safetoshare.core.super_complaints import KnownStage, Stage, check_stages
from safetoshare.core.working_days import england_and_wales
from safetoshare.scrutiny.models import BodyKind
from safetoshare.scrutiny.services.register_entries import (
    ADDRESSED,
    ALL_RECIPIENTS,
    BodyEntry,
    ClockEntry,
    ComplaintEntry,
    DesignationEntry,
    PartEntry,
    RecommendationEntry,
    RegisterFile,
    ReportEntry,
)
from safetoshare.scrutiny.services.register_follow_ups import FOLLOW_UPS, read_follow_ups
from safetoshare.scrutiny.services.toml_entries import all_known, entry, number, once, only, short, slug, tables, texts

_SECTIONS = ("body", "super_complaint", "report", "recommendation", *FOLLOW_UPS)
# Said wherever such a clock is shown.
_UNSURE = {
    Mark.READ_ELSEWHERE: " (read in another account, not in the law itself)",
    Mark.BELIEVED: " (believed: check it before relying on it)",
}


def read_register_file(content: bytes) -> RegisterFile:
    """Read the file. DocumentError says which entry is missing, unknown or there twice."""
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise DocumentError(f"this is not a register file in TOML: {error}") from None
    only(table, _SECTIONS, "a register file")
    bodies = tuple(_body(one) for one in tables(table, "body"))
    known = [body.code for body in bodies]
    once(known, "body")
    for body in bodies:
        all_known([body.overseen_by] if body.overseen_by else [], known, "overseen_by")
    makers = [body.code for body in bodies if body.kind is BodyKind.DESIGNATED_BODY]
    complaints = tuple(_complaint(one, makers) for one in tables(table, "super_complaint"))
    once([one.code for one in complaints], "super-complaint")
    file = RegisterFile(
        bodies=bodies,
        complaints=complaints,
        report=_report(table, bodies) if "report" in table or "recommendation" in table else None,
        follow_ups=read_follow_ups(table),
    )
    if not (file.bodies or file.follow_ups):
        raise DocumentError(f"this register file holds nothing: it may hold {', '.join(_SECTIONS)}")
    return file


def _body(table: Mapping[str, Any]) -> BodyEntry:
    only(table, ("code", "name", "kind", "overseen_by", "also_called", "ends", "ends_source", "designation"), "a body")
    kind = BodyKind(all_known([entry(table, "kind", str)], BodyKind.values, "kind")[0])
    if "designation" in table and kind is not BodyKind.DESIGNATED_BODY:
        raise DocumentError("register file: only a body of the kind designated_body has a designation")
    try:
        ends = known_day(table["ends"]) if "ends" in table else None
    except BadInputError as error:
        raise DocumentError(f"register file: 'ends': {error}") from None
    return BodyEntry(
        code=slug(table, "code", "body code"),
        name=short(table, "name"),
        kind=kind,
        overseen_by=entry(table, "overseen_by", str) if "overseen_by" in table else "",
        also_called=texts(table, "also_called") if "also_called" in table else (),
        ends=ends,
        ends_source=short(table, "ends_source") if ends else "",
        designations=tuple(_designation(one) for one in tables(table, "designation")),
    )


def _designation(table: Mapping[str, Any]) -> DesignationEntry:
    only(table, ("since", "until", "source", "mark"), "a designation")
    since = entry(table, "since", date)
    until = entry(table, "until", date) if "until" in table else None
    if until is not None and until < since:
        raise DocumentError(f"register file: a designation ends on {until}, before it begins on {since}")
    return DesignationEntry(since, until, short(table, "source"), _mark(table))


def _complaint(table: Mapping[str, Any], makers: Sequence[str]) -> ComplaintEntry:
    only(table, ("code", "subject", "made_by", "stage"), "a super-complaint")
    code = slug(table, "code", "super-complaint code")
    stages = tuple(_stage(one) for one in tables(table, "stage"))
    try:
        check_stages(stages)
    except BadInputError as error:
        raise DocumentError(f"register file: super-complaint {code}: {error}") from None
    made_by = all_known(texts(table, "made_by"), makers, "made_by")
    return ComplaintEntry(code, short(table, "subject"), made_by, stages)


def _stage(table: Mapping[str, Any]) -> KnownStage:
    only(table, ("stage", "on", "mark", "source"), "a stage")
    name = all_known([entry(table, "stage", str)], list(Stage), "stage")[0]
    try:
        when = known_day(table.get("on"))
    except BadInputError as error:
        raise DocumentError(f"register file: stage {name}: {error}") from None
    return KnownStage(Stage(name), when, _mark(table), short(table, "source"))


def _mark(table: Mapping[str, Any]) -> Mark:
    return Mark(all_known([entry(table, "mark", str)], list(Mark), "mark")[0])


def _report(table: Mapping[str, Any], bodies: Sequence[BodyEntry]) -> ReportEntry:
    report = entry(table, "report", dict)
    only(report, ("code", "title", "super_complaint", "published_by", "published_on", "extent", "clock"), "a report")
    published_on = entry(report, "published_on", date)
    known = [body.code for body in bodies]
    recommendations = tuple(_recommendation(one, published_on, known) for one in tables(table, "recommendation"))
    once([one.number for one in recommendations], "recommendation")
    return ReportEntry(
        code=slug(report, "code", "report code"),
        title=short(report, "title"),
        super_complaint=slug(report, "super_complaint", "super-complaint code") if "super_complaint" in report else "",
        published_by=all_known(texts(report, "published_by"), known, "published_by"),
        published_on=published_on,
        extent=entry(report, "extent", str),
        clocks=_clocks(report, published_on),
        recommendations=recommendations,
    )


def _recommendation(table: Mapping[str, Any], published_on: date, bodies: Sequence[str]) -> RecommendationEntry:
    only(table, ("number", "to", "text", "clock", "part"), "a recommendation")
    parts = tuple(
        PartEntry(entry(one, "code", str), entry(one, "text", str), entry(one, "natural_evidence", str))
        for one in tables(table, "part")
    )
    once([part.code for part in parts], "part")
    return RecommendationEntry(
        number=number(table),
        to=all_known(texts(table, "to"), [*ADDRESSED, ALL_RECIPIENTS, *bodies], "to"),
        text=entry(table, "text", str).strip(),
        clocks=_clocks(table, published_on),
        parts=parts,
    )


def _clocks(table: Mapping[str, Any], published_on: date) -> tuple[ClockEntry, ...]:
    return tuple(
        _of_duty(one, published_on) if "duty" in one else _clock(one, published_on) for one in tables(table, "clock")
    )


def _of_duty(table: Mapping[str, Any], published_on: date) -> ClockEntry:
    """Read a clock that runs by statute, from the publication: its rule and its source stand in `core/duties.toml`."""
    only(table, ("duty",), "a clock that runs by a duty")
    known: dict[str, Duty] = {name: duty for name, duty in duties().items() if duty.binds}
    duty = known[all_known([entry(table, "duty", str)], list(known), "duty")[0]]
    try:
        duty.deadline(published_on)
    except BadInputError as error:
        raise DocumentError(f"register file: {error}") from None
    source = f"{duty.source}{_UNSURE.get(duty.mark, '')}"
    return ClockEntry(duty.asked, duty.rule, duty.count, published_on, source, duty.id, duty.binds)


def _clock(table: Mapping[str, Any], published_on: date) -> ClockEntry:
    only(table, ("asked", "rule", "count", "base", "source"), "a clock")
    asked, rule = entry(table, "asked", str), entry(table, "rule", str)
    clock = ClockEntry(
        asked=Asked(all_known([asked], list(Asked), "asked")[0]),
        rule=Rule(all_known([rule], list(Rule), "rule")[0]),
        count=entry(table, "count", int),
        base=entry(table, "base", date),
        source=short(table, "source"),
    )
    if clock.base < published_on:
        raise DocumentError(
            f"register file: a clock starts on {clock.base}, before the report was published on {published_on}"
        )
    try:
        deadline(clock.rule, clock.base, clock.count, clock.source, england_and_wales())
    except BadInputError as error:
        raise DocumentError(f"register file: a clock cannot be counted: {error}") from None
    return clock
