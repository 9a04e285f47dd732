"""How long the rotation of a unit's key takes: python benchmarks/keys.py [--rows N] [--json].

Rows of one table, all sealed to one unit's key, are moved to the unit's next key, batch by batch, each batch in a
transaction of its own, on a new SQLite file. The figure that compares machines is the ratio: the seconds of the whole
rotation to the seconds that the wrapping of as many data keys alone takes in one loop. Anything left under the old key
stops the run.
"""

import argparse
import json
import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

from rich.console import Console

ROWS = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="safetoshare-benchmark-") as folder:
        figures = measure(Path(folder), arguments.rows)
    if arguments.json:
        json.dump(figures, sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        Console().print("\n".join(f"{name}: {value}" for name, value in figures.items()))


def measure(folder: Path, rows: int) -> dict[str, Any]:
    """Make a database in the folder, fill it, and rotate."""
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
    from _trusting import holders, trust_keys

    from safetoshare.base.keys.units import create_unit
    from safetoshare.base.models.keys import UnitPurpose
    from safetoshare.base.preparation import make_tables

    make_tables()
    create_unit("Unit", UnitPurpose.SAFEGUARDING, [], recovery=[holder.listed for holder in holders()])
    trust_keys()
    wrapping = fill(rows)
    seconds = rotate(rows)
    return {
        "rows": rows,
        "seconds to rotate": round(seconds, 1),
        "seconds to wrap as many keys": round(wrapping, 1),
        "ratio": round(seconds / wrapping, 1),
    }


def fill(rows: int) -> float:
    """Write the rows; return how long the wrapping of their data keys alone takes."""
    from safetoshare.base.database import unit_of_work
    from safetoshare.base.keys import current_key
    from safetoshare.base.models.keys import KeyKind, UnitPurpose
    from safetoshare.base.sealing import seal_fields
    from safetoshare.core.vault import Place, new_data_key, wrap
    from safetoshare.sharing.models import Disclosure

    with unit_of_work():
        key = current_key(UnitPurpose.SAFEGUARDING, KeyKind.RESTRICTED)
    if key is None:
        raise SystemExit("There is no key to seal to.")
    made = []
    for number in range(rows):
        record = uuid4()
        value = seal_fields({"record": "x" * 600}, Disclosure.place(record), key)
        made.append(
            Disclosure(
                id=record,
                case=uuid4(),
                nonce_hash=number.to_bytes(8, "big"),
                on=date(2026, 11, 22),
                number=1,
                include_by=date(2026, 11, 23),
                **Disclosure.columns(value),
            )
        )
    with unit_of_work(write=True):
        Disclosure.objects.bulk_create(made, batch_size=500)
    place, began = Place(uuid4(), "benchmark", "key", 1), perf_counter()
    for _ in range(rows):
        wrap(new_data_key(), key.public, place)
    return perf_counter() - began


def rotate(rows: int) -> float:
    """Rotate the key with two holders present, without the wait before the old key goes; return the seconds."""
    from _trusting import holders

    from safetoshare.base.keys.recovering import private_keys
    from safetoshare.base.keys.rotation import (
        destroy_old,
        draw_successor,
        listed_keys,
        move_rows,
        rewrapper,
        rows_left,
    )
    from safetoshare.base.keys.signing import line_of

    two = holders()[:2]

    def sign(text: str) -> str:
        return "\n".join((text, *(line_of(text, holder.signer).rstrip("\n") for holder in two), ""))

    def silent(_table: str, _rows: int) -> None:
        """Show nothing: it would be measured."""

    began = perf_counter()
    (old,) = listed_keys("Unit", "restricted")
    private = private_keys(two)[old.key]
    move = draw_successor(old, sign)
    rewrap = rewrapper(private, move.to_key)
    moved = move_rows(move, rewrap, silent)
    destroy_old(move, rewrap, silent, settle=0)
    seconds = perf_counter() - began
    if moved != rows or rows_left(old.key):
        raise SystemExit("Not every row was moved.")
    return seconds


if __name__ == "__main__":
    main()
