"""`safetoshare restore SECRETS --data DATA`: put a backup back, with two recovery holders, and erase again what was."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from safetoshare.base.settings.databases import database_files
from safetoshare.base.settings.environment import Environment, read_environment
from safetoshare.cli.console import Subparsers, print_json, read_bytes, say
from safetoshare.cli.django_setup import load_django
from safetoshare.cli.keys.asking import ask_holders
from safetoshare.core.errors import BadInputError, RefusedError


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("restore", help="put a backup back where nothing stands")
    parser.add_argument("secrets", help="the file of the secrets")
    parser.add_argument("--data", type=Path, help="the file of the data; PostgreSQL restores its own data before")
    parser.add_argument("--erasures", type=Path, help="a list of erasures that is younger than the backup")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.set_defaults(run=restore)


def restore(arguments: argparse.Namespace) -> int:
    """Open the secrets with two holders' sheets, put all back, erase again. Exit code 1: something stands there.

    On PostgreSQL it is run as the tables' owner, once its data were restored.
    """
    environment = read_environment(os.environ)
    _check_data(arguments.data, environment)
    from safetoshare.base.backup.archive import put_back
    from safetoshare.base.backup.secrets import check_nothing_stands, opened_secrets, write_secrets

    keys = ask_holders()
    files = opened_secrets(read_bytes(arguments.secrets), keys)
    check_nothing_stands(files, environment.secrets)
    members: dict[str, str] = {}
    if arguments.data:
        members = put_back(arguments.data, database_files(environment), environment.state).members
    environment.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_secrets(files, environment.secrets)
    load_django()
    from safetoshare.base.erasing import replay
    from safetoshare.base.preparation import prepare

    prepare()
    erased = replay(arguments.erasures)
    if arguments.json:
        print_json({"members": sorted(members), "key_files": sorted(files), "erased_again": erased})
        return 0
    say(f"Put back: {len(members)} files of data, {len(files)} key files. Erased again: {erased}.")
    say("Compare `safetoshare keys fingerprint` with the printed one, run `safetoshare doctor`, then start.")
    return 0


def _check_data(data: Path | None, environment: Environment) -> None:
    if environment.uses_sqlite and data is None:
        raise BadInputError("Name the file of the data as well: safetoshare restore SECRETS --data DATA")
    if data is not None and not environment.uses_sqlite:
        raise RefusedError("The data of PostgreSQL are restored by PostgreSQL: docs/operations.md says how.")
