"""Reads of who confirmed which version, and of the law behind the briefing. Tables are read in a unit of work."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from uuid import UUID

from safetoshare.base.accounts.counting import active_staff_of
from safetoshare.base.permissions import Role
from safetoshare.practice.models import Reading

# Whose work it is to meet or to hear victims and witnesses: "all staff who come into contact with" them (Rec 4(j)).
MEET_VICTIMS_AND_WITNESSES = (
    Role.RESPONSE_OFFICER,
    Role.OFFICER_IN_THE_CASE,
    Role.VICTIM_CARE_OFFICER,
    Role.WITNESS_CARE_OFFICER,
    Role.UNIT_SUPERVISOR,
    Role.CONTROL_ROOM,
    Role.OUTREACH_WORKER,
)


@dataclass(frozen=True)
class PathwayPoint:
    """One point in which domestic abuse and modern slavery differ, and where that is written."""

    id: str
    domestic_abuse: str
    modern_slavery: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ReadingCount:
    """How many of those who meet victims and witnesses had confirmed a version. About staff alone: exact."""

    confirmed: int
    out_of: int


@cache
def pathway_points() -> tuple[PathwayPoint, ...]:
    """Return the points of `pathways.toml`, in its order."""
    content = tomllib.loads(files("safetoshare.practice").joinpath("pathways.toml").read_text("utf-8"))
    return tuple(
        PathwayPoint(point["id"], point["domestic_abuse"], point["modern_slavery"], tuple(point["sources"]))
        for point in content["point"]
    )


def read_on(account: UUID, policy: str) -> date | None:
    """Return the day on which somebody confirmed a version, None before that."""
    return Reading.objects.filter(account=account, policy=policy).values_list("on", flat=True).first()


def reading_count(policy: str, until: date) -> ReadingCount:
    """Count the accounts in use whose role meets victims and witnesses, and those that confirmed by a day."""
    staff = active_staff_of(MEET_VICTIMS_AND_WITNESSES)
    readers = Reading.objects.filter(policy=policy, on__lte=until, account__in=staff)
    return ReadingCount(readers.count(), len(staff))
