"""Where the names stand that search finds a case by: the newest assessment of each case."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Max

from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.cases import CaseGroupName
from safetoshare.core.vault import Place
from safetoshare.hub.models import Case, CaseGroup
from safetoshare.hub.selectors.cases import group_place


def reports_of_cases() -> dict[UUID, UUID]:
    """Return the report of each case."""
    return dict(Case.objects.values_list("id", "report"))


def places_of_assessments() -> list[Place]:
    """Return the place of the newest assessment of each case that has one."""
    assessments = CaseGroup.objects.filter(group=CaseGroupName.ASSESSMENT).order_by()
    newest = assessments.values("case").annotate(newest=Max("version"))
    return [
        group_place(case, CaseGroupName.ASSESSMENT, version) for case, version in newest.values_list("case", "newest")
    ]


def sealed_assessments(places: Collection[Place]) -> list[SealedValue]:
    """Return the assessments that are sealed at these places."""
    wanted = {(place.record, place.version): place for place in places}
    rows = CaseGroup.objects.filter(
        group=CaseGroupName.ASSESSMENT, case__in=[record for record, _ in wanted], version__in={v for _, v in wanted}
    )
    return [row.at(place) for row in rows if (place := wanted.get((row.case_id, row.version)))]
