"""What the policy commands share: exit codes, the files that they read, and a sign of life while they work."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TypeVar

from safetoshare.cli.console import read_bytes
from safetoshare.core.errors import BadInputError
from safetoshare.core.policy.claims import Claim, parse_claims
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.toml_file import read_toml
from safetoshare.core.policy.vocabulary_file import published

OK, NO, BAD_INPUT = 0, 1, 2
CLAIMS_FILE = "claims.toml"
# Fewer lines than this are done before anybody would look.
LONG = 20_000

T = TypeVar("T")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="JSON on standard output, and nothing else there")


def add_file(parser: argparse.ArgumentParser) -> None:
    """Add FILE, the policy, and `--json`."""
    parser.add_argument("file", metavar="FILE", help="the policy, one TOML file a version")
    add_json(parser)


def add_claims(parser: argparse.ArgumentParser) -> None:
    """Add `--claims FILE`."""
    parser.add_argument("--claims", metavar="FILE", help=f"the claims (without it: {CLAIMS_FILE} beside the policy)")


def read_policy(name: str) -> Policy:
    """Return the policy in a file; PolicyError holds every problem."""
    return parse_policy(read_bytes(name), name, published())


def read_claims(policy_name: str, claims_name: str | None) -> tuple[Claim, ...]:
    """Return the claims in the file named, or in the one beside the policy; BadInputError if there is none."""
    name = claims_name or beside(policy_name, CLAIMS_FILE)
    if name is None:
        raise BadInputError(f"there is no {CLAIMS_FILE} beside the policy: name the claims with --claims FILE")
    return parse_claims(read_bytes(name), name, published())


def beside(name: str, other: str) -> str | None:
    """Return the other file in the same folder, None if there is none, or nothing to be beside (standard input)."""
    path = Path(name).with_name(other) if name != "-" else None
    return str(path) if path is not None and path.is_file() else None


def read_versions(folder: str) -> tuple[Policy, ...]:
    """Return all versions in a folder: every `*.toml` that has rules. BadInputError: none, or one id twice."""
    if not Path(folder).is_dir():
        raise BadInputError(f"{folder}: there is no such folder")
    versions: dict[str, Policy] = {}
    for path in sorted(Path(folder).glob("*.toml")):
        content = read_bytes(str(path))
        if "rule" not in read_toml(content, str(path)).content:
            continue
        policy = parse_policy(content, str(path), published())
        if policy.id in versions:
            raise BadInputError(f"{path}: another file has the id {policy.id} already: give each version its own")
        versions[policy.id] = policy
    if not versions:
        raise BadInputError(f"{folder}: there is no version in it: no *.toml file has [[rule]]")
    return tuple(versions.values())


def lines_of(content: bytes) -> list[tuple[int, bytes]]:
    """Return the lines that are not empty, with their numbers."""
    return [(number, line) for number, line in enumerate(content.split(b"\n"), start=1) if line.strip()]


def with_progress(items: Sequence[T], what: str) -> Iterator[T]:
    """Yield the items; of many, show on a terminal's standard error how far it has come."""
    if len(items) < LONG or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, what, console=Console(stderr=True), transient=True)


def at_work(what: str) -> AbstractContextManager[object]:
    """Show on a terminal's standard error, inside the block, that something is being done."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(what)
