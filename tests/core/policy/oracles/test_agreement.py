"""Prover, state merging, Z3 and brute force say the same of random policies and of the force's own."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import safetoshare.forces
from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.claims import Form, parse_claims
from safetoshare.core.policy.oracles import check_by_oracles
from safetoshare.core.policy.prove import prove
from safetoshare.core.policy.rules import parse_policy
from safetoshare.core.policy.vocabulary_file import published
from tests.core.policy.drawn import BOXES, OBLIGATIONS, WORDS, policies
from tests.core.policy.examples import HEADER, reduced, rule, small
from tests.core.policy.oracles.claimed import claim

PATHWAYS = WORDS["pathway"]
POLICIES = Path(safetoshare.forces.__path__[0]) / "avon_and_somerset" / "policy"


@st.composite
def parts(draw: st.DrawFn) -> dict[str, Any]:
    """A part of any form."""
    form = draw(st.sampled_from(list(Form)))
    part: dict[str, Any] = {"form": form.value, "box": draw(BOXES)}
    if form is Form.ONLY_WHEN:
        part["conditions"] = draw(st.lists(BOXES, min_size=1, max_size=2))
    if form is Form.ALWAYS_WITH:
        part |= {"obligation": draw(st.sampled_from(OBLIGATIONS)), "on": draw(st.sampled_from(["shared", "refused"]))}
    if form is Form.ASSURED and draw(st.booleans()):
        part["answer"] = "yes"
    if form in {Form.MONOTONE, Form.UNMOVED}:
        part["attribute"] = draw(st.sampled_from(list(WORDS)))
    if form is Form.MONOTONE:
        values = draw(st.permutations(WORDS[part["attribute"]]))
        part |= {"upper": values[0], "lower": values[1 : draw(st.integers(2, len(values)))]}
    return part


@st.composite
def helpful_policies(draw: st.DrawFn) -> bytes:
    """Rules about one recipient that lists are read helpfully for, each about some pathways: what lists alone break."""
    effects = st.sampled_from(["never", "human", "may", "may"])
    pathways = st.lists(st.sampled_from(PATHWAYS), min_size=1, max_size=2, unique=True)
    duties = st.lists(st.sampled_from(OBLIGATIONS), max_size=1)
    written = [
        rule(
            f"R{number}",
            draw(effects),
            {**draw(BOXES), "recipient": ["nhs"], "pathway": draw(pathways)},
            duty=draw(duties),
            instead=draw(duties),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    return "\n".join([HEADER, *written]).encode()


@given(st.one_of(policies(), helpful_policies()), st.lists(parts(), min_size=1, max_size=2))
@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
def test_all_four_agree(content: bytes, drawn: list[dict[str, Any]]) -> None:
    policy = small(content.decode(), header="")
    try:
        asked = claim("drawn", *drawn)
    except PolicyError:
        assume(False)
    proof = prove(policy, [asked])
    # Every request there is: brute force counts all violations, and so does the prover inside its space.
    results = check_by_oracles(policy, [asked], proof, most_requests=reduced().states)
    assert all(result.agrees for result in results), results


@pytest.mark.long
def test_all_four_agree_about_every_claim_of_the_model_firewall() -> None:
    policy = parse_policy((POLICIES / "model-firewall.toml").read_bytes(), "model-firewall.toml", published())
    claims = parse_claims((POLICIES / "claims.toml").read_bytes(), "claims.toml", published())
    results = check_by_oracles(policy, claims, prove(policy, claims))
    assert len(results) == 3 * len(claims) > 0
    assert [result for result in results if not result.agrees] == []
