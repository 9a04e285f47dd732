"""`safetoshare keys recover` and `keys drill`: what two recovery holders do, with their sheets typed in."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from safetoshare.cli.console import Subparsers, print_json, say
from safetoshare.cli.keys.asking import ask_holders, ask_whether, load_django_as_owner
from safetoshare.cli.keys.sheets import check_free, give_out
from safetoshare.core.errors import RefusedError

if TYPE_CHECKING:
    from safetoshare.base.keys.lists import ListChanges


def register(commands: Subparsers) -> None:
    parser = commands.add_parser("recover", help="two recovery holders let the members who have a key open again")
    parser.add_argument("--new-sheets", action="store_true", help="also make three new sheets: the old ones are void")
    parser.add_argument("--sheets", metavar="DIR", help="write new sheets to files there, for the printer")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.set_defaults(run=recover)
    drill = commands.add_parser("drill", help="try two recovery sheets on every unit's key, and change nothing")
    drill.add_argument("--json", action="store_true", help="print JSON only")
    drill.set_defaults(run=try_recovery)


def recover(arguments: argparse.Namespace) -> int:
    """Let two holders sign a list of all members with a key, and wrap every unit's key to them."""
    load_django_as_owner()
    check_free(arguments.sheets)
    from safetoshare.base.audit.commands import record_command
    from safetoshare.base.keys.recovering import draft_recovery
    from safetoshare.base.keys.recovering import recover as recover_keys
    from safetoshare.base.permissions import Action
    from safetoshare.core.key_list import HOLDERS, fingerprint
    from safetoshare.core.recovery_sheet import draw_secret, printed, recovery_key

    keys = ask_holders()
    secrets = [draw_secret() for _ in HOLDERS] if arguments.new_sheets else []
    holders = tuple(recovery_key(number, secret).listed for number, secret in enumerate(secrets, start=1))
    drafted = draft_recovery(holders or None)
    for line in _said(drafted.changes):
        sys.stderr.write(f"{line}\n")
    if not ask_whether("Is this what you want to sign?"):
        raise RefusedError("Nothing was changed.")
    record_command(Action.KEY_RECOVER, "recover")
    done = recover_keys(drafted, keys)
    shown = fingerprint(drafted.text)
    if arguments.json:
        sheets = list(map(printed, secrets))
        print_json({**asdict(done), "fingerprint": shown, **({"sheets": sheets} if sheets else {})})
        return 0
    say(f"Key list {done.number} is in force; {done.wraps} wraps were made. Fingerprint: {shown}")
    if secrets:
        give_out(list(map(printed, secrets)), shown, arguments.sheets)
    return 0


def try_recovery(arguments: argparse.Namespace) -> int:
    """Open each unit's key, and one record of each table, with two sheets; note the day of the drill."""
    load_django_as_owner()
    from safetoshare.base.audit.commands import record_command
    from safetoshare.base.keys.recovering import drill
    from safetoshare.base.permissions import Action

    holders = ask_holders()
    record_command(Action.KEY_RECOVER, "drill")
    done = drill(holders)
    if arguments.json:
        print_json(asdict(done))
    else:
        say(f"The two sheets open {done.unit_keys} units' keys and the {done.records} records that were tried.")
    return 0


def _said(changes: ListChanges) -> list[str]:
    """Return what the list changes, a line each, with roles and the beginning of each account's identifier."""
    lines = [
        f"{word}: {member.role.replace('_', ' ')} (account {str(member.account)[:8]})"
        for word, members in (("added", changes.added), ("another key or role", changes.changed))
        for member in members
    ]
    lines += [f"removed: {one.role.replace('_', ' ')} (account {str(one.account)[:8]})" for one in changes.removed]
    lines += [f"new key of {key.unit_name}, {key.kind}" for key in changes.new_unit_keys]
    return lines + (["three new recovery sheets"] if changes.recovery_changed else [])
