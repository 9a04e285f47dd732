"""`safetoshare keys create`: write the key files that a service needs before its first start."""

from __future__ import annotations

import argparse
import os

from safetoshare.base.settings.environment import read_environment
from safetoshare.base.settings.secrets import create_keys
from safetoshare.cli.console import Subparsers, print_json, say


def register(commands: Subparsers) -> None:
    create = commands.add_parser("create", help="write the key files that are missing, and change none")
    create.add_argument("--json", action="store_true", help="print JSON only")
    create.set_defaults(run=create_missing)


def create_missing(arguments: argparse.Namespace) -> int:
    """Write what is missing into SAFETOSHARE_SECRETS; an existing key is never replaced."""
    environment = read_environment(os.environ)
    written = create_keys(environment.secrets, environment.mode)
    if arguments.json:
        print_json({"folder": str(environment.secrets), "written": written})
    elif written:
        say(f"Written to {environment.secrets}: {', '.join(written)}. Back them up apart from the database.")
    else:
        say(f"All key files are there already, in {environment.secrets}.")
    return 0
