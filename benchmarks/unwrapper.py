"""How fast the unwrapper opens, indexes and searches: python benchmarks/unwrapper.py [--json].

Asked in this process, so without the way through the socket: permission, quota and the audit row, committed durably,
are in each figure. 2,000 open cases with a name, each made of a report with a safe telephone number, make 4,000 sealed
values. The database is a new SQLite file, or the empty PostgreSQL that SAFETOSHARE_DATABASE_URL names.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import tracemalloc
from pathlib import Path
from secrets import token_bytes
from time import perf_counter
from typing import Any
from uuid import uuid4

from rich.console import Console

CASES = 2000
OPENINGS = 100
SEARCHES = 20
NAMES = ("Mohammed Ali", "Faadumo Warsame", "Gurpreet Kaur", "محمد حسين", "Khadija Noor", "Anna Nowak", "ਹਰਜੀਤ ਸਿੰਘ")
SEARCHED = ("Maxamed Cali", "Fatima", "harjeet singh", "07700 900123", "Nobody Here")


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
    """Make a demonstration without its month in the folder, fill it with cases, and ask."""
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
    from safetoshare.base.demonstration import create_synthetic_accounts
    from safetoshare.base.preparation import prepare

    prepare()
    create_synthetic_accounts()
    _fill()
    return _asked(folder)


def _fill() -> None:
    """Record reports, make a case of each, and write down what the person wants to be called."""
    from safetoshare.base.clock import today
    from safetoshare.core.needs import NEEDS
    from safetoshare.core.receipt import StretchedReceipt, draw_receipt
    from safetoshare.hub.api.cases import Assessment, Triage, open_case, record_assessment
    from safetoshare.hub.services.cases import CaseOpened
    from safetoshare.report.api import ReportContent, SafeContact, record_report

    officer, day = uuid4(), today()
    for number in range(CASES):
        contact = SafeContact(how=f"Ring 07700 {900000 + number}", must_not_know="my brother")
        content = ReportContent(account="x" * 400)
        # Stretching a receipt is no part of what is measured here.
        known = StretchedReceipt(token_bytes(32))
        report = record_report(
            content, contact, area="", receipt=draw_receipt(), nonce=uuid4().bytes, on=day, known_stretch=known
        )
        opened = open_case(report.id, Triage((), "domestic_abuse", officer, day))
        assert isinstance(opened, CaseOpened)  # noqa: S101  # a new report is nobody's
        needs = dict.fromkeys(NEEDS, "not_talked_about")
        name = f"{NAMES[number % len(NAMES)]} {chr(97 + number % 26)}"
        made = Assessment(needs, name, "so", "", "adult", "", officer, day)  # type: ignore[arg-type]
        record_assessment(opened.case, made, expected=0)


def _asked(folder: Path) -> dict[str, Any]:
    from safetoshare.base.models import Account, UnitKey
    from safetoshare.base.permissions import Realm
    from safetoshare.base.settings.environment import Mode
    from safetoshare.base.settings.secrets import read_key
    from safetoshare.base.unwrapper.openings import Openings
    from safetoshare.hub.api.searching import SEARCHED as SEARCHED_CASES

    waiting: list[Any] = []
    pepper = read_key(folder / "secrets", "passphrase-pepper", Mode.DEMONSTRATION)
    openings = Openings({Realm.STAFF: pepper}, afterwards=waiting.append)
    account = Account.objects.get(name="victim-care-officer").id
    passphrase = json.loads((folder / "secrets" / "demonstration-passphrases.json").read_text())["victim-care-officer"]
    unlocking = perf_counter()
    question = {"ask": "unlock", "account": str(account), "passphrase": passphrase}
    openings.answer(question)
    unlocked_in = perf_counter() - unlocking
    begun = perf_counter()
    waiting.pop()()
    indexed_in = perf_counter() - begun
    # A second unlocking begins with an empty index; to trace memory makes it slow, so it is traced by itself.
    told = openings.answer(question)
    who = {"account": str(account), "handle": told["handle"]}
    values = list(SEARCHED_CASES.sealed(list(SEARCHED_CASES.standing())[:OPENINGS]))
    assert {value.unit_key for value in values} <= set(UnitKey.objects.values_list("pk", flat=True))  # noqa: S101
    openings_took = [
        _seconds(openings, who | {"ask": "open", "purpose": "read_report", "values": [value.as_json()]})
        for value in values
    ]
    tracemalloc.start()
    waiting.pop()()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    searches = [
        _seconds(
            openings, who | {"ask": "search", "words": SEARCHED[turn % len(SEARCHED)], "reason": "A benchmark asks"}
        )
        for turn in range(SEARCHES)
    ]
    return {
        "unlocking with argon2id, ms": round(1000 * unlocked_in),
        "openings a second, one record each": round(len(openings_took) / sum(openings_took)),
        "opening one record, median ms": round(1000 * statistics.median(openings_took), 1),
        f"index of {CASES} open cases, ms": round(1000 * indexed_in),
        f"index of {CASES} open cases, MiB": round(held / 2**20, 1),
        "search, median ms": round(1000 * statistics.median(searches)),
        "search, slowest ms": round(1000 * max(searches)),
    }


def _seconds(openings: Any, question: dict[str, Any]) -> float:  # noqa: ANN401  # the unwrapper's work
    begun = perf_counter()
    openings.answer(question)
    return perf_counter() - begun


if __name__ == "__main__":
    main()
