"""`safetoshare policy prove FILE`: prove claims over every request that there can be; `--oracles` asks other minds."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from safetoshare.cli.console import Subparsers, print_json, say, table
from safetoshare.cli.policy.files import NO, OK, add_claims, add_file, at_work, read_claims, read_policy
from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.prove import Proof, prove, unmet

if TYPE_CHECKING:
    from safetoshare.core.policy.oracles import OracleResult


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("prove", help="prove claims over every request that there can be")
    parser.set_defaults(run=prove_file)
    add_file(parser)
    add_claims(parser)
    parser.add_argument(
        "--oracles", action="store_true", help="let state merging, Z3 and brute force judge the proof (up to 60 rules)"
    )


def prove_file(arguments: argparse.Namespace) -> int:
    """Run `policy prove FILE`: each claim with its violations, and one of them in words and as a request.

    The violations are counted in requests with one value for each attribute; requests with lists are covered too.
    The exit code is about the claims that were asked for; what the version requires besides is named and not judged.
    """
    policy = read_policy(arguments.file)
    claims = read_claims(arguments.file, arguments.claims)
    started = time.perf_counter()
    try:
        with at_work("Proving"):
            proof = prove(policy, claims)
    except PolicyError as error:
        # A proof that does not end is a failure, never "unknown, so fine".
        sys.stderr.write(f"{policy.id}: {error}\n")
        proof = Proof(policy.id, policy.sha256, policy.vocabulary.states, ())
    seconds = time.perf_counter() - started
    asked: Sequence[OracleResult] | None = None
    if arguments.oracles and proof.properties:
        from safetoshare.core.policy.oracles import check_by_oracles

        with at_work("Asking state merging, Z3 and brute force"):
            asked = check_by_oracles(policy, claims, proof)
    missing = unmet(policy, proof)
    if arguments.json:
        print_json(_as_json(proof, seconds, missing, asked))
    else:
        _show(proof, seconds, missing, asked)
    agreed = asked is None or all(result.agrees for result in asked)
    return OK if proof.properties and proof.holds and agreed else NO


def _as_json(
    proof: Proof, seconds: float, missing: Sequence[str], asked: Sequence[OracleResult] | None
) -> dict[str, Any]:
    return {
        "policy": proof.policy,
        "sha256": proof.sha256,
        "states": proof.states,
        "seconds": round(seconds, 6),
        "properties": [asdict(result) for result in proof.properties],
        "requires_unmet": list(missing),
        **({} if asked is None else {"oracles": [asdict(result) for result in asked]}),
    }


def _show(proof: Proof, seconds: float, missing: Sequence[str], asked: Sequence[OracleResult] | None) -> None:
    rows = [
        (escape(f"{r.id}\n{r.says}"), r.form, "holds" if r.holds else "FAILS", f"{r.violations:,}")
        for r in proof.properties
    ]
    title = f"{proof.policy}: {proof.states:,} requests, {seconds:.3f} seconds"
    table(title, ("Claim", "Form", "Result", "Violations"), rows)
    if asked is not None:
        _show_oracles(asked)
    for name in missing:
        say(f"{name} is required, and these claims do not prove it: by them alone this version may not be adopted.")
    for result in proof.properties:
        if not result.holds:
            say(f"{result.id} fails. {result.counterexample}")
            say(json.dumps(result.request))


def _show_oracles(asked: Sequence[OracleResult]) -> None:
    """Show what each oracle says of all claims, and where it disagrees of which."""
    rows = []
    for oracle in dict.fromkeys(result.oracle for result in asked):
        of_it = [result for result in asked if result.oracle == oracle]
        other = [result for result in of_it if not result.agrees]
        verdict = "agrees" if not other else "DISAGREES"
        details = "\n".join(f"{result.claim}: {result.detail}" for result in other)
        rows.append((str(oracle), f"{len(of_it) - len(other)} of {len(of_it)}", verdict, escape(details)))
    table("Other judges of the same claims", ("Oracle", "Claims", "Verdict", "Where not"), rows)
