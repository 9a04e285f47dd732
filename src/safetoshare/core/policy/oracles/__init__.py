"""Second, third and fourth minds: each claim's result found again in other ways than the prover's.

State merging counts the violations over the whole space; Z3 searches for one among the rules' texts; brute force tries
every request of a small part of the space. None uses the prover's algebra. A proof with which one of them disagrees is
not to be believed, and neither is that oracle: it is a fault to be found.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.boxes import intersect
from safetoshare.core.policy.claims import Claim
from safetoshare.core.policy.oracles.brute import MOST_REQUESTS, Values, reduced_space, try_all
from safetoshare.core.policy.oracles.merging import count
from safetoshare.core.policy.oracles.plain import Question, Sets, question
from safetoshare.core.policy.oracles.solver import can_be_broken, solver_module
from safetoshare.core.policy.prove import Proof, Property, prove
from safetoshare.core.policy.rules import Policy

MOST_RULES = 60
STATE_MERGING, Z3, BRUTE_FORCE = "state merging", "z3", "brute force"


@dataclass(frozen=True, slots=True)
class OracleResult:
    """Whether one oracle agrees with the proof about one claim, and what it found."""

    oracle: str
    claim: str
    agrees: bool
    detail: str


def check_by_oracles(
    policy: Policy, claims: Iterable[Claim], proof: Proof, most_requests: int = MOST_REQUESTS
) -> list[OracleResult]:
    """Return what each oracle says to each claim's result in the proof, claim by claim.

    PolicyError: Z3 is not installed or does not settle a claim, or the policy has more rules than the oracles take.
    """
    if len(policy.rules) > MOST_RULES:
        raise PolicyError(
            f"{policy.id} has {len(policy.rules)} rules and the oracles take up to {MOST_RULES}: "
            "prove it without them, or write fewer rules"
        )
    solver_module()
    return [result for claim in claims for result in _ask(policy, claim, proof, most_requests)]


def _ask(policy: Policy, claim: Claim, proof: Proof, most_requests: int) -> Iterator[OracleResult]:
    proved = next((result for result in proof.properties if result.id == claim.id), None)
    if proved is None:
        missing = "the proof does not have this claim"
        yield from (OracleResult(oracle, claim.id, False, missing) for oracle in (STATE_MERGING, Z3, BRUTE_FORCE))
        return
    asked = question(policy, claim)
    yield OracleResult(STATE_MERGING, claim.id, *_merging(asked, proved))
    yield OracleResult(Z3, claim.id, *_z3(asked, proved))
    yield OracleResult(BRUTE_FORCE, claim.id, *_brute_force(policy, claim, asked, proved, most_requests))


def _merging(asked: Question, proved: Property) -> tuple[bool, str]:
    found = count(asked)
    broken = found.alone or found.in_lists
    agrees = (proved.holds, proved.violations) == (not broken, broken)
    return agrees, f"{broken:,} requests break it" + _against(agrees, proved)


def _z3(asked: Question, proved: Property) -> tuple[bool, str]:
    broken = can_be_broken(asked)
    agrees = proved.holds != broken
    return agrees, ("a request breaks it" if broken else "no request can break it") + _against(agrees, proved)


def _brute_force(
    policy: Policy, claim: Claim, asked: Question, proved: Property, most_requests: int
) -> tuple[bool, str]:
    space = reduced_space(asked, _given(proved), claim.id, most_requests)
    tried = try_all(asked, space)
    inside = _proved_within(policy, claim, space)
    broken = tried.alone or tried.in_lists
    # Where the claim fails, the space holds the request with which the proof says so.
    agrees = inside == broken and proved.holds == (not broken)
    said = f"{broken:,} of {tried.requests:,} requests tried break it"
    if inside != broken:
        said += f", the prover finds {inside:,} among them"
    return agrees, said + _against(agrees, proved)


def _proved_within(policy: Policy, claim: Claim, space: Sets) -> int:
    """Return how many violations the prover finds among the requests of the space."""
    names = {attribute.id: sorted(names) for attribute, names in zip(policy.vocabulary.attributes, space, strict=True)}
    box = policy.vocabulary.box(names)
    cut = ((part, (intersect(inside, box) for inside in part.boxes)) for part in claim.parts)
    parts = (dataclasses.replace(part, boxes=tuple(piece for piece in pieces if piece)) for part, pieces in cut)
    (result,) = prove(policy, [dataclasses.replace(claim, parts=tuple(p for p in parts if p.boxes))]).properties
    return result.violations


def _given(proved: Property) -> list[Values] | None:
    """Return the request with which the proof says that the claim fails: the values of each attribute."""
    if proved.request is None:
        return None
    return [(value,) if isinstance(value, str) else tuple(value) for value in proved.request.values()]


def _against(agrees: bool, proved: Property) -> str:
    if agrees:
        return ""
    return "; the proof says that " + ("it holds" if proved.holds else f"{proved.violations:,} do")
