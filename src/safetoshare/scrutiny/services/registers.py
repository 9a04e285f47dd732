"""Entering a report with its super-complaint, recommendations, recipients and clocks: what is missing, nothing twice.

What stands in the register is never overwritten: a file that says something else about the same report is refused as
a whole, and what differs is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model

from safetoshare.base.database import unit_of_work
from safetoshare.scrutiny.models import (
    Body,
    BodyName,
    Deadline,
    RecipientRole,
    Recommendation,
    RecommendationRecipient,
    Report,
    SubRequirement,
    SuperComplaint,
)
from safetoshare.scrutiny.selectors.bodies import folded
from safetoshare.scrutiny.services.register_file import (
    ADDRESSED,
    ALL_RECIPIENTS,
    BodyEntry,
    ClockEntry,
    RecommendationEntry,
    RegisterFile,
)

_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True)
class RegisterEntered:
    """How many rows were new: 0 when all of it stood there already."""

    new_rows: int


@dataclass(frozen=True, slots=True)
class RegisterDiffers:
    """Nothing was entered: the register says something else, in these places."""

    problems: tuple[str, ...]


class _DiffersError(Exception):
    """Undoes the unit of work."""


def enter_register(file: RegisterFile) -> RegisterEntered | RegisterDiffers:
    """Enter what is missing. One difference, and nothing is entered."""
    entering = _Entering()
    try:
        with unit_of_work(write=True):
            entering.enter(file)
            if entering.problems:
                raise _DiffersError
    except _DiffersError:
        return RegisterDiffers(tuple(entering.problems))
    return RegisterEntered(entering.new_rows)


class _Entering:
    """One run through a file."""

    def __init__(self) -> None:
        self.new_rows = 0
        self.problems: list[str] = []

    def enter(self, file: RegisterFile) -> None:
        bodies = {body.code: self._body(body) for body in file.bodies}
        for body in file.bodies:
            self._overseer(bodies[body.code], bodies.get(body.overseen_by))
            self._names(bodies[body.code], body)
        complaint = self._row(SuperComplaint, f"super-complaint of {file.received_on}", {"subject": file.subject},
                              {"received_on": file.received_on})  # fmt: skip
        complaint.made_by.add(*(bodies[code] for code in file.made_by))
        report = self._row(
            Report,
            f"report {file.code}",
            {"code": file.code},
            {
                "title": file.title,
                "super_complaint": complaint,
                "published_on": file.published_on,
                "extent": file.extent,
            },
        )
        report.published_by.add(*(bodies[code] for code in file.published_by))
        for position, entry in enumerate(file.recommendations):
            recommendation = self._recommendation(report, position, entry)
            for asked, role in _asked(entry, file, bodies):
                self._recipient(recommendation, asked, role, (*file.clocks, *entry.clocks))

    def _body(self, entry: BodyEntry) -> Body:
        values = {"name": entry.name, "kind": entry.kind}
        return self._row(Body, f"body {entry.code}", {"code": entry.code}, values)

    def _overseer(self, body: Body, overseer: Body | None) -> None:
        if body.overseen_by_id is None and overseer is not None:
            body.overseen_by = overseer
            body.save(update_fields=["overseen_by"])
        elif overseer is not None and body.overseen_by_id != overseer.id:
            self.problems.append(f"body {body.code}: another body oversees it in the register")

    def _names(self, body: Body, entry: BodyEntry) -> None:
        for name in dict.fromkeys(folded(name) for name in (entry.name, *entry.also_called)):
            self._row(BodyName, f"the name “{name}”", {"folded": name}, {"body": body})

    def _recommendation(self, report: Report, position: int, entry: RecommendationEntry) -> Recommendation:
        what = f"recommendation {entry.number}"
        values = {"position": position, "text": entry.text}
        row = self._row(Recommendation, what, {"report": report, "number": entry.number}, values)
        for place, part in enumerate(entry.parts):
            values = {"position": place, "text": part.text, "natural_evidence": part.natural_evidence}
            self._row(SubRequirement, f"part {part.code}", {"recommendation": row, "code": part.code}, values)
        return row

    def _recipient(
        self, recommendation: Recommendation, body: Body, role: RecipientRole, clocks: Sequence[ClockEntry]
    ) -> None:
        what = f"recommendation {recommendation.number} to {body.code}"
        row = self._row(RecommendationRecipient, what, {"recommendation": recommendation, "body": body}, {"role": role})
        for clock in clocks:
            key = {"asked": clock.asked, "rule": clock.rule, "count": clock.count, "base": clock.base}
            self._row(Deadline, what, {"recipient": row, **key, "source": clock.source}, {})

    def _row(self, model: type[_Row], what: str, key: dict[str, Any], values: dict[str, Any]) -> _Row:
        """Return the row of that key, made if it is missing; note each value in which an existing one differs."""
        row, is_new = model._default_manager.get_or_create(**key, defaults=values)
        self.new_rows += is_new
        for name, value in values.items():
            if not is_new and _plain(getattr(row, name)) != _plain(value):
                self.problems.append(f"{what}: the register has another {name.replace('_', ' ')}")
        return row


def _plain(value: object) -> object:
    return value.pk if isinstance(value, Model) else value


def _asked(entry: RecommendationEntry, file: RegisterFile, bodies: dict[str, Body]) -> list[tuple[Body, RecipientRole]]:
    """Return whom a recommendation asks. "All recipients" are all whom any recommendation of the report names."""
    if ALL_RECIPIENTS in entry.to:
        named = {code for one in file.recommendations for code in one.to if code != ALL_RECIPIENTS}
        role = RecipientRole.ALL_RECIPIENTS
    else:
        named, role = set(entry.to), RecipientRole.NAMED
    kinds = {ADDRESSED[code] for code in named}
    return [(bodies[one.code], role) for one in file.bodies if one.kind in kinds]
