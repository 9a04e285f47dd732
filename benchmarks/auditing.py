"""How fast the log is audited: python benchmarks/auditing.py [--json].

`sharing.api.log.audit_log` over 300,000 entries in a SQLite file: every entry, tile, checkpoint and file looked
through, as `safetoshare ledger audit` does; and how many commitments are opened a second.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from ledger import SEED, example_record, fill, seconds
from rich.console import Console
from rich.progress import Progress

ENTRIES = 300_000
OPENED = 50_000


def measure(folder: Path) -> dict[str, int]:
    """Make a log in the folder and audit it."""
    os.environ |= {
        "SAFETOSHARE_STATE": str(folder),
        "SAFETOSHARE_SECRETS": str(folder / "secrets"),
        "DJANGO_SETTINGS_MODULE": "safetoshare.base.settings.project",
    }
    from safetoshare.base.settings.environment import Mode
    from safetoshare.base.settings.secrets import create_keys

    create_keys(folder / "secrets", Mode.DEMONSTRATION)
    import django

    django.setup()
    from safetoshare.base.database import close_connections
    from safetoshare.base.preparation import make_tables
    from safetoshare.base.unwrapper.operations import in_this_process
    from safetoshare.sharing.api.log import audit_log

    make_tables()
    with in_this_process(SEED):
        fill(0, ENTRIES)
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("auditing", total=ENTRIES)
        start = perf_counter()
        audited = audit_log(lambda done, _all: progress.update(task, completed=done))
        took = perf_counter() - start
    close_connections()
    if audited.differences or audited.entries != ENTRIES:
        raise SystemExit(f"The audit found what is not there: {audited.differences}")
    return {"entries audited a second": round(ENTRIES / took), "commitments opened a second": opened_a_second()}


def opened_a_second() -> int:
    """How many records are compared with their entries a second."""
    from safetoshare.core.ledger.record import commitment

    record, salts = example_record(), [number.to_bytes(32) for number in range(OPENED)]
    entries = [commitment(salt, record) for salt in salts]

    def open_all() -> None:
        if any(commitment(salt, record) != entry for salt, entry in zip(salts, entries, strict=True)):
            raise SystemExit("A commitment does not open.")

    return round(OPENED / seconds(open_all))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="safetoshare-benchmark-") as folder:
        figures = measure(Path(folder))
    if arguments.json:
        json.dump(figures, sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        Console().print("\n".join(f"{name}: {value:,}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
