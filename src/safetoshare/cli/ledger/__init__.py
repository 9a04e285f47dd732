"""`safetoshare ledger`: check a proof from the public log; publish the log as files; take it up after a restore."""

from __future__ import annotations

from safetoshare.cli.console import Subparsers
from safetoshare.cli.ledger import comparing, keeping, verifying


def register(subparsers: Subparsers) -> None:
    """Add the group with its commands."""
    group = subparsers.add_parser("ledger", help="check proofs and checkpoints of the public log; keep the log")
    commands = group.add_subparsers(metavar="COMMAND", required=True)
    for module in (verifying, comparing, keeping):
        module.register(commands)
