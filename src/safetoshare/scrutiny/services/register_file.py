"""The file that describes a report for the register: bodies, super-complaint, recommendations, recipients, clocks.

TOML, in the force's folder. Whatever is missing, unknown or named twice is an error that says where it stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from safetoshare.core.deadlines import Rule, deadline
from safetoshare.core.errors import BadInputError, DocumentError
from safetoshare.core.standing import Asked
from safetoshare.core.working_days import england_and_wales
from safetoshare.scrutiny.models import BodyKind

ALL_RECIPIENTS = "all_recipients"
# The codes under which readings name recipients (core/documents/recipients.toml), and the kind of body they mean.
ADDRESSED = {"chief_constables": BodyKind.CHIEF_CONSTABLE, "pccs": BodyKind.LOCAL_POLICING_BODY}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"(?:Action )?[0-9]{1,3}[a-z]?")
_Kind = TypeVar("_Kind", str, int, date, list[Any], dict[str, Any])
_KINDS = {str: "a text", int: "a number", date: "a day", list: "a list", dict: "a table"}


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """A body, the code of the body that oversees it (or ""), and its other names."""

    code: str
    name: str
    kind: BodyKind
    overseen_by: str
    also_called: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClockEntry:
    """One clock: what it asks for and how it is counted."""

    asked: Asked
    rule: Rule
    count: int
    base: date
    source: str


@dataclass(frozen=True, slots=True)
class PartEntry:
    """A sub-requirement."""

    code: str
    text: str
    natural_evidence: str


@dataclass(frozen=True, slots=True)
class RecommendationEntry:
    """A recommendation, whom it asks (codes of `ADDRESSED`, or all), its own clocks and its parts."""

    number: str
    to: tuple[str, ...]
    text: str
    clocks: tuple[ClockEntry, ...]
    parts: tuple[PartEntry, ...]


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """All of one file. `clocks` run for every recipient of every recommendation."""

    bodies: tuple[BodyEntry, ...]
    subject: str
    made_by: tuple[str, ...]
    received_on: date
    code: str
    title: str
    published_by: tuple[str, ...]
    published_on: date
    extent: str
    clocks: tuple[ClockEntry, ...]
    recommendations: tuple[RecommendationEntry, ...]


def read_register_file(content: bytes) -> RegisterFile:
    """Read the file. DocumentError says which entry is missing, unknown or there twice."""
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DocumentError(f"this is not a register file in TOML: {error}") from None
    complaint, report = _entry(table, "super_complaint", dict), _entry(table, "report", dict)
    bodies = tuple(_body(one) for one in _entry(table, "body", list))
    known = [body.code for body in bodies]
    _once(known, "body")
    for body in bodies:
        _all_known([body.overseen_by] if body.overseen_by else [], known, "overseen_by")
    recommendations = tuple(_recommendation(one) for one in _entry(table, "recommendation", list))
    _once([one.number for one in recommendations], "recommendation")
    return RegisterFile(
        bodies=bodies,
        subject=_entry(complaint, "subject", str),
        made_by=_all_known(_texts(complaint, "made_by"), known, "made_by"),
        received_on=_entry(complaint, "received_on", date),
        code=_matching(_entry(report, "code", str), _SLUG, "report code"),
        title=_entry(report, "title", str),
        published_by=_all_known(_texts(report, "published_by"), known, "published_by"),
        published_on=_entry(report, "published_on", date),
        extent=_entry(report, "extent", str),
        clocks=_clocks(report),
        recommendations=recommendations,
    )


def _body(table: Mapping[str, Any]) -> BodyEntry:
    kind = _entry(table, "kind", str)
    return BodyEntry(
        code=_matching(_entry(table, "code", str), _SLUG, "body code"),
        name=_entry(table, "name", str),
        kind=BodyKind(_all_known([kind], BodyKind.values, "kind")[0]),
        overseen_by=_entry(table, "overseen_by", str) if "overseen_by" in table else "",
        also_called=_texts(table, "also_called") if "also_called" in table else (),
    )


def _recommendation(table: Mapping[str, Any]) -> RecommendationEntry:
    parts = tuple(
        PartEntry(_entry(one, "code", str), _entry(one, "text", str), _entry(one, "natural_evidence", str))
        for one in table.get("part", [])
    )
    _once([part.code for part in parts], "part")
    return RecommendationEntry(
        number=_matching(_entry(table, "number", str), _NUMBER, "number"),
        to=_all_known(_texts(table, "to"), [*ADDRESSED, ALL_RECIPIENTS], "to"),
        text=_entry(table, "text", str).strip(),
        clocks=_clocks(table),
        parts=parts,
    )


def _clocks(table: Mapping[str, Any]) -> tuple[ClockEntry, ...]:
    return tuple(_clock(one) for one in table.get("clock", []))


def _clock(table: Mapping[str, Any]) -> ClockEntry:
    asked, rule = _entry(table, "asked", str), _entry(table, "rule", str)
    clock = ClockEntry(
        asked=Asked(_all_known([asked], [one.value for one in Asked], "asked")[0]),
        rule=Rule(_all_known([rule], [one.value for one in Rule], "rule")[0]),
        count=_entry(table, "count", int),
        base=_entry(table, "base", date),
        source=_entry(table, "source", str),
    )
    try:
        deadline(clock.rule, clock.base, clock.count, clock.source, england_and_wales())
    except BadInputError as error:
        raise DocumentError(f"register file: a clock cannot be counted: {error}") from None
    return clock


def _entry(table: Any, name: str, kind: type[_Kind]) -> _Kind:  # noqa: ANN401  # whatever the file holds
    value = table.get(name) if isinstance(table, Mapping) else None
    # A time is a day to Python, and true is a number.
    if not isinstance(value, kind) or value == "" or isinstance(value, bool | datetime):
        raise DocumentError(f"register file: the entry '{name}' must be {_KINDS[kind]}")
    return value


def _texts(table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = _entry(table, name, list)
    if not values or not all(isinstance(value, str) and value for value in values):
        raise DocumentError(f"register file: the entry '{name}' must be a list of texts")
    return tuple(values)


def _matching(value: str, pattern: re.Pattern[str], what: str) -> str:
    if not pattern.fullmatch(value):
        raise DocumentError(f"register file: the {what} '{value}' is not of the form {pattern.pattern}")
    return value


def _all_known(values: Sequence[str], known: Sequence[str], name: str) -> tuple[str, ...]:
    for value in values:
        if value not in known:
            raise DocumentError(f"register file: '{name}' says '{value}'; it may say {', '.join(known)}")
    return tuple(values)


def _once(values: Sequence[str], what: str) -> None:
    if twice := sorted({value for value in values if values.count(value) > 1}):
        raise DocumentError(f"register file: {what} {', '.join(twice)} is there more than once")
