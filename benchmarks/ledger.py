"""How fast the disclosure log is: python benchmarks/ledger.py [--json] [--memory].

For trees of 10,000, 100,000 and 1,000,000 entries of 32 bytes, in memory: appends a second, one by
one and in one batch, and the mean microseconds of a root, a proof and its verification over 2,000
places spread over the tree. Every proof made is verified; a false one stops the run.

Then, unless `--memory`, from the database, with 100,000 and 1,000,000 entries: how long a person's
proof takes, and one day's batch with its checkpoint. The database is a new SQLite file, and a
PostgreSQL cluster of its own where one can be started.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from safetoshare.core.ledger.tree import Tree, leaf_hash, verify_consistency, verify_inclusion

SIZES = (10_000, 100_000, 1_000_000)
SAMPLES = 2_000
# In the database.
STORED = (100_000, 1_000_000)
PROOFS = 300
ROWS_AT_ONCE = 50_000
SEED = bytes(range(32))
ROOT = Path(__file__).resolve().parents[1]


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


@dataclass(frozen=True)
class Stored:
    """The figures of a log in a database: milliseconds a proof, seconds a batch appended and signed."""

    database: str
    entries: int
    proof_median: float
    proof_slowest_of_100: float
    batch_seconds: float


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


def in_databases(folder: Path) -> Iterator[Mapping[str, str]]:
    """Return the environment of a process with an empty SQLite, then with an empty PostgreSQL if one can be started."""
    common = {"DJANGO_SETTINGS_MODULE": "safetoshare.base.settings.project", "PYTHONPATH": str(ROOT)}
    for name in ("sqlite", "postgresql"):
        with database_url(name) as url:
            if url is not None:
                state = folder / name
                state.mkdir()
                yield common | {"SAFETOSHARE_STATE": str(state), "SAFETOSHARE_SECRETS": str(state / "secrets")} | url


@contextmanager
def database_url(name: str) -> Iterator[dict[str, str] | None]:
    """Return what names the database: nothing for SQLite, None where no PostgreSQL can be started."""
    if name == "sqlite":
        yield {}
        return
    sys.path.insert(0, str(ROOT))
    from tests.postgres import OWNER, PostgreSQLMissingError, temporary_cluster

    try:
        with temporary_cluster() as cluster:
            yield {"SAFETOSHARE_DATABASE_URL": cluster.url(OWNER)}
    except PostgreSQLMissingError as missing:
        Console(stderr=True).print(f"Without PostgreSQL: {missing}")
        yield None


def measure_here() -> Iterator[Stored]:
    """Fill the database that the environment names, and measure it at each size."""
    from safetoshare.base.settings.environment import Mode
    from safetoshare.base.settings.secrets import create_keys

    create_keys(Path(os.environ["SAFETOSHARE_SECRETS"]), Mode.DEMONSTRATION)
    import django

    django.setup()
    from safetoshare.base import clock
    from safetoshare.base.database import close_connections
    from safetoshare.base.preparation import make_tables
    from safetoshare.base.unwrapper.operations import in_this_process

    make_tables()
    start = clock.now()
    size = 0
    for day, wanted in enumerate(STORED):
        with clock.clock_at(start + timedelta(days=2 * day)), in_this_process(SEED):
            fill(size, wanted)
        with clock.clock_at(start + timedelta(days=2 * day + 1)), in_this_process(SEED):
            stored = stored_figures(wanted)
            size = stored.entries
            yield stored
    close_connections()


def fill(size: int, wanted: int) -> None:
    """Append entries up to `wanted`, and sign the checkpoint over them."""
    from safetoshare.base import clock
    from safetoshare.base.database import unit_of_work
    from safetoshare.sharing.services import log
    from safetoshare.sharing.services.tiles import append

    today = clock.today()
    for start in range(size, wanted, ROWS_AT_ONCE):
        end = min(start + ROWS_AT_ONCE, wanted)
        with unit_of_work(write=True):
            append(start, [(index.to_bytes(32), today) for index in range(start, end)])
    with unit_of_work(write=True):
        log.sign_checkpoint(today)


def stored_figures(entries: int) -> Stored:
    """Publish one day's batch, in which a record stands; then prove that record many times."""
    from django.db import connection

    from safetoshare.base import clock
    from safetoshare.base.database import unit_of_work
    from safetoshare.core.ledger.proof import Verified, verify_proof
    from safetoshare.core.ledger.record import commitment
    from safetoshare.sharing.api.log import log_state, proof_of
    from safetoshare.sharing.services import log

    record, salt = example_record(), os.urandom(32)
    committed = commitment(salt, record)
    promise = log.promise_inclusion(committed)
    with unit_of_work(write=True):
        log.add_pending(committed, clock.today())
    batch = seconds(lambda: log.publish_log(clock.today()))
    taken = [seconds(lambda: proof_of(committed, record, salt, promise)) for _ in range(PROOFS)]
    document, state = proof_of(committed, record, salt, promise), log_state()
    if document is None or state is None or not isinstance(verify_proof(document, state.verifier_key), Verified):
        raise SystemExit("The proof from the database does not verify.")
    median, slowest = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
    return Stored(connection.vendor, state.size, round(median * 1e3, 2), round(slowest * 1e3, 2), round(batch, 1))


