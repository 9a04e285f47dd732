"""How fast disclosures are: python benchmarks/disclosures.py [--json].

Each is the whole of `disclose`: decided by the force's model policy, sealed to organisation, unit and person, promised
by the log (signed in this process, so without the way to the unwrapper), and committed durably. First one after
another about 300 people, then by 16 threads at once about 300 more. The database is a new SQLite file, or the empty
PostgreSQL that SAFETOSHARE_DATABASE_URL names. Anything but a disclosure stops the run.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

from rich.console import Console

SAMPLES = 300
AT_ONCE = 16
SEED = bytes(range(32))
ORGANISATION = uuid4()
UNITS = (("safeguarding", "restricted", None), ("organisation", "ordinary", ORGANISATION))


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
        Console().print("\n".join(f"{name}: {value}" for name, value in figures.items()))


def measure(folder: Path) -> dict[str, Any]:
    """Make a database in the folder and disclose into it."""
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
    from django.db import connection

    from safetoshare.base.database import close_connections

    disclose_one = prepared()
    alone = [seconds(disclose_one) for _ in range(SAMPLES)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        together = seconds(lambda: [each.result() for each in [pool.submit(disclose_one) for _ in range(SAMPLES)]])
    figures = {
        "database": connection.vendor,
        "one after another, a second": round(SAMPLES / sum(alone)),
        "milliseconds, median": round(statistics.median(alone) * 1e3, 1),
        "milliseconds, slowest of a hundred": round(statistics.quantiles(alone, n=100)[98] * 1e3, 1),
        f"{AT_ONCE} at once, a second": round(SAMPLES / together),
    }
    close_connections()
    return figures


def seconds(work: Callable[[], object]) -> float:
    """The seconds that `work` takes once."""
    start = perf_counter()
    work()
    return perf_counter() - start


def prepared() -> Callable[[], None]:
    """Make tables, policy and units; return what discloses something about a new person."""
    from _trusting import trust_keys
    from django.db import close_old_connections

    from safetoshare.base import clock
    from safetoshare.base.database import unit_of_work
    from safetoshare.base.keys import UnitPublicKey
    from safetoshare.base.models import Unit, UnitKey
    from safetoshare.base.preparation import make_tables
    from safetoshare.base.unwrapper.operations import in_this_process
    from safetoshare.core.vault import generate_key_pair
    from safetoshare.sharing.api.disclosures import Disclosed, DisclosureOrder, disclose
    from safetoshare.sharing.demonstration import load

    make_tables()
    load()
    with unit_of_work(write=True):
        for purpose, kind, organisation in UNITS:
            unit = Unit.objects.create(name=purpose, purpose=purpose, organisation=organisation)
            UnitKey.objects.create(unit=unit, kind=kind, public=generate_key_pair().public)
    trust_keys()
    mailbox, by, today = generate_key_pair().public, uuid4(), clock.today()

    def nothing(_package: UUID, _on: date) -> None:
        """Refer nobody: the referral is the hub's."""

    def disclose_one() -> None:
        order = DisclosureOrder(
            case=uuid4(),
            mailbox=UnitPublicKey(uuid4(), mailbox),
            organisation=ORGANISATION,
            organisation_name="A service",
            recipient="specialist_service",
            subject="victim",
            pathways=("domestic_abuse",),
            purpose="support",
            gateway="consent",
            consent="given",
            status_basis="none",
            fields={"identity": {"name": "Invented Name"}, "needs": {"needs": "A safe place to stay. " * 20}},
            necessity="Asked for.",
            age="adult",
            actor="victim_care_officer",
            nonce=uuid4(),
            consent_on=today,
            consent_language="en",
            consent_version="1",
        )
        with in_this_process(SEED):
            done = disclose(order, by=by, role="victim_care_officer", within=nothing)
        if not isinstance(done, Disclosed):
            raise SystemExit("Something was not disclosed.")
        # As at the end of a request: a pooled connection goes back.
        close_old_connections()

    return disclose_one


if __name__ == "__main__":
    main()
