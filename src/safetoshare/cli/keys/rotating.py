"""`safetoshare keys rotate`: give a unit its next key and move every row to it; or the newest algorithm.

Two members sign the list, or two recovery holders with `--recovery`. With members the unwrapper wraps the rows anew
(it is running, and the first who types holds the unit's key); with recovery holders this process does. It may be cut
short at any point: the same command goes on where it was.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from safetoshare.cli.console import Subparsers, print_json, say
from safetoshare.cli.keys.asking import ask, ask_holders, ask_members, load_django_as_owner
from safetoshare.core.errors import RefusedError

if TYPE_CHECKING:
    from safetoshare.base.keys.rotation import Progress, Rewrap
    from safetoshare.base.unwrapper.protocol import SealedValue
    from safetoshare.core.key_list import ListedUnitKey
    from safetoshare.core.vault import Wrapped


def register(commands: Subparsers) -> None:
    parser = commands.add_parser("rotate", help="give a unit its next key and move all rows to it")
    parser.add_argument("unit", metavar="UNIT", help="name or identifier of the unit")
    parser.add_argument("kind", metavar="KIND", choices=("ordinary", "restricted"), help="ordinary or restricted")
    parser.add_argument("--recovery", action="store_true", help="two recovery holders are present, not two members")
    parser.add_argument("--algorithm", action="store_true", help="keep the key; seal older rows anew (with --recovery)")
    parser.add_argument("--settle", type=float, default=None, metavar="SECONDS", help="wait before the old key goes")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.set_defaults(run=rotate)


def rotate(arguments: argparse.Namespace) -> int:
    """Rotate a unit's key, or go on with a rotation that was cut short."""
    load_django_as_owner()
    from safetoshare.base.keys.rotation import listed_keys

    keys = listed_keys(arguments.unit, arguments.kind)
    with _progress(shown=not arguments.json) as progress:
        if arguments.algorithm:
            done = _renew(arguments, keys, progress)
        elif arguments.recovery:
            done = _with_holders(arguments, keys, progress)
        else:
            done = _with_members(arguments, keys, progress)
    if arguments.json:
        print_json(done)
    else:
        say(", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in done.items()))
    return 0


def _renew(arguments: argparse.Namespace, keys: list[ListedUnitKey], progress: Progress) -> dict[str, int]:
    from safetoshare.base.keys.recovering import private_keys
    from safetoshare.base.keys.rotation import renew_algorithms

    if not arguments.recovery:
        raise RefusedError("Sealing anew opens each row, so two recovery holders do it: add --recovery.")
    privates = private_keys(ask_holders())
    _record("seal anew")
    opened = [key for key in keys if key.key in privates]
    return {"sealed_anew": sum(renew_algorithms(key, privates[key.key], progress) for key in opened)}


def _with_holders(arguments: argparse.Namespace, keys: list[ListedUnitKey], progress: Progress) -> dict[str, int]:
    from safetoshare.base.keys.recovering import private_keys
    from safetoshare.base.keys.rotation import rewrapper
    from safetoshare.base.keys.signing import line_of

    holders = ask_holders()
    privates = private_keys(holders)
    _record("rotate with recovery")

    def sign(text: str) -> str:
        return "\n".join((text, *(line_of(text, holder.signer).rstrip("\n") for holder in holders), ""))

    def begin(old: ListedUnitKey, new: ListedUnitKey) -> Rewrap:
        return rewrapper(privates[old.key], new)

    return _finish(arguments, keys, sign, begin, progress)


def _record(purpose: str) -> None:
    from safetoshare.base.audit.commands import record_command
    from safetoshare.base.permissions import Action

    record_command(Action.KEY_ROTATE, purpose)


def _with_members(arguments: argparse.Namespace, keys: list[ListedUnitKey], progress: Progress) -> dict[str, int]:
    from safetoshare.base.keys.signing import signed_by
    from safetoshare.base.unwrapper import client
    from safetoshare.core.vault import Sealed

    members = ask_members(2)
    account = members[0].member.account_id
    passphrase = ask("Passphrase of member 1 once more, for the unwrapper", unseen=True)

    def sign(text: str) -> str:
        return signed_by(text, members)

    def begin(_old: ListedUnitKey, new: ListedUnitKey) -> Rewrap:
        # Whoever had unlocked before holds the old key alone: all unlock again.
        client.lock_all()
        unlocked = client.unlock(account, passphrase)
        if not isinstance(unlocked, client.KeysUnlocked):
            raise RefusedError("The unwrapper does not unlock the keys of member 1.")

        def rewrap(values: Sequence[SealedValue]) -> Sequence[Wrapped]:
            # The unwrapper needs the wraps alone: what is sealed stays here.
            return client.rewrap(
                account, unlocked.handle, new.key, [replace(value, sealed=Sealed(b"")) for value in values]
            )

        return rewrap

    return _finish(arguments, keys, sign, begin, progress)


def _finish(
    arguments: argparse.Namespace,
    keys: list[ListedUnitKey],
    sign: Callable[[str], str],
    begin: Callable[[ListedUnitKey, ListedUnitKey], Rewrap],
    progress: Progress,
) -> dict[str, int]:
    """Begin a rotation unless one is under way; move the rows; destroy what is old."""
    from safetoshare.base.keys.rotation import SETTLE_SECONDS, destroy_old, draw_successor, move_rows, unfinished
    from safetoshare.core.key_list import CURRENT

    moves = unfinished(keys)
    resumed = bool(moves)
    if not moves:
        moves = [draw_successor(next(key for key in keys if key.state == CURRENT), sign)]
    moved = 0
    for move in moves:
        rewrap = begin(move.from_key, move.to_key)
        settle = SETTLE_SECONDS if arguments.settle is None else arguments.settle
        moved += move_rows(move, rewrap, progress)
        moved += destroy_old(move, rewrap, progress, settle=settle)
    return {"moved": moved, "resumed": int(resumed), "old_keys_destroyed": len(moves)}


@contextmanager
def _progress(*, shown: bool) -> Iterator[Progress]:
    """Show how many rows of which table were done, on standard error."""
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed} rows"))
    with Bars(*columns, TimeElapsedColumn(), console=Console(stderr=True), disable=not shown) as bars:
        tasks: dict[str, object] = {}

        def advance(table: str, rows: int) -> None:
            if table not in tasks:
                tasks[table] = bars.add_task(table, total=None)
            bars.advance(tasks[table], rows)  # type: ignore[arg-type]  # rich's identifier of a task

        yield advance
