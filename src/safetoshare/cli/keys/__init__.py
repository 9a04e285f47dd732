"""`safetoshare keys`: the key files, the signed key list, and what is done about keys by people who are present.

files        create                 the key files outside the database
trust        fingerprint, pin, lock  which list is believed here; locking everybody's keys at once
ceremony     ceremony               the first members, keys, recovery sheets and list
rotating     rotate                 a unit's next key, or the newest algorithm
recovering   recover, drill         what two recovery holders do

Exit codes: 0 done, 1 the answer is no (not trusted, not opened, refused), 2 wrong use or unreadable input.
"""

from __future__ import annotations

from safetoshare.cli.console import Subparsers
from safetoshare.cli.keys import ceremony, files, recovering, rotating, trust


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("keys", help="key files, the signed key list, rotation and recovery")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for module in (files, trust, ceremony, rotating, recovering):
        module.register(commands)
