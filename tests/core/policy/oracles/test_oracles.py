"""The oracles agree with the prover where it is right, and each of them says so where it is not."""

import dataclasses
import sys

import pytest

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.oracles import MOST_RULES, OracleResult, check_by_oracles
from safetoshare.core.policy.prove import Proof, prove
from tests.core.policy.examples import model, rule, small
from tests.core.policy.oracles.claimed import LISTS_ALONE, PLANTED, claim, faulty, kept

ORACLES = ["state merging", "z3", "brute force"]


def _said(results: list[OracleResult]) -> dict[str, bool]:
    return {result.oracle: result.agrees for result in results}


def _forged(proof: Proof, **changes: object) -> Proof:
    """Return the proof as a wrong prover would give it."""
    properties = tuple(dataclasses.replace(result, **changes) for result in proof.properties)  # type: ignore[arg-type]
    return dataclasses.replace(proof, properties=properties)


@pytest.mark.parametrize("name", PLANTED)
def test_each_oracle_agrees_that_a_claim_holds(name: str) -> None:
    claims = [claim(name, PLANTED[name].claim)]
    proof = prove(kept(), claims)
    assert proof.holds
    assert _said(check_by_oracles(kept(), claims, proof)) == dict.fromkeys(ORACLES, True)


@pytest.mark.parametrize("name", PLANTED)
def test_each_oracle_finds_a_planted_fault_as_the_prover_does(name: str) -> None:
    policy, claims = faulty(name), [claim(name, PLANTED[name].claim)]
    proof = prove(policy, claims)
    assert not proof.holds
    results = check_by_oracles(policy, claims, proof)
    assert _said(results) == dict.fromkeys(ORACLES, True), results
    assert results[0].detail.startswith(f"{proof.properties[0].violations:,} requests break it")


@pytest.mark.parametrize("name", PLANTED)
def test_each_oracle_catches_a_prover_that_says_that_a_failing_claim_holds(name: str) -> None:
    policy, claims = faulty(name), [claim(name, PLANTED[name].claim)]
    wrong = _forged(prove(policy, claims), holds=True, violations=0, counterexample=None, request=None)
    results = check_by_oracles(policy, claims, wrong)
    assert _said(results) == dict.fromkeys(ORACLES, False)
    assert all(result.detail.endswith("the proof says that it holds") for result in results)


@pytest.mark.parametrize("name", PLANTED)
def test_each_oracle_catches_a_prover_that_says_that_a_claim_which_holds_fails(name: str) -> None:
    claims = [claim(name, PLANTED[name].claim)]
    wrong = _forged(prove(kept(), claims), holds=False, violations=7)
    results = check_by_oracles(kept(), claims, wrong)
    assert _said(results) == dict.fromkeys(ORACLES, False)


def test_state_merging_catches_a_wrong_count() -> None:
    policy, claims = faulty("never"), [claim("never", PLANTED["never"].claim)]
    proof = prove(policy, claims)
    wrong = _forged(proof, violations=proof.properties[0].violations + 1)
    assert _said(check_by_oracles(policy, claims, wrong))["state merging"] is False


def test_a_claim_that_lists_alone_break_is_found_by_each() -> None:
    policy = small(rule("M", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]}))
    claims = [claim("lists", LISTS_ALONE)]
    proof = prove(policy, claims)
    assert isinstance(proof.properties[0].request, dict)
    assert sorted(proof.properties[0].request["pathway"]) == ["domestic_abuse", "modern_slavery"]
    assert _said(check_by_oracles(policy, claims, proof)) == dict.fromkeys(ORACLES, True)
    wrong = _forged(proof, holds=True, violations=0, counterexample=None, request=None)
    assert _said(check_by_oracles(policy, claims, wrong)) == dict.fromkeys(ORACLES, False)


def test_the_parts_of_a_claim_are_counted_together_each_request_once() -> None:
    policy = faulty("by_human")
    parts = [{"form": "by_human", "box": {"recipient": ["immigration_enforcement"]}}, PLANTED["by_human"].claim]
    claims = [claim("twice", *parts)]
    proof = prove(policy, claims)
    (merging, *_) = check_by_oracles(policy, claims, proof)
    assert merging.agrees
    assert proof.properties[0].violations == prove(policy, [claim("once", parts[0])]).properties[0].violations


def test_a_claim_that_the_proof_does_not_have_is_no_agreement() -> None:
    results = check_by_oracles(kept(), [claim("asked", PLANTED["never"].claim)], prove(kept(), []))
    assert [(result.oracle, result.claim) for result in results] == [(oracle, "asked") for oracle in ORACLES]
    assert not any(result.agrees for result in results)
    assert {result.detail for result in results} == {"the proof does not have this claim"}


def test_more_rules_than_the_oracles_take_are_refused_in_one_line() -> None:
    policy = model()
    many = dataclasses.replace(policy, rules=policy.rules * 5)
    assert len(many.rules) > MOST_RULES
    with pytest.raises(PolicyError, match=r"^test-model has 70 rules and the oracles take up to 60: prove it without"):
        check_by_oracles(many, [], prove(policy, []))


def test_without_z3_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(PolicyError, match=r"^the oracles need Z3: install it with `pip install z3-solver`$"):
        check_by_oracles(kept(), [], prove(kept(), []))
