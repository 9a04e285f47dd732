"""`safetoshare policy`: check, prove, decide, compare, promise, replay and export, with no database and no network.

A FILE is decided by whatever its dates; `--versions DIR` picks the version by each request's own day. Exit codes:

    check     0 sound, 1 errors, 2 unreadable
    prove     0 all claims hold, 1 one fails, or an oracle disagrees, 2 unreadable
    decide    0 all answers are yes, 1 there are others, 2 a line is no request
    diff      0 both decide alike, 1 they differ, 2 unreadable, or the rules overlap too much to say
    promise   0 the promise, 1 nothing is promised, 2 unreadable
    replay    0 no answer changes, 1 one does, 2 a line is no recorded decision
    export    0 written, 2 unreadable
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from safetoshare.cli.console import Subparsers
from safetoshare.cli.policy import check, decide, diff, export, promise, prove, replay

COMMANDS = (check, prove, decide, diff, promise, replay, export)
# Options that stand alone; all others are followed by a value.
_ALONE = ("--json", "--near", "--oracles", "--schema", "--help")


class _OptionsFirst(argparse.ArgumentParser):
    """Takes options anywhere: by itself argparse finds no optional positional that comes after an option."""

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        return super().parse_known_args(_options_first(args or ()), namespace or argparse.Namespace())


def register(subparsers: Subparsers) -> None:
    """Add the group `policy` and its commands."""
    group = subparsers.add_parser("policy", help="check, prove and decide by a sharing policy")
    commands = group.add_subparsers(metavar="COMMAND", required=True, parser_class=_OptionsFirst)
    for module in COMMANDS:
        module.register(commands)


def _options_first(words: Sequence[str]) -> list[str]:
    options: list[str] = []
    others: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if not word.startswith("--") or word == "--":
            others.append(word)
            continue
        options.append(word)
        if "=" not in word and word not in _ALONE:
            options += [value for value in [next(waiting, None)] if value is not None]
    return options + others
