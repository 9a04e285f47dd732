"""Reading cases: work lists in the clear, and the sealed groups of one case."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.cases import NEWEST_COUNTS, CaseGroupName, CaseState
from safetoshare.core.vault import Place
from safetoshare.hub.models import Case, CaseGroup


@dataclass(frozen=True)
class CaseInList:
    """A case as the work list shows it."""

    id: UUID
    report: UUID
    state: str
    area: str
    pathway: str
    opened_on: date
    review_on: date
    version: int


@dataclass(frozen=True)
class SealedGroup:
    """One version of a sealed group."""

    group: CaseGroupName
    version: int
    value: SealedValue


def group_place(case: UUID, group: str, version: int) -> Place:
    """Return the place to which a group of a case is sealed."""
    return Place(record=case, table="hub_casegroup", group=group, version=version)


def cases_in_state(state: CaseState, start: int, end: int) -> list[CaseInList]:
    """Return cases of one state, what is to be looked at first coming first."""
    return [_listed(case) for case in Case.objects.filter(state=state).order_by("review_on", "id")[start:end]]


def case_counts() -> dict[CaseState, int]:
    """Return how many cases stand in each state, in the order in which they need the unit."""
    return {state: Case.objects.filter(state=state).count() for state in CaseState}


def case(identifier: UUID) -> CaseInList | None:
    """Return one case."""
    found = Case.objects.filter(pk=identifier).first()
    return None if found is None else _listed(found)


def cases_that_stand(cases: Collection[UUID]) -> set[UUID]:
    """Return those of these cases that there are."""
    return set(Case.objects.filter(pk__in=cases).values_list("pk", flat=True))


def case_of_report(report: UUID) -> UUID | None:
    """Return the case that was made of a report."""
    return Case.objects.filter(report=report).values_list("id", flat=True).first()


def cases_of_reports(reports: Collection[UUID]) -> list[UUID]:
    """Return the cases that were made of these reports."""
    return list(Case.objects.filter(report__in=reports).order_by("id").values_list("id", flat=True))


def sealed_groups(identifier: UUID, names: Collection[CaseGroupName]) -> list[SealedGroup]:
    """Return the sealed groups that make up what is known: the newest of each, or all versions of a ledger."""
    groups = []
    for name in names:
        rows = CaseGroup.objects.filter(case=identifier, group=name).order_by("-version")
        taken = rows[:1] if name in NEWEST_COUNTS else rows
        groups += [
            SealedGroup(name, row.version, row.at(group_place(identifier, name, row.version)))
            for row in sorted(taken, key=lambda row: row.version)
        ]
    return groups


def newest_version(identifier: UUID, group: CaseGroupName) -> int:
    """Return the newest version of a group, 0 where there is none yet."""
    versions = CaseGroup.objects.filter(case=identifier, group=group).order_by("-version")
    return versions.values_list("version", flat=True).first() or 0


def cases_opened(since: date, until: date) -> int:
    """Return how many cases were opened from the first day to the last, both counted."""
    return Case.objects.filter(opened_on__range=(since, until)).count()


def _listed(found: Case) -> CaseInList:
    return CaseInList(
        id=found.id,
        report=found.report,
        state=found.state,
        area=found.area,
        pathway=found.pathway,
        opened_on=found.opened_on,
        review_on=found.review_on,
        version=found.version,
    )
