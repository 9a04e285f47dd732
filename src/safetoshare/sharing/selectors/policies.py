"""The policy in force on a day, with what was proved of it; or that there is none, and why (Recs 1 and 4(e)).

A version is in force if a body adopted it and every claim written beside it holds. The stored results alone are not
believed: the file's bytes must have the hash under which they were adopted, and the claims are proved of these bytes
once more by the process that decides. Whatever is missing, no promise is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language

from safetoshare.core.errors import BadInputError
from safetoshare.core.policy.claims import parse_claims
from safetoshare.core.policy.prove import Proof, Regions, prove, regions
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.models.policies import Adoption, PolicyVersion, ProofResult


@dataclass(frozen=True)
class ProvedClaim:
    """A claim that holds of the version, with its sentence in each language."""

    id: str
    says: Mapping[str, str]

    @property
    def text(self) -> str:
        """The sentence in the language of the page, else in English."""
        return self.says.get(get_language() or "en", self.says["en"])


@dataclass(frozen=True)
class InForce:
    """The version in force, who adopted it, and the claims that were proved of it."""

    policy: Policy
    version_id: UUID
    sha256: str
    document: str
    claims: tuple[ProvedClaim, ...]
    regions: Regions
    adopted_by: str
    officer_role: str
    adopted_on: date
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
class Read:
    """A version's file and claims as they were read and proved."""

    policy: Policy
    claims: tuple[ProvedClaim, ...]
    proof: Proof
    regions: Regions


@lru_cache(maxsize=16)
def read_version(content: bytes, document: str, claims_content: bytes) -> Read:
    """Return what a version's two files say, and its proof. BadInputError, PolicyError: not readable, not provable."""
    vocabulary = published()
    policy = parse_policy(content, document, vocabulary)
    claims = parse_claims(claims_content, "claims.toml", vocabulary)
    shown = tuple(ProvedClaim(claim.id, claim.says) for claim in claims)
    return Read(policy, shown, prove(policy, claims), regions(policy))


def version_in_force(day: date) -> InForce | NoPromise:
    """Return the version adopted last on or before a day and in force by then, or why there is none."""
    adoption = (
        _adoptions()
        .filter(adopted_on__lte=day, version__in_force_from__lte=day)
        .order_by("-adopted_on", "-version__in_force_from", "-id")
        .first()
    )
    if adoption is None:
        return NoPromise(Lacking.ADOPTION)
    version = adoption.version
    read = _read_and_proved(version)
    if isinstance(read, NoPromise):
        return read
    return InForce(
        policy=read.policy,
        version_id=version.id,
        sha256=version.sha256,
        document=version.document,
        claims=read.claims,
        regions=read.regions,
        adopted_by=adoption.body,
        officer_role=adoption.officer_role,
        adopted_on=adoption.adopted_on,
        adoption_document=adoption.document,
        review_on=adoption.review_on,
        review_lapsed=adoption.review_on < day,
        is_demonstration=adoption.is_demonstration,
    )


@dataclass(frozen=True)
class ClaimResult:
    """What was found of one claim, for the public page."""

    claim: ProvedClaim
    holds: bool
    violations: int
    counterexample: str
    proved_on: date


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
    review_on: date | None
    is_demonstration: bool


def published_versions() -> tuple[PublishedVersion, ...]:
    """Return every version, the newest first."""
    return tuple(_published(version) for version in PolicyVersion.objects.order_by("-in_force_from", "name"))


def version_file(version: UUID) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a version's file, None if there is no such version."""
    found = PolicyVersion.objects.filter(id=version).values_list("document", "content").first()
    return None if found is None else (found[0], bytes(found[1]))


def _published(version: PolicyVersion) -> PublishedVersion:
    read = read_version(bytes(version.content), version.document, bytes(version.claims_content))
    claims = {claim.id: claim for claim in read.claims}
    adoption = version.adoptions.filter(**_only_real_ones()).order_by("-adopted_on").first()
    return PublishedVersion(
        id=version.id,
        policy=read.policy,
        sha256=version.sha256,
        document=version.document,
        results=tuple(
            ClaimResult(
                claims[result.claim], result.holds, int(result.violations), result.counterexample, result.proved_on
            )
            for result in version.results.order_by("position")
            if result.claim in claims
        ),
        adopted_by=adoption.body if adoption else "",
        adopted_on=adoption.adopted_on if adoption else None,
        review_on=adoption.review_on if adoption else None,
        is_demonstration=adoption.is_demonstration if adoption else False,
    )


def _adoptions() -> QuerySet[Adoption]:
    return Adoption.objects.select_related("version").filter(**_only_real_ones())


def _only_real_ones() -> dict[str, bool]:
    """Outside the demonstration an adoption that is a demonstration's is none."""
    return {} if settings.IS_DEMONSTRATION else {"is_demonstration": False}


def _read_and_proved(version: PolicyVersion) -> Read | NoPromise:
    content, claims_content = bytes(version.content), bytes(version.claims_content)
    hashes = (hashlib.sha256(content).hexdigest(), hashlib.sha256(claims_content).hexdigest())
    if hashes != (version.sha256, version.claims_sha256):
        return NoPromise(Lacking.PROOF)
    try:
        read = read_version(content, version.document, claims_content)
    except BadInputError:
        # A word that the vocabulary no longer has: no promise is made, and reports are taken all the same.
        return NoPromise(Lacking.PROOF)
    stored = dict(ProofResult.objects.filter(version=version).values_list("claim", "holds"))
    if not stored or set(stored) != {claim.id for claim in read.claims}:
        return NoPromise(Lacking.PROOF)
    failing = tuple(p.id for p in read.proof.properties if not (p.holds and stored[p.id]))
    return NoPromise(Lacking.CLAIM, failing) if failing else read
