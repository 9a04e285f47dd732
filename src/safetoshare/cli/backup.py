"""`safetoshare backup FOLDER`: the data and, apart from them, the secrets, as two files of the day."""

from __future__ import annotations

import argparse
from pathlib import Path

from safetoshare.cli.console import Subparsers, print_json, say
from safetoshare.cli.django_setup import load_django


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("backup", help="back up data and secrets, as two files")
    parser.add_argument("folder", type=Path, help="where the two files are written; move the secrets elsewhere")
    parser.add_argument("--secrets-only", action="store_true", help="only the key files (PostgreSQL backs up the data)")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.set_defaults(run=back_up)


def back_up(arguments: argparse.Namespace) -> int:
    """Write the files. Exit code 1 when one of that day exists, or the data are PostgreSQL's; 2 for a wrong folder."""
    load_django()
    from django.conf import settings

    from safetoshare.base import clock
    from safetoshare.base.backup.archive import data_name, secrets_name, write_archive
    from safetoshare.base.backup.secrets import sealed_secrets
    from safetoshare.base.database import unit_of_work
    from safetoshare.base.files import write_new
    from safetoshare.base.force import current_force
    from safetoshare.base.keys.lists import list_in_force

    environment, today = settings.ENVIRONMENT, clock.today()
    with unit_of_work():
        listed = list_in_force()
    data, secrets = arguments.folder / data_name(today), arguments.folder / secrets_name(today)
    sealed = sealed_secrets(environment.secrets, listed.recovery, today)
    arguments.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    members: list[str] = []
    if not arguments.secrets_only:
        origin = current_force().log_origin
        members = sorted(write_archive(data, environment.state, on=today, origin=origin).members)
    write_new(secrets, sealed)
    if arguments.json:
        written = {"secrets": str(secrets)} | ({"data": str(data)} if members else {})
        print_json(written | {"members": members, "key_list": listed.number})
        return 0
    if members:
        say(f"{data}: {len(members)} files, the data. They tell nothing without the secrets.")
    say(f"{secrets}: the key files. Any two recovery holders open them. Keep this file in another place.")
    return 0
