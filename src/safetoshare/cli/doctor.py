"""`safetoshare doctor`: whether the house stands, and what to do where it does not."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from safetoshare.cli.console import Subparsers, print_json, table
from safetoshare.cli.django_setup import load_django


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("doctor", help="examine keys, database, unwrapper and disk")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.set_defaults(run=examine)


def examine(arguments: argparse.Namespace) -> int:
    """Print what was found: 0 all is well, 1 something is not."""
    load_django()
    from safetoshare.base.checkup import examine as look_at_everything

    findings = look_at_everything()
    if arguments.json:
        print_json([asdict(finding) for finding in findings])
    else:
        rows = [(one.subject, "well" if one.is_well else "NOT WELL", one.says) for one in findings]
        table("Safe to Share", ("subject", "state", "what"), rows)
    return 0 if all(finding.is_well for finding in findings) else 1
