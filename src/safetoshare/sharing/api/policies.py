"""The policy in force, for the other parts: the briefing for staff, and the promise to show.

Each function opens a unit of work of its own. Inside `sharing`, where one is open, `selectors.policies` reads the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from safetoshare.base.database import unit_of_work
from safetoshare.core.policy.claims import Layer
from safetoshare.core.policy.rules import Effect, Policy, Rule
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.selectors import policies as selectors
from safetoshare.sharing.selectors.adoptions import standing_adoptions
from safetoshare.sharing.selectors.policies import (
    ClaimResult,
    Coming,
    InForce,
    Lacking,
    NoPromise,
    PromiseChange,
    ProvedClaim,
    PublishedVersion,
    published_versions,
    version_file,
    version_in_force,
)
from safetoshare.sharing.selectors.published import limits_can_be_read

__all__ = [
    "Briefing",
    "BriefingRule",
    "ClaimResult",
    "Coming",
    "InForce",
    "Lacking",
    "NoPromise",
    "PromiseChange",
    "PromiseShown",
    "ProvedClaim",
    "PublishedVersion",
    "briefing",
    "change_since",
    "coming",
    "file_of_version",
    "policy_in_force",
    "policy_on",
    "promise_shown",
    "unreadable_versions",
    "versions",
]

# What a person reads before the first question; all other claims stand on the page of the promise.
_EARLY = frozenset({Layer.SENTENCE, Layer.SHORT})


@dataclass(frozen=True)
class BriefingRule:
    """One rule as staff read it; `actions` are what to do with a yes, or instead of it with a no."""

    id: str
    effect: str
    text: str
    citations: tuple[str, ...]
    actions: tuple[str, ...]
    decided_by: tuple[str, ...]
    recipients: tuple[str, ...]

    @property
    def is_never(self) -> bool:
        return self.effect == Effect.NEVER


@dataclass(frozen=True)
class Briefing:
    """The policy in force in the order in which an officer meets it: what is never done, who decides, what may be told.

    Texts and citations are the version's own, in English; `actions`, `decided_by` and `recipients` are values of the
    vocabulary, whose names in each language are in `sharing.api.labels`.
    """

    version_id: UUID
    name: str
    title: str
    sha256: str
    adopted_by: str
    officer_role: str
    adopted_on: date
    review_on: date
    review_lapsed: bool
    is_demonstration: bool
    sources: tuple[str, ...]
    rules: tuple[BriefingRule, ...]


@dataclass(frozen=True)
class PromiseShown:
    """What a person is shown before she or he tells anything. Without `version_id` no promise is made.

    `coming` is the version that takes effect next, if it promises less or tells the Home Office more; `until` the day
    on which any other one takes effect.
    """

    claims: tuple[ProvedClaim, ...]
    version_id: UUID | None
    sha256: str
    is_demonstration: bool
    coming: Coming | None = None
    until: date | None = None

    @property
    def sentence(self) -> ProvedClaim | None:
        """The promise in one sentence, None if that does not hold."""
        return next((claim for claim in self.claims if claim.layer is Layer.SENTENCE), None)

    @property
    def short(self) -> tuple[ProvedClaim, ...]:
        """What a person reads beside the one sentence."""
        return tuple(claim for claim in self.claims if claim.layer is not Layer.SENTENCE)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences in the language of the page."""
        return tuple(claim.text for claim in self.claims)


def policy_in_force(day: date) -> InForce | NoPromise:
    """Return the adopted and proved version in force on a day, or why there is none."""
    with unit_of_work():
        return version_in_force(day)


def briefing(day: date) -> Briefing | None:
    """Return what staff are to know of the policy in force, None if none is."""
    found = policy_in_force(day)
    if isinstance(found, NoPromise):
        return None
    policy = found.policy
    return Briefing(
        version_id=found.version_id,
        name=policy.id,
        title=policy.title,
        sha256=found.sha256,
        adopted_by=found.adopted_by,
        officer_role=found.officer_role,
        adopted_on=found.adopted_on,
        review_on=found.review_on,
        review_lapsed=found.review_lapsed,
        is_demonstration=found.is_demonstration,
        sources=policy.sources,
        rules=tuple(_briefed(rule) for effect in Effect for rule in policy.rules if rule.effect is effect),
    )


def promise_shown(day: date) -> PromiseShown:
    """Return the short promise: what of it is proved of the version in force, the one sentence first.

    Without its limits it would promise too much: where they cannot be read, nothing is promised.
    """
    with unit_of_work():
        standings = standing_adoptions()
        found, after = version_in_force(day, standings), selectors.coming(day, standings)
    if isinstance(found, NoPromise) or not limits_can_be_read(settings.ENVIRONMENT.force):
        return PromiseShown((), None, "", is_demonstration=False)
    early = sorted((claim for claim in found.claims if claim.layer in _EARLY), key=lambda c: c.layer != Layer.SENTENCE)
    worse = after if after is not None and after.is_worse else None
    until = None if after is None else after.in_effect_on
    return PromiseShown(tuple(early), found.version_id, found.sha256, found.is_demonstration, worse, until)


def policy_on(day: date) -> Policy | NoPromise | None:
    """Return the policy that was in force on a day, None if none was, NoPromise if what was cannot be read now."""
    with unit_of_work():
        return selectors.policy_on(day)


def coming(day: date) -> Coming | None:
    """Return the adopted version that takes effect next after a day, None if there is none."""
    with unit_of_work():
        return selectors.coming(day)


def change_since(shown_on: date, day: date) -> PromiseChange | None:
    """Return what is, or soon will be, promised less than on the day on which a person was shown the promise."""
    with unit_of_work():
        return selectors.change_since(shown_on, day)


def versions() -> tuple[PublishedVersion, ...]:
    """Return every version with its results and adoption, the newest first."""
    with unit_of_work():
        return published_versions()


def unreadable_versions() -> tuple[str, ...]:
    """Return the names of the versions that cannot be read any more."""
    with unit_of_work():
        return selectors.unreadable_versions()


def file_of_version(version: UUID) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a version's file, None if there is no such version."""
    with unit_of_work():
        return version_file(version)


def _briefed(rule: Rule) -> BriefingRule:
    vocabulary = published()
    place = vocabulary.positions["recipient"]
    recipients = vocabulary.attributes[place]
    everybody = rule.when[place] == recipients.everything
    return BriefingRule(
        id=rule.id,
        effect=rule.effect.value,
        text=rule.says,
        citations=rule.cites,
        actions=rule.instead if rule.effect is Effect.NEVER else rule.duty,
        decided_by=rule.by,
        recipients=() if everybody else tuple(value.id for value in recipients.inside(rule.when[place])),
    )
