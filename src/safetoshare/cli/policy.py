"""`safetoshare policy`: check, prove and decide by a policy file, with no database and no network.

Exit codes: `check` 0 sound, 1 errors, 2 unreadable; `prove` 0 all claims hold, 1 one fails, 2 unreadable; `decide`
0 all answers are yes, 1 there are others, 2 a line is no request.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from safetoshare.cli.console import print_json, read_bytes, say, table
from safetoshare.core.errors import BadInputError, PolicyError
from safetoshare.core.policy.claims import parse_claims
from safetoshare.core.policy.decide import Decision, Refused, decide
from safetoshare.core.policy.prove import Proof, prove
from safetoshare.core.policy.requests import read_request
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.soundness import undecidable
from safetoshare.core.policy.spelling import shown
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.core.policy.wording import because

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

OK, NO, BAD_INPUT = 0, 1, 2
CLAIMS_FILE = "claims.toml"


class _FlagFirst(argparse.ArgumentParser):
    """Takes `--json` anywhere: by itself argparse finds no optional positional that comes after an option."""

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        words = sorted(args or (), key=lambda word: word != "--json")
        return super().parse_known_args(words, namespace or argparse.Namespace())


def register(subparsers: Subparsers) -> None:
    """Add the group `policy` and its commands."""
    group = subparsers.add_parser("policy", help="check, prove and decide by a sharing policy")
    commands = group.add_subparsers(metavar="COMMAND", required=True, parser_class=_FlagFirst)

    parser = commands.add_parser("check", help="say whether a policy file is sound, and what is not")
    parser.set_defaults(run=check_file)
    _add_file(parser)

    parser = commands.add_parser("prove", help="prove claims over every request that there can be")
    parser.set_defaults(run=prove_file)
    _add_file(parser)
    parser.add_argument("--claims", metavar="FILE", help=f"the claims (without it: {CLAIMS_FILE} beside the policy)")

    parser = commands.add_parser("decide", help="decide requests, one JSON object a line")
    parser.set_defaults(run=decide_file)
    _add_file(parser)
    parser.add_argument("requests", metavar="REQUESTS.jsonl", nargs="?", default="-", help="default: standard input")


def check_file(arguments: argparse.Namespace) -> int:
    """Run `policy check FILE`: every problem with its file, line, rule and what to do."""
    content = read_bytes(arguments.file)
    try:
        policy = parse_policy(content, arguments.file, published())
        problems = undecidable(policy)
    except PolicyError as error:
        problems = error.problems
    if problems:
        if arguments.json:
            print_json({"sound": False, "problems": list(problems)})
        sys.stderr.writelines(f"{problem}\n" for problem in problems)
        return NO
    if arguments.json:
        print_json({"sound": True, "problems": [], "remarks": list(policy.remarks), **_summary(policy)})
        return OK
    table("Sound", ("", ""), [(name, escape(str(value))) for name, value in _summary(policy).items()])
    for remark in policy.remarks:
        say(f"Remark: {remark}")
    return OK


def prove_file(arguments: argparse.Namespace) -> int:
    """Run `policy prove FILE`: each claim with its violations, and one of them in words and as a request.

    The violations are counted in requests with one value for each attribute; requests with lists are covered too.
    """
    policy = _policy(arguments.file)
    name: str = arguments.claims or _claims_beside(arguments.file)
    claims = parse_claims(read_bytes(name), name, policy.vocabulary)
    started = time.perf_counter()
    try:
        proof = prove(policy, claims)
    except PolicyError as error:
        # A proof that does not end is a failure, never "unknown, so fine".
        sys.stderr.write(f"{policy.id}: {error}\n")
        proof = Proof(policy.id, policy.sha256, policy.vocabulary.states, ())
    seconds = time.perf_counter() - started
    if arguments.json:
        print_json(_proof_json(proof, seconds))
    else:
        _show_proof(proof, seconds)
    return OK if proof.properties and proof.holds else NO


def decide_file(arguments: argparse.Namespace) -> int:
    """Run `policy decide FILE [REQUESTS.jsonl|-]`: one answer a line; a bad line does not stop the others."""
    if arguments.file == arguments.requests == "-":
        raise BadInputError("only one of the policy and the requests can be read from standard input")
    policy = _policy(arguments.file)
    rows: list[tuple[str, ...]] = []
    codes = set()
    for result in _answers(policy, read_bytes(arguments.requests)):
        codes.add(BAD_INPUT if "error" in result else OK if result["answer"] == "yes" else NO)
        if arguments.json:
            # ASCII, for an id may hold what no terminal or pipe can encode.
            sys.stdout.write(json.dumps(result) + "\n")
        else:
            rows += _rows(result)
    if not codes:
        raise BadInputError("there is no request: give one JSON object a line")
    if not arguments.json:
        table(escape(policy.title), ("Request", "Data", "Answer", "Rules", "What to do"), rows)
    return max(codes)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the policy, one TOML file a version")
    parser.add_argument("--json", action="store_true", help="JSON on standard output, and nothing else there")


def _policy(name: str) -> Policy:
    return parse_policy(read_bytes(name), name, published())


def _claims_beside(name: str) -> str:
    beside = Path(name).with_name(CLAIMS_FILE) if name != "-" else Path(CLAIMS_FILE)
    if name == "-" or not beside.is_file():
        raise BadInputError(f"there is no {CLAIMS_FILE} beside the policy: name the claims with --claims FILE")
    return str(beside)


def _summary(policy: Policy) -> dict[str, Any]:
    return {
        "policy": policy.id,
        "title": policy.title,
        "in_force_from": policy.in_force_from.isoformat(),
        "sha256": policy.sha256,
        "rules": len(policy.rules),
        "states": policy.vocabulary.states,
    }


def _proof_json(proof: Proof, seconds: float) -> dict[str, Any]:
    return {
        "policy": proof.policy,
        "sha256": proof.sha256,
        "states": proof.states,
        "seconds": round(seconds, 6),
        "properties": [asdict(result) for result in proof.properties],
    }


def _show_proof(proof: Proof, seconds: float) -> None:
    rows = [
        (escape(f"{r.id}\n{r.says}"), r.form, "holds" if r.holds else "FAILS", f"{r.violations:,}")
        for r in proof.properties
    ]
    title = f"{proof.policy}: {proof.states:,} requests, {seconds:.3f} seconds"
    table(title, ("Claim", "Form", "Result", "Violations"), rows)
    for result in proof.properties:
        if not result.holds:
            say(f"{result.id} fails. {result.counterexample}")
            say(json.dumps(result.request))


def _answers(policy: Policy, content: bytes) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            request = read_request(line, policy.vocabulary)
        except PolicyError as error:
            yield {"line": number, "error": "; ".join(error.problems)}
            continue
        decisions = decide(policy, request)
        answers = {decision.answer for decision in decisions.values()}
        yield {
            "id": request.id,
            "answer": answers.pop() if len(answers) == 1 else "mixed",
            "per_data": {kind: _decision_json(decision) for kind, decision in decisions.items()},
            "because": because(decisions, policy.vocabulary),
        }


def _decision_json(decision: Decision) -> dict[str, Any]:
    return {
        "answer": decision.answer,
        "rules": list(decision.rules),
        "cites": list(decision.cites),
        "duties": list(decision.duties),
        "instead": list(decision.instead) if isinstance(decision, Refused) else [],
    }


def _rows(result: Mapping[str, Any]) -> list[tuple[str, ...]]:
    if "error" in result:
        return [(f"line {result['line']}", "", "not a request", "", escape(result["error"]))]
    name = "" if result["id"] is None else escape(shown(str(result["id"])))
    return [
        (
            name,
            kind,
            each["answer"],
            escape(", ".join(each["rules"])),
            ", ".join(each["duties"] + each["instead"]),
        )
        for kind, each in result["per_data"].items()
    ]
