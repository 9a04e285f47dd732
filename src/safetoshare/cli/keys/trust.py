"""`safetoshare keys fingerprint`, `keys pin` and `keys lock`: which key list is believed here, and locking up."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from safetoshare.cli.console import Subparsers, print_json, say
from safetoshare.cli.django_setup import load_django
from safetoshare.core.errors import BadInputError, RefusedError

if TYPE_CHECKING:
    from safetoshare.base.keys.lists import SignedList


def register(commands: Subparsers) -> None:
    shown = commands.add_parser("fingerprint", help="show the key list in force, and whether it is trusted here")
    shown.add_argument("--json", action="store_true", help="print JSON only")
    shown.set_defaults(run=show)
    pin = commands.add_parser("pin", help="believe the key list with this fingerprint, and those that follow it")
    pin.add_argument("fingerprint", nargs="+", metavar="FINGERPRINT", help="as two people compared it")
    pin.add_argument("--json", action="store_true", help="print JSON only")
    pin.set_defaults(run=pin_list)
    lock = commands.add_parser("lock", help="lock the keys of all members at once")
    lock.add_argument("--json", action="store_true", help="print JSON only")
    lock.set_defaults(run=lock_all)


def show(arguments: argparse.Namespace) -> int:
    """Print number, day, fingerprint and signers of the newest list: 0 it is trusted here, 1 it is not."""
    load_django()
    from safetoshare.base.database import unit_of_work
    from safetoshare.base.keys.lists import chain, list_in_force

    with unit_of_work():
        signed = chain()
        try:
            is_trusted, why = bool(signed) and list_in_force() == signed[-1].listed, ""
        except RefusedError as error:
            is_trusted, why = False, str(error)
    if not signed:
        raise RefusedError("There is no key list yet: `safetoshare keys ceremony` makes the first.")
    newest = _as_json(signed[-1])
    if arguments.json:
        print_json({**newest, "trusted": is_trusted})
        return 0 if is_trusted else 1
    say(f"Key list {newest['number']} of {newest['on']}, signed by {', '.join(_signers(signed[-1]))}.")
    say(f"Fingerprint: {newest['fingerprint']}")
    say("It is trusted here." if is_trusted else f"It is NOT trusted here. {why}")
    return 0 if is_trusted else 1


def pin_list(arguments: argparse.Namespace) -> int:
    """Pin the list that has the fingerprint, if the chain from the first list to it holds."""
    load_django()
    from safetoshare.base.database import unit_of_work
    from safetoshare.base.keys.lists import chain, list_in_force, pin_of
    from safetoshare.base.keys.pins import write_pin

    wanted = "".join(arguments.fingerprint).replace(" ", "").lower()
    if len(wanted) != 32 or not set(wanted) <= set("0123456789abcdef"):
        raise BadInputError("A fingerprint has 8 groups of 4 of the digits 0 to 9 and a to f.")
    with unit_of_work():
        found = next((one for one in chain() if one.fingerprint.replace(" ", "") == wanted), None)
        if found is None:
            raise RefusedError("No key list here has this fingerprint: do not go on, and find out why.")
        write_pin(pin_of(found.listed))
        in_force = list_in_force()
    if arguments.json:
        print_json({"pinned": found.listed.number, "in_force": in_force.number})
    else:
        say(f"Key list {found.listed.number} is pinned here; in force is number {in_force.number}.")
    return 0


def lock_all(arguments: argparse.Namespace) -> int:
    """Have the unwrapper forget every unlocked key."""
    load_django()
    from safetoshare.base.unwrapper import client

    locked = client.lock_all()
    if arguments.json:
        print_json({"locked": locked})
    else:
        say(f"Locked: {locked} {'member has' if locked == 1 else 'members have'} to unlock again.")
    return 0


def _as_json(signed: SignedList) -> dict[str, object]:
    return {
        "number": signed.listed.number,
        "on": signed.listed.on.isoformat(),
        "origin": signed.listed.origin,
        "fingerprint": signed.fingerprint,
        "signed_by": _signers(signed),
    }


def _signers(signed: SignedList) -> list[str]:
    from safetoshare.core.key_list import ListedMember

    return [
        one.role.replace("_", " ") if isinstance(one, ListedMember) else f"recovery holder {one.number}"
        for one in signed.signed_by
    ]
