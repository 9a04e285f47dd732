"""`safetoshare policy check FILE`: whether a policy file is sound, and everything that is wrong with it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from rich.markup import escape

from safetoshare.cli.console import Subparsers, print_json, read_bytes, say, table
from safetoshare.cli.policy.files import CLAIMS_FILE, NO, OK, add_claims, add_file, beside, read_claims
from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.soundness import undecidable
from safetoshare.core.policy.spelling import suggestion
from safetoshare.core.policy.toml_file import read_toml
from safetoshare.core.policy.vocabulary_file import published


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("check", help="say whether a policy file is sound, and what is not")
    parser.set_defaults(run=check_file)
    add_file(parser)
    add_claims(parser)


def check_file(arguments: argparse.Namespace) -> int:
    """Run `policy check FILE`: every problem with its file, line, rule and what to do.

    A claim that the version requires and the claims do not have is a problem; whether it holds is for `prove` to say.
    """
    content = read_bytes(arguments.file)
    problems: tuple[str, ...]
    try:
        policy = parse_policy(content, arguments.file, published())
        problems = (*undecidable(policy), *_required(policy, content, arguments))
    except PolicyError as error:
        problems = error.problems
    if problems:
        if arguments.json:
            print_json({"sound": False, "problems": list(problems)})
        sys.stderr.writelines(f"{problem}\n" for problem in problems)
        return NO
    remarks = [*policy.remarks, *_unchecked(policy, arguments)]
    if arguments.json:
        print_json({"sound": True, "problems": [], "remarks": remarks, **_summary(policy)})
        return OK
    table("Sound", ("", ""), [(name, escape(str(value))) for name, value in _summary(policy).items()])
    for remark in remarks:
        say(f"Remark: {remark}")
    return OK


def _required(policy: Policy, content: bytes, arguments: argparse.Namespace) -> Iterator[str]:
    """Yield a line for each claim that is required and that the claims do not have."""
    if not policy.requires or not _claims_name(arguments):
        return
    known = [claim.id for claim in read_claims(arguments.file, arguments.claims)]
    file = read_toml(content, arguments.file)
    for name in policy.requires:
        if name not in known:
            yield f"{file.name}:{file.line('', key='requires')}: requires: there is no claim {suggestion(name, known)}"


def _unchecked(policy: Policy, arguments: argparse.Namespace) -> Iterator[str]:
    if policy.requires and not _claims_name(arguments):
        yield f"there is no {CLAIMS_FILE} beside {arguments.file}, so what it requires was not looked up"


def _claims_name(arguments: argparse.Namespace) -> str | None:
    return arguments.claims or beside(arguments.file, CLAIMS_FILE)


def _summary(policy: Policy) -> dict[str, Any]:
    return {
        "policy": policy.id,
        "title": policy.title,
        "in_force_from": policy.in_force_from.isoformat(),
        "sha256": policy.sha256,
        "rules": len(policy.rules),
        "states": policy.vocabulary.states,
    }
