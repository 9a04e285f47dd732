"""The policy in force on a day, with what was proved of it; or that there is none, and why (Recs 1 and 4(e)).

A version is in force if a body adopted it, two people signed exactly what changed, and every claim that it requires
holds of its very bytes. Whatever is missing, no promise is made. What it promises is what holds, and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.differ import Difference
from safetoshare.core.policy.prove import Regions
from safetoshare.core.policy.rules import Policy
from safetoshare.sharing.models.policies import Adoption, PolicyVersion
from safetoshare.sharing.selectors.adoptions import Standing, difference_to, standing_adoptions
from safetoshare.sharing.selectors.versions import (
    ClaimResult,
    Proved,
    ProvedClaim,
    Read,
    difference_between,
    lost_claims,
    proved,
    read_version,
    results_of,
    version_file,
)

__all__ = ["ClaimResult", "Coming", "InForce", "Lacking", "NoPromise", "PromiseChange", "ProvedClaim"]
__all__ += ["PublishedVersion", "Read", "change_since", "coming", "policy_on", "published_versions", "read_version"]
__all__ += ["unreadable_versions", "version_file", "version_in_force"]


@dataclass(frozen=True)
class InForce:
    """The version in force, who adopted it, and exactly the claims that hold of it."""

    policy: Policy
    version_id: UUID
    sha256: str
    document: str
    claims: tuple[ProvedClaim, ...]
    regions: Regions
    adopted_by: str
    officer_role: str
    adopted_on: date
    in_effect_on: date
    adoption_document: str
    review_on: date
    review_lapsed: bool
    is_demonstration: bool


class Lacking(StrEnum):
    """Why no promise is made."""

    ADOPTION = "adoption"
    PROOF = "proof"
    CLAIM = "claim"


@dataclass(frozen=True)
class NoPromise:
    """No version is in force: what is lacking, and the ids of the claims that fail."""

    lacking: Lacking
    failing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coming:
    """The version that takes effect next. `lost` is promised today and not by it.

    `is_worse`: a claim is lost, or the Home Office may be told more. `difference` is to the version in force.
    """

    in_effect_on: date
    policy: Policy
    version_id: UUID
    lost: tuple[ProvedClaim, ...]
    is_worse: bool
    difference: Difference


@dataclass(frozen=True)
class PromiseChange:
    """What a person was shown and is not, or soon not, promised to others any more; and from which day."""

    lost: tuple[ProvedClaim, ...]
    in_effect_on: date


@dataclass(frozen=True)
class PublishedVersion:
    """One version as it is published: its file, its results, and its adoption if it has one."""

    id: UUID
    policy: Policy
    sha256: str
    document: str
    results: tuple[ClaimResult, ...]
    adopted_by: str
    adopted_on: date | None
    in_effect_on: date | None
    review_on: date | None
    is_demonstration: bool


def version_in_force(day: date, standings: tuple[Standing, ...] | None = None) -> InForce | NoPromise:
    """Return the version adopted last that is in effect on a day, or why there is none.

    `standings` are the adoptions that count, where the caller has read them in this unit of work.
    """
    standing = _in_effect(standing_adoptions() if standings is None else standings, day)
    if standing is None:
        return NoPromise(Lacking.ADOPTION)
    now, adoption, version = standing.proved, standing.adoption, standing.adoption.version
    if now is None:
        return NoPromise(Lacking.PROOF)
    if not now.may_promise:
        return NoPromise(Lacking.CLAIM, now.failing)
    return InForce(
        policy=now.read.policy,
        version_id=version.id,
        sha256=version.sha256,
        document=version.document,
        claims=now.claims,
        regions=now.read.regions,
        adopted_by=adoption.body,
        officer_role=adoption.officer_role,
        adopted_on=adoption.adopted_on,
        in_effect_on=adoption.in_effect_on,
        adoption_document=adoption.document,
        review_on=adoption.review_on,
        review_lapsed=adoption.review_on < day,
        is_demonstration=adoption.is_demonstration,
    )


def policy_on(day: date) -> Policy | NoPromise | None:
    """Return the policy that was or is in force on a day, None if none was.

    NoPromise: something was promised on that day that cannot be read or proved now, so that nobody knows what.
    """
    found = version_in_force(day)
    if isinstance(found, NoPromise):
        return None if found.lacking is Lacking.ADOPTION else found
    return found.policy


def coming(day: date, standings: tuple[Standing, ...] | None = None) -> Coming | None:
    """Return the adopted version that takes effect next after a day, None if there is none. `standings` as above."""
    standings = standing_adoptions() if standings is None else standings
    place = next((place for place, one in enumerate(standings) if one.adoption.in_effect_on > day), None)
    if place is None:
        return None
    after, last = standings[place], standings[place - 1] if place else None
    if after.proved is None or not after.proved.may_promise:
        return None
    before, policy = _promising(last), after.proved.read.policy
    difference = difference_to(last, after.proved)
    return Coming(
        in_effect_on=after.adoption.in_effect_on,
        policy=policy,
        version_id=after.adoption.version_id,
        lost=lost_claims(before, after.proved) if before else (),
        is_worse=is_worse(before, after.proved, difference),
        difference=difference,
    )


def change_since(shown_on: date, day: date) -> PromiseChange | None:
    """Return what is, or soon will be, promised less than on the day on which a person was shown the promise.

    The older promise goes on binding towards those who could act against her, for what she told under it.
    """
    standings = standing_adoptions()
    shown = _promising(_in_effect(standings, shown_on))
    if shown is None:
        return None
    now = _in_effect(standings, day)
    later = next((one for one in standings if one.adoption.in_effect_on > day), None)
    changes = [_change(shown, standing, day) for standing in ((now, later) if later else (now,))]
    return next((change for change in changes if change is not None), None)


def is_worse(before: Proved | None, after: Proved, difference: Difference) -> bool:
    """Whether a version promises less than the one before, or tells the Home Office more."""
    return before is not None and bool(lost_claims(before, after) or difference.home_office_sha256)


def published_versions() -> tuple[PublishedVersion, ...]:
    """Return every version that can be read, the newest first."""
    adoptions = {standing.adoption.version_id: standing.adoption for standing in standing_adoptions()}
    found = (_published(version, adoptions.get(version.id)) for version in _newest_first())
    return tuple(version for version in found if version is not None)


def unreadable_versions() -> tuple[str, ...]:
    """Return the names of the versions that cannot be read any more: their words have left the vocabulary, say."""
    return tuple(version.name for version in _newest_first() if proved(version) is None)


def _newest_first() -> QuerySet[PolicyVersion]:
    return PolicyVersion.objects.order_by("-in_force_from", "name", "sha256")


def _published(version: PolicyVersion, adoption: Adoption | None) -> PublishedVersion | None:
    now = proved(version)
    if now is None:
        return None
    return PublishedVersion(
        id=version.id,
        policy=now.read.policy,
        sha256=version.sha256,
        document=version.document,
        results=results_of(version),
        adopted_by=adoption.body if adoption else "",
        adopted_on=adoption.adopted_on if adoption else None,
        in_effect_on=adoption.in_effect_on if adoption else None,
        review_on=adoption.review_on if adoption else None,
        is_demonstration=adoption.is_demonstration if adoption else False,
    )


def _in_effect(standings: Sequence[Standing], day: date) -> Standing | None:
    """Return what was adopted last of what is in effect on a day."""
    begun = [one for one in standings if one.adoption.in_effect_on <= day and one.adoption.version.in_force_from <= day]
    return begun[-1] if begun else None


def _promising(standing: Standing | None) -> Proved | None:
    now = standing.proved if standing else None
    return now if now is not None and now.may_promise else None


def _change(shown: Proved, standing: Standing | None, day: date) -> PromiseChange | None:
    """Return what one adoption promises less than what was shown; where nothing is promised, that is all of it."""
    now = _promising(standing)
    since = standing.adoption.in_effect_on if standing else day
    if now is None:
        return PromiseChange(shown.claims, since)
    if now is shown or now.read is shown.read:
        return None
    policy = now.read.policy
    try:
        tells_more = bool(difference_between(shown.read.policy, policy).home_office_sha256)
    except PolicyError:
        # It is not known that nothing more is told, so the person hears of it.
        tells_more = True
    lost = lost_claims(shown, now)
    return PromiseChange(lost, since) if lost or tells_more else None
