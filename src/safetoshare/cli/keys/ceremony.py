"""`safetoshare keys ceremony`: the first two members, the units' keys, three recovery sheets and the first list."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from safetoshare.cli.console import Subparsers, print_json, say
from safetoshare.cli.keys.asking import ask, load_django_as_owner, peppers
from safetoshare.cli.keys.sheets import check_free, give_out

if TYPE_CHECKING:
    from safetoshare.base.keys.ceremony import Ceremony


def register(commands: Subparsers) -> None:
    parser = commands.add_parser("ceremony", help="make the first members, keys, recovery sheets and key list")
    parser.add_argument("--sheets", metavar="DIR", help="write the recovery sheets to files there, for the printer")
    parser.add_argument("--json", action="store_true", help="print JSON only, which holds all that was drawn")
    parser.set_defaults(run=hold)


def hold(arguments: argparse.Namespace) -> int:
    """Hold the ceremony. RefusedError when there is a key list already."""
    load_django_as_owner()
    check_free(arguments.sheets)
    from django.conf import settings

    from safetoshare.base.force import current_force
    from safetoshare.base.keys.ceremony import FIRST_ROLES, hold_ceremony
    from safetoshare.base.models.keys import UnitPurpose
    from safetoshare.base.settings.secrets import read_key

    environment = settings.ENVIRONMENT
    names = {role: ask(f"Name of the {role.replace('_', ' ')}") for role in FIRST_ROLES}
    units = {
        UnitPurpose.SAFEGUARDING: current_force().unit,
        UnitPurpose.DATA_PROTECTION: "Data protection",
        UnitPurpose.DECISIONS: "Ranks that decide",
        UnitPurpose.DUTY: "Control room",
    }
    codes_key = read_key(environment.secrets, "one-time-codes", environment.mode)
    made = hold_ceremony(names, units, peppers(), codes_key)
    if arguments.json:
        print_json(_as_json(made))
        return 0
    _tell(made)
    give_out(made.sheets, made.fingerprint, arguments.sheets)
    return 0


def _tell(made: Ceremony) -> None:
    say("Each of the two takes down what stands at the own name, and nobody else sees it. It is shown this once.")
    for member in made.members:
        say(f"\n{member.role.replace('_', ' ')}: {member.name}")
        say(f"  passphrase:                 {member.passphrase}")
        say(f"  secret for the one-time codes: {member.code_secret}")
    say(f"\nFingerprint of key list 1: {made.fingerprint}")
    say("Pin it on each machine: safetoshare keys pin FINGERPRINT\n")


def _as_json(made: Ceremony) -> dict[str, object]:
    return {
        "fingerprint": made.fingerprint,
        "members": [
            {"name": one.name, "role": one.role, "passphrase": one.passphrase, "code_secret": one.code_secret}
            for one in made.members
        ],
        "sheets": list(made.sheets),
    }
