"""`safetoshare ledger consistency OLD DIR`: whether a log still begins with what an older checkpoint was signed over.

This is how a log that was rewritten, and signed anew with its own key, is found: somebody kept an older checkpoint. It
needs no database and no settings. DIR holds the log as files, as `ledger export` writes them, or as they were copied
from `/log/`.

Exit codes: 0 the log continues what was signed, 1 it does not (rewritten), 2 unreadable or no key.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from safetoshare.cli.console import Subparsers, print_json, read_bytes, say
from safetoshare.cli.ledger.log_at import signed_by_any
from safetoshare.cli.ledger.verifying import KEYS_HELP, trusted_by
from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger import tiles
from safetoshare.core.ledger.tree import Tree

OK, NO = 0, 1
_CONTINUES = "The log still begins with all that the older checkpoint was signed over: nothing of it was changed."
_REWRITTEN = (
    "The log has been REWRITTEN: it does not begin with what the older checkpoint was signed over. Keep both, and "
    "show them to somebody independent."
)


def register(commands: Subparsers) -> None:
    parser = commands.add_parser("consistency", help="whether the log still begins with what a checkpoint was over")
    parser.add_argument("old", metavar="OLD", help="the older checkpoint, a file that was kept")
    parser.add_argument("folder", metavar="DIR", help="the log as files: `checkpoint` and `tile/...`")
    keys = parser.add_mutually_exclusive_group()
    keys.add_argument("--key", metavar="KEY", help="the log's key, as its page /log/key shows it")
    keys.add_argument("--keys", "--key-file", metavar="FILE", dest="keys", help=KEYS_HELP)
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.set_defaults(run=compare)


def compare(arguments: argparse.Namespace) -> int:
    """Run `ledger consistency OLD DIR`. BadInputError for what is no checkpoint of this key, or lacks its entries."""
    keys, folder = trusted_by(arguments, arguments.old).keys, Path(arguments.folder)
    if not keys:
        raise BadInputError("the log's key is needed: --key KEY or --keys FILE. The page /log/key shows it")
    old = signed_by_any(read_bytes(arguments.old), arguments.old, keys)
    new = signed_by_any(read_bytes(str(folder / "checkpoint")), str(folder / "checkpoint"), keys)
    tree = Tree()
    tree.extend(_entries(folder, new.size))
    if tree.root() != new.root:
        raise BadInputError(f"{folder}: its entries are not those that its checkpoint was signed over")
    continues = old.origin == new.origin and old.size <= new.size and tree.root(old.size) == old.root
    says = _CONTINUES if continues else _REWRITTEN
    if arguments.json:
        print_json({"continues": continues, "old_size": old.size, "new_size": new.size, "says": says})
    else:
        say(says)
    return OK if continues else NO


def _entries(folder: Path, size: int) -> list[bytes]:
    entries: list[bytes] = []
    for place in tiles.places(size):
        if place.level is None:
            held = tiles.entries_of(read_bytes(str(folder / place.path)))
            if len(held) != place.width:
                raise BadInputError(f"{folder / place.path}: holds another number of entries than its name says")
            entries += held
    return entries
