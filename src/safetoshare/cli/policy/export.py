"""`safetoshare policy export FILE --to cedar`: a version in another engine's language, so that it too can decide it."""

from __future__ import annotations

import argparse

from safetoshare.cli.console import Subparsers, print_json, say
from safetoshare.cli.policy.files import OK, add_file, read_policy
from safetoshare.core.policy.cedar import cedar_schema, to_cedar


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("export", help="write a version in the language of another policy engine")
    parser.set_defaults(run=export_file)
    add_file(parser)
    parser.add_argument("--to", choices=("cedar",), required=True, help="the language")
    parser.add_argument("--schema", action="store_true", help="write the vocabulary as a schema instead of the rules")


def export_file(arguments: argparse.Namespace) -> int:
    """Run `policy export FILE --to cedar`: the rules, or with `--schema` the values that they may name."""
    policy = read_policy(arguments.file)
    text = cedar_schema(policy.vocabulary) if arguments.schema else to_cedar(policy)
    if arguments.json:
        written = "schema" if arguments.schema else "policies"
        print_json({"policy": policy.id, "sha256": policy.sha256, "to": arguments.to, written: text})
    else:
        say(text.rstrip("\n"))
    return OK
