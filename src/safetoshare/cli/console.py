"""What the commands share: JSON on standard output, tables for people, reading a file given by name."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from safetoshare.core.errors import BadInputError

# What a module's `register` adds its commands to; the class has no public name.
Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def print_json(value: object) -> None:
    """Write one JSON value and nothing else to standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def say(text: str = "") -> None:
    """Write a line for a person to standard output."""
    sys.stdout.write(text + "\n")


def read_bytes(name: str) -> bytes:
    """Return the content of a file, or of standard input for "-"; BadInputError says what is wrong with it."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise BadInputError(f"{name}: there is no such file") from None
    except OSError as error:
        raise BadInputError(f"{name}: cannot be read ({error.strerror})") from None


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table for a person, as wide as the window."""
    from rich.console import Console
    from rich.table import Table

    shown = Table(title=title, title_justify="left")
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*row)
    Console().print(shown)


@contextmanager
def progress_of(what: str, *, shown: bool) -> Iterator[Callable[[int, int], None]]:
    """Show on standard error how many of how many are done, while the block calls what it is given."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not shown) as bars:
        task = bars.add_task(what, total=None)
        yield lambda done, count: bars.update(task, completed=done, total=count)
