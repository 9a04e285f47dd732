"""How fast the Merkle tree of the disclosure log is: python benchmarks/ledger.py [--json].

For trees of 10,000, 100,000 and 1,000,000 entries of 32 bytes, in memory: appends a second, one by
one and in one batch, and the mean microseconds of a root, a proof and its verification over 2,000
places spread over the tree. Every proof made is verified; a false one stops the run.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from safetoshare.core.ledger.tree import Tree, leaf_hash, verify_consistency, verify_inclusion

SIZES = (10_000, 100_000, 1_000_000)
SAMPLES = 2_000


@dataclass(frozen=True)
class Figures:
    """The figures of one tree: appends a second, all others microseconds a call."""

    entries: int
    appends_per_second: int
    batch_appends_per_second: int
    root: float
    inclusion: float
    verify_inclusion: float
    consistency: float
    verify_consistency: float


def append_all(tree: Tree, entries: Sequence[bytes]) -> None:
    for entry in entries:
        tree.append(entry)


def seconds(work: Callable[[], object]) -> float:
    """The seconds that `work` takes once."""
    start = perf_counter()
    work()
    return perf_counter() - start


def microseconds(work: Callable[[int], object], places: Sequence[int]) -> float:
    """The mean microseconds of `work` over `places`."""
    total = seconds(lambda: [work(place) for place in places])
    return round(total / len(places) * 1e6, 1)


def measure(size: int) -> Figures:
    """All figures of a tree of `size` entries."""
    entries = [number.to_bytes(32, "big") for number in range(size)]
    tree, batch = Tree(), Tree()
    one_by_one = seconds(lambda: append_all(tree, entries))
    in_a_batch = seconds(lambda: batch.extend(entries))
    root = tree.root()
    if batch.root() != root:
        raise SystemExit("The tree of one batch has another root.")
    places = range(0, size, max(1, size // SAMPLES))
    leaves = {place: leaf_hash(entries[place]) for place in places}
    inclusions = {place: tree.inclusion(place) for place in places}
    older = {place: tree.root(place + 1) for place in places}
    consistencies = {place: tree.consistency(place + 1) for place in places}

    def check_inclusion(place: int) -> None:
        if not verify_inclusion(place, size, leaves[place], inclusions[place], root):
            raise SystemExit(f"The proof of entry {place} of {size} does not verify.")

    def check_consistency(place: int) -> None:
        if not verify_consistency(place + 1, size, consistencies[place], older[place], root):
            raise SystemExit(f"The proof from {place + 1} to {size} does not verify.")

    return Figures(
        entries=size,
        appends_per_second=round(size / one_by_one),
        batch_appends_per_second=round(size / in_a_batch),
        root=microseconds(lambda place: tree.root(place + 1), places),
        inclusion=microseconds(tree.inclusion, places),
        verify_inclusion=microseconds(check_inclusion, places),
        consistency=microseconds(lambda place: tree.consistency(place + 1), places),
        verify_consistency=microseconds(check_consistency, places),
    )


def table_of(figures: Sequence[Figures]) -> Table:
    table = Table(title="The tree of the disclosure log, in memory; µs a call", box=SIMPLE, padding=0)
    headings = ("entries", "append/s", "batch/s", "root", "inclusion", "verify", "consistency", "verify")
    for heading in headings:
        table.add_column(heading, justify="right")
    for row in figures:
        table.add_row(*(f"{value:,}" for value in asdict(row).values()))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures as JSON, one object a tree")
    arguments = parser.parse_args()
    figures = [measure(size) for size in SIZES]
    if arguments.json:
        json.dump([asdict(row) for row in figures], sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        Console().print(table_of(figures))


if __name__ == "__main__":
    main()
