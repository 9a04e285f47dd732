"""The only door to `practice`: the briefing for staff, confirming it, and how many have (Recs 4(h) and 4(j))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.core.measures import Measure, exact
from safetoshare.practice import selectors, services
from safetoshare.practice.selectors import PathwayPoint
from safetoshare.sharing.api.policies import Briefing, PromiseShown, briefing, promise_shown

__all__ = ["Confirmed", "Outdated", "PathwayPoint", "StaffBriefing", "confirm", "measures", "staff_briefing"]

_DEFINITION = (
    "Staff accounts in use whose role meets or hears victims and witnesses (response officers, officers in the case, "
    "victim and witness care officers, unit supervisors, control room, outreach workers) that had confirmed, by the "
    "last day of the period, having read the version of the policy that was in force on that day; out of all such "
    "accounts now in use. A confirmation says that somebody read it, not that it is kept. While no version is in "
    "force nobody has."
)


@dataclass(frozen=True)
class StaffBriefing:
    """What one member of staff is shown of the version in force: its rules, what may be said, and her or his state."""

    policy: Briefing
    promise: PromiseShown
    points: tuple[PathwayPoint, ...]
    confirmed_on: date | None


@dataclass(frozen=True)
class Confirmed:
    """It is noted that the version in force was read."""


@dataclass(frozen=True)
class Outdated:
    """The version that was read is not the one in force: the newer one is to be read."""


def staff_briefing(account: UUID, day: date) -> StaffBriefing | None:
    """Return the briefing for somebody, None while no adopted and proved version is in force."""
    policy = briefing(day)
    if policy is None:
        return None
    with unit_of_work():
        confirmed_on = selectors.read_on(account, policy.sha256)
    return StaffBriefing(policy, promise_shown(day), selectors.pathway_points(), confirmed_on)


def confirm(account: UUID, policy: str, day: date) -> Confirmed | Outdated:
    """Note that somebody has read a version, named by its SHA-256: once, and only while it is in force."""
    in_force = briefing(day)
    if in_force is None or in_force.sha256 != policy:
        return Outdated()
    services.confirm_reading(account, policy, day)
    return Confirmed()


def measures(since: date, until: date) -> list[Measure]:
    """Return how many of those who meet victims and witnesses had confirmed the version in force on the last day."""
    in_force = briefing(until)
    with unit_of_work():
        count = selectors.reading_count(in_force.sha256 if in_force else "", until)
    return [
        Measure(
            name="staff_who_confirmed_reading",
            definition=_DEFINITION,
            bears_on=("4(j)",),
            since=since,
            until=until,
            count=exact(count.confirmed),
            out_of=exact(count.out_of),
        )
    ]
