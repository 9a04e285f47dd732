"""The files of a version, read and proved anew from their bytes; and what two versions answer otherwise.

Stored results alone are not believed: the bytes must have the hash under which they were loaded, and their claims are
proved once more by the process that decides. A claim holds if it held then and holds now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

from safetoshare.base.languages import said
from safetoshare.core.errors import BadInputError
from safetoshare.core.policy.claims import Claim, Layer, parse_claims
from safetoshare.core.policy.differ import Difference, differ
from safetoshare.core.policy.prove import Proof, Regions, prove, regions
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing.models.policies import PolicyVersion, ProofResult

CLAIMS_FILE = "claims.toml"


@dataclass(frozen=True)
class ProvedClaim:
    """A claim with its sentence in each language, and how early a person reads it."""

    id: str
    says: Mapping[str, str]
    layer: Layer = Layer.FULL
    easy: Mapping[str, str] = field(default_factory=dict)

    def packed(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {"id": self.id, "says": dict(self.says), "layer": self.layer.value, "easy": dict(self.easy)}

    @classmethod
    def unpacked(cls, said: Mapping[str, Any]) -> Self:
        """Read what `packed` wrote."""
        return cls(said["id"], said["says"], Layer(said["layer"]), said["easy"])

    @property
    def text(self) -> str:
        """The sentence in the language of the page, else in English."""
        return said(self.says)

    @property
    def easy_text(self) -> str:
        """The same in short sentences; where the language has none, the sentence itself."""
        return said({**self.says, **self.easy})


@dataclass(frozen=True, eq=False)
class Read:
    """A version's file and claims as they were read and proved; `claims` are all, also those that fail."""

    policy: Policy
    claims: tuple[ProvedClaim, ...]
    proof: Proof
    regions: Regions
    parts: tuple[Claim, ...]


@dataclass(frozen=True, eq=False)
class Proved:
    """A version whose bytes are those that were loaded: which claims hold, and which of those that it requires fail."""

    read: Read
    claims: tuple[ProvedClaim, ...]
    failing: tuple[str, ...]

    @property
    def may_promise(self) -> bool:
        """Whether all that it requires holds, and anything holds at all."""
        return bool(self.claims) and not self.failing


@dataclass(frozen=True)
class ClaimResult:
    """What was found of one claim, for the public page."""

    claim: ProvedClaim
    holds: bool
    violations: int
    counterexample: str
    proved_on: date


@lru_cache(maxsize=32)
def read_version(content: bytes, document: str, claims_content: bytes) -> Read:
    """Return what a version's two files say, and its proof. BadInputError, PolicyError: not readable, not provable."""
    vocabulary = published()
    policy = parse_policy(content, document, vocabulary)
    claims = parse_claims(claims_content, CLAIMS_FILE, vocabulary)
    shown = tuple(ProvedClaim(claim.id, claim.says, claim.layer, claim.easy) for claim in claims)
    return Read(policy, shown, prove(policy, claims), regions(policy), claims)


@lru_cache(maxsize=64)
def difference_between(old: Policy | None, new: Policy) -> Difference:
    """Return exactly what the new version answers otherwise. PolicyError: the rules overlap too much to say."""
    return differ(old, new)


def proved(version: PolicyVersion) -> Proved | None:
    """Return a version with the claims that hold; None if its bytes or results are not those that were loaded."""
    content, claims_content = bytes(version.content), bytes(version.claims_content)
    hashes = (hashlib.sha256(content).hexdigest(), hashlib.sha256(claims_content).hexdigest())
    if hashes != (version.sha256, version.claims_sha256):
        return None
    try:
        read = read_version(content, version.document, claims_content)
    except BadInputError:
        # A word that the vocabulary no longer has: no promise is made, and reports are taken all the same.
        return None
    stored = dict(ProofResult.objects.filter(version=version).values_list("claim", "holds"))
    if not stored or set(stored) != {claim.id for claim in read.claims}:
        return None
    hold = {result.id for result in read.proof.properties if result.holds and stored[result.id]}
    failing = tuple(name for name in read.policy.requires if name not in hold)
    return Proved(read, tuple(claim for claim in read.claims if claim.id in hold), failing)


def lost_claims(old: Proved, new: Proved) -> tuple[ProvedClaim, ...]:
    """Return what is promised by one version and not by another: gone, failing, or said of something else by then.

    A claim of the same name whose parts are others may promise less, so it counts as lost: people hear of it.
    """
    kept = {claim.id for claim in new.claims}
    now = {claim.id: claim.parts for claim in new.read.parts if claim.id in kept}
    then = {claim.id: claim.parts for claim in old.read.parts}
    return tuple(claim for claim in old.claims if now.get(claim.id) != then[claim.id])


def gained_claims(old: Proved | None, new: Proved) -> tuple[ProvedClaim, ...]:
    """Return what is promised by a version and not, or not in these words or not of the same, by the one before."""
    then = {claim.id: (claim.parts, claim.says) for claim in old.read.parts} if old else {}
    now = {claim.id: (claim.parts, claim.says) for claim in new.read.parts}
    held = {claim.id for claim in old.claims} if old else set()
    return tuple(claim for claim in new.claims if claim.id not in held or now[claim.id] != then[claim.id])


def results_of(version: PolicyVersion) -> tuple[ClaimResult, ...]:
    """Return the stored results of all claims of a version, in the order of its claims' file."""
    read = read_version(bytes(version.content), version.document, bytes(version.claims_content))
    claims = {claim.id: claim for claim in read.claims}
    return tuple(
        ClaimResult(claims[result.claim], result.holds, int(result.violations), result.counterexample, result.proved_on)
        for result in version.results.order_by("position")
        if result.claim in claims
    )


def version_file(version: UUID) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a version's file, None if there is no such version."""
    found = PolicyVersion.objects.filter(id=version).values_list("document", "content").first()
    return None if found is None else (found[0], bytes(found[1]))