def example_record() -> bytes:
    """Return the bytes of a record such as the tests have."""
    sys.path.insert(0, str(ROOT))
    from tests.core.ledger.records import RECORD

    return RECORD.encoded()


def stored_elsewhere(environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """Measure in a process of its own: one process has one database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAFETOSHARE_")}
    finished = subprocess.run(  # noqa: S603  # this program itself
        [sys.executable, __file__, "--here"], env=kept | dict(environment), stdout=subprocess.PIPE, check=True
    )
    return list(json.loads(finished.stdout))


def stored_table(figures: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(title="The disclosure log in the database", box=SIMPLE, padding=0)
    for heading in ("database", "entries", "proof, ms", "slowest of 100, ms", "a day's batch, s"):
        table.add_column(heading, justify="right")
    for row in figures:
        table.add_row(*(f"{value:,}" if isinstance(value, int) else str(value) for value in row.values()))
    return table


def table_of(figures: Sequence[Figures]) -> Table:
    table = Table(title="The tree of the disclosure log, in memory; µs a call", box=SIMPLE, padding=0)
    headings = ("entries", "append/s", "batch/s", "root", "inclusion", "verify", "consistency", "verify")
    for heading in headings:
        table.add_column(heading, justify="right")
    for row in figures:
        table.add_row(*(f"{value:,}" for value in asdict(row).values()))
    return table


def measure_all(with_databases: bool) -> tuple[list[Figures], list[dict[str, Any]]]:
    """Measure in memory and in the databases, and show on standard error how far it is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress, tempfile.TemporaryDirectory() as folder:
        in_memory = [measure(size) for size in progress.track(SIZES, description="in memory")]
        if not with_databases:
            return in_memory, []
        stored: list[dict[str, Any]] = []
        for environment in progress.track(in_databases(Path(folder)), total=2, description="in the database"):
            stored += stored_elsewhere(environment)
    return in_memory, stored


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures as JSON: `memory` and `database`, a list each")
    parser.add_argument("--memory", action="store_true", help="without the databases")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.here:
        json.dump([asdict(row) for row in measure_here()], sys.stdout)
        return
    figures, stored = measure_all(with_databases=not arguments.memory)
    if arguments.json:
        json.dump({"memory": [asdict(row) for row in figures], "database": stored}, sys.stdout, indent=2)
        sys.stdout.write("\n")
        return
    Console().print(table_of(figures))
    if stored:
        Console().print(stored_table(stored))


if __name__ == "__main__":
    main()
