"""`safetoshare audit verify`: whether the audit's rows, its tree and the signed heads fit together."""

from __future__ import annotations

import argparse

from safetoshare.cli.console import Subparsers, print_json, say, table
from safetoshare.cli.django_setup import load_django


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("audit", help="check the audit of what was done with records")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    verify = commands.add_parser("verify", help="compare rows, tree and signed heads")
    verify.add_argument("--key", help="the audit's verifier key, as it was printed; else the unwrapper is asked for it")
    verify.add_argument("--json", action="store_true", help="print JSON only")
    verify.set_defaults(run=verify_audit)
    key = commands.add_parser("key", help="print the key that verifies the audit's heads")
    key.add_argument("--json", action="store_true", help="print JSON only")
    key.set_defaults(run=print_key)


def verify_audit(arguments: argparse.Namespace) -> int:
    """Look through all closed days. Exit code 1 when something differs, or nobody can tell the key."""
    load_django()
    from safetoshare.base.audit import signing
    from safetoshare.base.audit.checking import check_audit

    checked = check_audit(signing.origin(), arguments.key or signing.ask_for_key())
    if arguments.json:
        differences = [{"on": one.on.isoformat(), "says": one.says} for one in checked.differences]
        looked = {"rows": checked.rows, "leaves": checked.leaves, "heads": checked.heads}
        print_json({"valid": not differences, **looked, "differences": differences})
    elif checked.differences:
        rows = [(one.on.isoformat(), one.says) for one in checked.differences]
        table("What differs, the earliest first", ("day", "what"), rows)
    else:
        say(f"{checked.rows} rows of closed days, {checked.leaves} leaves, {checked.heads} heads: all fit together.")
    return 1 if checked.differences else 0


def print_key(arguments: argparse.Namespace) -> int:
    """Print the key; write it down, and give it to `verify` from then on."""
    load_django()
    from safetoshare.base.audit import signing

    key = signing.ask_for_key()
    if arguments.json:
        print_json({"verifier_key": key})
    else:
        say(key)
    return 0
