"""A stolen database tells nothing: whatever was typed in a whole day is found in no file that the house leaves."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import zlib
from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from tests.faults.canaries import forms_of, found_in, leaks
from tests.faults.dumps import EXCEPTED, EXCEPTED_COLUMNS
from tests.faults.living import lived, typed_in
from tests.house import fresh_database
from tests.postgres import Cluster, newest_programs

pytestmark = pytest.mark.once

CANARY = "Zarqanovaxi007"
ARABIC = "زرقانوفاكسي042"
LEAST_FIELDS = 15
# The demonstration lists its synthetic passphrases openly; production refuses to start with such a file.
OF_THE_DEMONSTRATION = ("demonstration-passphrases.json",)


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lived(tmp_path_factory.mktemp("morning"), "2026-11-23T09:14", 7)


@pytest.fixture(scope="module")
def afternoon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lived(tmp_path_factory.mktemp("afternoon"), "2026-11-23T16:52", 7)


# --- the looking itself


@pytest.mark.parametrize("canary", [CANARY, ARABIC])
@pytest.mark.parametrize(
    "hide",
    [
        lambda canary: canary.encode(),
        lambda canary: canary.encode("utf-16-le"),
        lambda canary: json.dumps({"text": canary}).encode(),
        lambda canary: b64encode(b"before " + canary.encode() + b" and after"),
        lambda canary: b64encode(b"before" + canary.encode()),
        lambda canary: urlsafe_b64encode(zlib.compress(b"a session's row: " + canary.encode())).rstrip(b"="),
        lambda canary: b"\x00\x01" + gzip.compress(canary.encode() * 3) + b"\x00",
        lambda canary: sha256(canary.encode()).hexdigest().encode(),
        lambda canary: sha256(canary.encode()).digest(),
    ],
    ids=["plain", "UTF-16", "JSON", "base64", "base64 again", "session", "gzip", "hash in hexadecimal", "hash"],
)
def test_a_canary_that_is_hidden_is_found(canary: str, hide: object) -> None:
    hidden = b"something else\n" + hide(canary) + b"\nsomething else"  # type: ignore[operator]  # each is a function
    assert found_in(hidden, {"field": forms_of(canary)})


def test_nothing_is_found_where_nothing_is() -> None:
    other = b64encode(os.urandom(2000)) + os.urandom(100_000) + gzip.compress(os.urandom(1000))
    assert found_in(other, {"field": forms_of(CANARY)}) == []


def test_a_canary_planted_in_a_file_is_named_with_file_and_field(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text(f"an error at {CANARY}")
    assert ("log.txt", "report:account", "plain") in leaks(tmp_path, {"report:account": CANARY})


# --- the day


def test_receipts_and_passphrases_are_looked_for_too(morning: Path) -> None:
    canaries = typed_in(morning)
    assert len(canaries["en-return:receipt"]) == 24
    assert len(canaries["en-staff-unlock:passphrase"].split()) == 6


def test_every_field_was_filled_in_with_words_of_five_scripts(morning: Path) -> None:
    canaries = typed_in(morning)
    assert len(canaries) >= LEAST_FIELDS
    assert len({canary[:4] for canary in canaries.values()}) >= 4
    assert {field.rpartition(":")[2] for field in canaries} >= {
        "account",
        "how",
        "must_not_know",
        "notes",
        "text",
        "words",
        "reason",
    }


def test_nothing_that_was_typed_is_found_in_any_file(morning: Path) -> None:
    assert leaks(morning / "var", typed_in(morning), passed_over=OF_THE_DEMONSTRATION) == []
    for left in ("backup", "log.txt", "errors.txt", "dump.json"):
        assert leaks(morning / left, typed_in(morning)) == []


def test_a_backup_was_made_and_looked_through(morning: Path) -> None:
    assert (morning / "backup" / "data.tar").stat().st_size > 100_000


@pytest.mark.postgresql
def test_nothing_that_was_typed_is_found_in_a_dump_of_postgresql(tmp_path: Path, postgresql_cluster: Cluster) -> None:
    programs = newest_programs()
    assert programs is not None
    with fresh_database(postgresql_cluster) as database:
        folder = lived(tmp_path / "day", "2026-11-23T09:14", 7, dict(database))
        address = database.get("SAFETOSHARE_MIGRATE_URL") or database["SAFETOSHARE_DATABASE_URL"]
        dumped = subprocess.run(  # noqa: S603  # PostgreSQL's own
            [str(programs / "pg_dump"), "--dbname", address, "--inserts"], capture_output=True, check=True
        )
    assert b"report_reportgroup" in dumped.stdout
    (folder / "database.sql").write_bytes(dumped.stdout)
    assert leaks(folder / "database.sql", typed_in(folder)) == []


# --- two runs of one day


def test_a_day_begun_in_the_morning_and_one_begun_later_leave_the_same_rows(morning: Path, afternoon: Path) -> None:
    one, other = (json.loads((folder / "dump.json").read_text("utf-8")) for folder in (morning, afternoon))
    assert {table for table in one if one[table] != other[table]} == set()
    assert sum(map(len, one.values())) > 200


def test_and_the_same_files_with_the_same_names_and_sizes(morning: Path, afternoon: Path) -> None:
    assert files_of(morning) == files_of(afternoon)


def test_and_the_same_log(morning: Path, afternoon: Path) -> None:
    assert (morning / "log.txt").read_text() == (afternoon / "log.txt").read_text()


def test_what_is_left_out_of_the_comparison_is_named_with_its_reason() -> None:
    assert set(EXCEPTED) == {"sessions.Session", "base.SignInTries"}
    assert {table: set(columns) for table, columns in EXCEPTED_COLUMNS.items()} == {
        "base.Account": {"last_code_step", "last_code_form"}
    }
    assert all(EXCEPTED.values())


def files_of(folder: Path) -> dict[str, object]:
    """Names, sizes and times of what lies beside the databases; of the databases and sealed lists the names."""
    found: dict[str, object] = {}
    state = folder / "var"
    for file in sorted(state.rglob("*")):
        name = file.relative_to(state).as_posix()
        if not file.is_file() or name.startswith(("static/", "secrets/")):
            continue
        is_database = ".sqlite3" in name
        found[name] = None if is_database else (file.stat().st_size, file.stat().st_mtime)
    return found
