"""`safetoshare demo`: prepare the demonstration; `demo accounts` lists its synthetic people."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

from safetoshare.base.lock_file import lock_file
from safetoshare.cli.console import Subparsers, print_json, say, table
from safetoshare.cli.django_setup import load_django
from safetoshare.core.errors import RefusedError

if TYPE_CHECKING:
    from safetoshare.base.demonstration import SyntheticAccount


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("demo", help="prepare the demonstration, list its synthetic accounts")
    parser.set_defaults(run=prepare)
    commands = parser.add_subparsers(metavar="COMMAND")
    accounts = commands.add_parser("accounts", help="list the synthetic accounts with passphrase and current code")
    accounts.add_argument("--json", action="store_true", help="print JSON only")
    accounts.set_defaults(run=list_accounts)


def prepare(_arguments: argparse.Namespace) -> int:
    """Write keys, make the tables, and create the synthetic accounts: all that is missing, and nothing twice."""
    _refuse_production()
    from safetoshare.base.settings.environment import read_environment
    from safetoshare.base.settings.secrets import create_keys

    environment = read_environment(os.environ)
    environment.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    create_keys(environment.secrets, environment.mode)
    load_django()
    from safetoshare.base.demonstration import create_synthetic_accounts, load_parts
    from safetoshare.base.preparation import prepare as prepare_house

    # Two runs at once in one folder: the second waits and then finds everything there.
    with lock_file(environment.state / "demo.lock", wait=True):
        prepare_house()
        new = create_synthetic_accounts()
        load_parts()
    if new:
        say(f"The demonstration is prepared in {environment.state}: {new} synthetic accounts.")
    return 0


def list_accounts(arguments: argparse.Namespace) -> int:
    """List the synthetic accounts. The code is one that works now: each works once, and there may be none yet."""
    _refuse_production()
    load_django()
    from safetoshare.base.demonstration import synthetic_accounts

    accounts = synthetic_accounts()
    if arguments.json:
        print_json([_as_json(account) for account in accounts])
        return 0
    table(
        "Synthetic accounts (each code works once)",
        ("name", "role", "door", "passphrase", "code"),
        [(one.name, one.role, f"/{one.realm}/", one.passphrase, one.code or _no_code_yet(one)) for one in accounts],
    )
    return 0


def _as_json(account: SyntheticAccount) -> dict[str, str | int]:
    """Return an account's line; `seconds_to_wait` is in it only when there is no code yet."""
    line: dict[str, str | int] = asdict(account)
    if account.code:
        del line["seconds_to_wait"]
    return line


def _no_code_yet(account: SyntheticAccount) -> str:
    unit = "second" if account.seconds_to_wait == 1 else "seconds"
    return f"wait {account.seconds_to_wait} {unit}, then list again"


def _refuse_production() -> None:
    if os.environ.get("SAFETOSHARE_MODE") == "production":
        raise RefusedError("The demonstration's data are refused in production mode.")
