"""Yesterday's backup on a machine without the original: no report lost, and no single person opens it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.living import bare_environment, command, lived, typed_in

pytestmark = pytest.mark.sqlite
READ_AGAIN = """
import django, json, os, sys
django.setup()
from pathlib import Path
from tests.faults.a_day import Day, unwrapper_here
from tests.faults.dumps import dump
day = Day()
with unwrapper_here():
    mailbox = day.comes_back(sys.argv[1])
    officer = day.signs_in("victim-care-officer-two")
    cases = officer.get("/en/staff/cases/?state=referred").content.decode()
    import re
    case = re.search("/en/staff/cases/[0-9a-f-]{36}/", cases)[0]
    page = officer.get(case).content.decode()
print(json.dumps({"mailbox": mailbox, "case": page, "dump": dump()}))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house after its day, with a backup made by the command."""
    folder = lived(tmp_path_factory.mktemp("house"), "2026-11-23T09:14", 3)
    made = command(folder / "var", "backup", str(folder / "backups"), "--json")
    assert made.returncode == 0, made.stderr
    return folder


def backups(house: Path) -> tuple[str, str]:
    (data,), (secrets,) = (list((house / "backups").glob(f"*.{kind}")) for kind in ("data", "secrets"))
    return str(data), str(secrets)


def sheet(house: Path, number: int) -> str:
    """What the sheet of a holder shows, as it is typed."""
    words = (house / "var" / "secrets" / f"recovery-holder-{number}.txt").read_text()
    found = re.search(r"((?:[0-9A-Z]{7} ){7}[0-9A-Z]{7})", words)
    assert found is not None
    return f"{number}\n{found[1].lower()}\n"


def restored(house: Path, state: Path, *numbers: int, more: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    typed = "".join(sheet(house, number) for number in numbers)
    data, secrets = backups(house)
    return command(state, "restore", secrets, "--data", data, *more, "--json", typed=typed)


@pytest.mark.parametrize("holders", [(1, 2), (3, 1), (2, 3)], ids=str)
def test_any_two_holders_put_everything_back_on_another_machine(
    house: Path, tmp_path: Path, holders: tuple[int, int]
) -> None:
    state = tmp_path / "elsewhere"
    done = restored(house, state, *holders)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["erased_again"] == 1
    original = {path.name: path.read_text() for path in (house / "var" / "secrets").glob("*.key")}
    assert {path.name: path.read_text() for path in (state / "secrets").glob("*.key")} == original
    assert all(path.stat().st_mode & 0o077 == 0 for path in (state / "secrets").iterdir())


def test_the_restored_house_reads_every_report_and_answers_the_receipt(house: Path, tmp_path: Path) -> None:
    state = tmp_path / "elsewhere"
    assert restored(house, state, 1, 3).returncode == 0
    assert command(state, "doctor").returncode in (0, 1)
    canaries = typed_in(house)
    finished = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", READ_AGAIN, canaries["en-return:receipt of the case"]],
        env=bare_environment()
        | {
            "SAFETOSHARE_STATE": str(state),
            "SAFETOSHARE_SECRETS": str(state / "secrets"),
            "DJANGO_SETTINGS_MODULE": "safetoshare.base.settings.project",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    told = json.loads(finished.stdout)
    assert canaries["en-report-next:how"] in told["case"]
    assert canaries["en-staff-cases-assessment:notes"] in told["case"]
    assert canaries["en-staff-cases-message:text"] in told["mailbox"]
    before = json.loads((house / "dump.json").read_text())
    kept = ("report.Report", "report.ReportGroup", "hub.CaseGroup", "sharing.Disclosure", "base.Erasure")
    assert {table: told["dump"][table] for table in kept} == {table: before[table] for table in kept}


@pytest.mark.parametrize("numbers", [(1, 1), (1,), ()], ids=["one twice", "one", "none"])
def test_no_single_holder_opens_the_secrets(house: Path, tmp_path: Path, numbers: tuple[int, ...]) -> None:
    state = tmp_path / "elsewhere"
    refused = restored(house, state, *numbers)
    assert refused.returncode == 2
    assert not list(state.rglob("*.key")) + list(state.rglob("*.sqlite3"))


def test_a_key_that_was_mistyped_is_said_to_be(house: Path, tmp_path: Path) -> None:
    typed = sheet(house, 1) + sheet(house, 2)[:-3] + "zz\n"
    data, secrets = backups(house)
    refused = command(tmp_path / "elsewhere", "restore", secrets, "--data", data, typed=typed)
    assert refused.returncode == 2
    assert "mistyped" in refused.stderr


def test_a_sheet_of_another_house_opens_nothing(house: Path, tmp_path: Path) -> None:
    from safetoshare.core.recovery_sheet import printed

    typed = sheet(house, 1) + f"2\n{printed(bytes(32))}\n"
    data, secrets = backups(house)
    refused = command(tmp_path / "elsewhere", "restore", secrets, "--data", data, typed=typed)
    assert refused.returncode == 2
    assert "not the recovery keys of two holders" in refused.stderr


def test_nothing_is_restored_over_a_standing_house(house: Path) -> None:
    before = {path: path.read_bytes() for path in (house / "var").rglob("*.sqlite3")}
    refused = restored(house, house / "var", 1, 2)
    assert refused.returncode == 1
    assert "where none stand" in refused.stderr
    assert {path: path.read_bytes() for path in (house / "var").rglob("*.sqlite3")} == before


def test_what_was_erased_after_the_backup_is_erased_again_from_the_list_kept_apart(house: Path, tmp_path: Path) -> None:
    dump = json.loads((house / "dump.json").read_text())
    case = next(row for row in dump["report.Report"] if "taken" in row)
    younger = tmp_path / "erasures.json"
    listed = json.loads((house / "var" / "erasures.json").read_text())
    younger.write_text(json.dumps(listed | {case[0]: ["2026-11-24", "2026-12-24"]}))
    state = tmp_path / "elsewhere"
    done = restored(house, state, 2, 3, more=("--erasures", str(younger)))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["erased_again"] == 2
    assert case[0] in json.loads((state / "erasures.json").read_text())


def test_data_are_named_on_sqlite_and_asked_for_in_one_line(house: Path, tmp_path: Path) -> None:
    refused = command(tmp_path / "elsewhere", "restore", backups(house)[1], typed=sheet(house, 1) + sheet(house, 2))
    assert refused.returncode == 2
    assert "--data DATA" in refused.stderr


def test_a_backup_of_a_day_is_made_once(house: Path) -> None:
    again = command(house / "var", "backup", str(house / "backups"))
    assert again.returncode == 1
    assert "never replace" in again.stderr


def test_data_and_secrets_tell_nothing_of_each_other(house: Path) -> None:
    data, secrets = (Path(path).read_bytes() for path in backups(house))
    keys = [path.read_text().split()[-1] for path in (house / "var" / "secrets").glob("*.key")]
    assert keys
    assert not any(key.encode() in data or key.encode() in secrets for key in keys)
    assert not any(bytes.fromhex(key) in data for key in keys)


def test_a_backup_without_a_key_list_is_refused(house: Path, tmp_path: Path) -> None:
    state = tmp_path / "var"
    shutil.copytree(house / "var", state)
    (state / "key-list.pin").unlink()
    refused = command(state, "backup", str(tmp_path / "backups"))
    assert refused.returncode == 1
    assert "not trusted" in refused.stderr
    assert not (tmp_path / "backups").exists()
