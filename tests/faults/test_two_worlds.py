"""Two houses that differ only in what one person said of immigration are alike to everybody who may not read it.

The same day is lived in both, at the same moment and with the same identifiers. Pages of each account, rows, lengths of
what is sealed, numbers of queries, files, log and next dates are compared.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.living import bare_environment
from tests.faults.test_canaries import files_of

pytestmark = pytest.mark.once

CITIZEN = {
    "report": {
        "account": "He took my papers and he hits me. I was born here and I have a passport.",
        "needs": ["safe_place"],
    },
    "assessment": {
        "need_no_recourse": "no",
        "need_immigration_advice": "no",
        "notes": "Has a passport; nothing to ask.",
    },
}
OVERSTAYER = {
    "report": {
        "account": "He took my papers and he hits me. My visa ended and I am afraid of them.",
        "needs": ["no_recourse"],
    },
    "assessment": {
        "need_no_recourse": "yes",
        "need_immigration_advice": "yes",
        "notes": "Visa ended in spring; no public funds.",
    },
}


def lived(folder: Path, facts: dict[str, Any]) -> Path:
    finished = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "tests.faults.a_quiet_day", str(folder), json.dumps(facts)],
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return folder


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("worlds")
    return lived(folder / "one", CITIZEN), lived(folder / "other", OVERSTAYER)


def left(folder: Path, name: str) -> Any:  # noqa: ANN401  # what JSON holds
    return json.loads((folder / name).read_text("utf-8"))


def differences(one: Path, other: Path) -> list[tuple[str, str]]:
    """Account and address of each page that is not alike, in words or queries; and each table whose rows are not."""
    seen, seen_there = left(one, "seen.json"), left(other, "seen.json")
    found = [
        (account, address)
        for account in seen.keys() | seen_there.keys()
        for address in seen.get(account, {}).keys() | seen_there.get(account, {}).keys()
        if seen.get(account, {}).get(address) != seen_there.get(account, {}).get(address)
    ]
    rows, rows_there = left(one, "dump.json"), left(other, "dump.json")
    return sorted(found) + [("rows", table) for table in sorted(rows) if rows[table] != rows_there[table]]


def test_nobody_who_may_not_read_it_sees_a_difference(worlds: tuple[Path, Path]) -> None:
    assert differences(*worlds) == []


def test_nor_do_names_sizes_and_times_of_files_or_the_log_tell(worlds: tuple[Path, Path]) -> None:
    one, other = worlds
    assert files_of(one) == files_of(other)
    assert (one / "log.txt").read_text() == (other / "log.txt").read_text()


def test_many_pages_of_every_account_were_looked_at(worlds: tuple[Path, Path]) -> None:
    seen = left(worlds[0], "seen.json")
    assert len(seen) > 12
    assert sum(map(len, seen.values())) > 80
    assert {status for pages in seen.values() for status, _page, _queries in pages.values()} <= {
        200,
        302,
        403,
        404,
        423,
    }


@pytest.mark.long
def test_a_day_in_the_clear_that_depends_on_it_is_found(tmp_path: Path, worlds: tuple[Path, Path]) -> None:
    leaking = lived(tmp_path / "leak", OVERSTAYER | {"leak": True})
    found = differences(worlds[0], leaking)
    assert ("rows", "hub.Case") in found
    assert any(address == "/en/staff/cases/" for _account, address in found)
