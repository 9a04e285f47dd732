"""Loads a version of the sharing policy with its proof, and records that a body adopted it (Recs 1 and 4(a))."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import RefusedError
from safetoshare.core.policy.soundness import undecidable
from safetoshare.sharing.models.policies import Adoption, PolicyVersion, ProofResult
from safetoshare.sharing.selectors.policies import read_version


@dataclass(frozen=True)
class Loaded:
    """A version stands in the database; `holds` tells whether every claim was proved of it."""

    version_id: UUID
    sha256: str
    holds: bool


@dataclass(frozen=True)
class Unsound:
    """The version was not loaded: each problem in a line."""

    problems: tuple[str, ...]


def load_version(content: bytes, document: str, claims_content: bytes) -> Loaded | Unsound:
    """Store a version and the results of its proof; the same bytes again change nothing.

    BadInputError, PolicyError: a file cannot be read, or its proof does not end.
    """
    read = read_version(content, document, claims_content)
    problems = undecidable(read.policy)
    if problems:
        return Unsound(problems)
    sha256 = read.policy.sha256
    with unit_of_work(write=True):
        known = PolicyVersion.objects.filter(sha256=sha256).first()
        claims_sha256 = hashlib.sha256(claims_content).hexdigest()
        if known is not None:
            if known.claims_sha256 != claims_sha256:
                raise RefusedError("This version was proved with other claims: give the changed policy a new version.")
            return Loaded(known.id, sha256, read.proof.holds)
        version = PolicyVersion.objects.create(
            name=read.policy.id,
            sha256=sha256,
            in_force_from=read.policy.in_force_from,
            document=document,
            content=content,
            claims_content=claims_content,
            claims_sha256=claims_sha256,
        )
        ProofResult.objects.bulk_create(
            ProofResult(
                version=version,
                position=position,
                claim=result.id,
                holds=result.holds,
                violations=result.violations,
                counterexample=result.counterexample or "",
                request=result.request or {},
                proved_on=clock.today(),
            )
            for position, result in enumerate(read.proof.properties)
        )
    return Loaded(version.id, sha256, read.proof.holds)


def record_adoption(
    version_id: UUID,
    *,
    body: str,
    officer_role: str,
    adopted_on: date,
    document: str,
    review_on: date,
    is_demonstration: bool = False,
) -> UUID:
    """Record that a body adopted a version; the same adoption again changes nothing. Returns the adoption's id.

    RefusedError: production takes no demonstration's adoption, and a version with a claim that fails cannot be adopted.
    """
    if is_demonstration and not settings.IS_DEMONSTRATION:
        raise RefusedError("A demonstration's adoption is recorded in the demonstration only.")
    with unit_of_work(write=True):
        results = ProofResult.objects.filter(version=version_id)
        if not results.exists() or results.filter(holds=False).exists():
            raise RefusedError("A version is adopted only when every claim beside it is proved.")
        adoption, _ = Adoption.objects.get_or_create(
            version_id=version_id,
            body=body,
            adopted_on=adopted_on,
            defaults={
                "officer_role": officer_role,
                "document": document,
                "review_on": review_on,
                "is_demonstration": is_demonstration,
            },
        )
    return adoption.id
