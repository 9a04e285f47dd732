"""`safetoshare keys ...` as people use it: in a demonstration of its own, lines typed on standard input."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from safetoshare.base.force import read_force
from safetoshare.base.settings.environment import PACKAGE
from tests.cli.conftest import PATIENCE_SECONDS, Shell, shell_in
from tests.production import MANAGE

pytestmark = pytest.mark.once

UNIT = read_force(PACKAGE / "forces" / "avon_and_somerset").unit
WRONG = "0000 1111 2222 3333 4444 5555 6666 7777"


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A prepared demonstration, which these tests change one after another."""
    prepared = shell_in(tmp_path_factory.mktemp("keys"))
    finished = prepared.run("demo")
    assert finished.returncode == 0, finished.stderr
    return prepared


def typed(shell: Shell, *words: str, lines: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run `safetoshare keys WORDS` and type the lines."""
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "safetoshare", "keys", *words],
        env=dict(shell.environment),
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def told(shell: Shell, *words: str, lines: tuple[str, ...] = ()) -> dict[str, object]:
    done = typed(shell, *words, "--json", lines=lines)
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def sheets(shell: Shell, *numbers: int) -> tuple[str, ...]:
    """What two holders type: number and key."""
    folder = shell.state / "secrets"
    return tuple(
        line
        for number in numbers
        for line in (str(number), (folder / f"recovery-holder-{number}.txt").read_text("ascii").splitlines()[-1])
    )


@contextmanager
def unwrapper_of(shell: Shell) -> Iterator[None]:
    """The unwrapper of this demonstration, as `serve` starts it."""
    with subprocess.Popen(  # our own program
        [sys.executable, "-m", "safetoshare.base.unwrapper"],
        env=dict(shell.environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        until = time.monotonic() + PATIENCE_SECONDS
        while not (shell.state / "unwrapper.sock").exists():
            assert running.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        try:
            yield
        finally:
            running.terminate()


def test_the_demonstration_trusts_its_list_signed_by_two(shell: Shell) -> None:
    shown = told(shell, "fingerprint")
    assert (shown["number"], shown["trusted"]) == (1, True)
    assert shown["signed_by"] == ["unit supervisor", "data protection officer"]
    assert str(shown["fingerprint"]) in typed(shell, "fingerprint").stdout


def test_its_recovery_sheets_are_for_their_user_alone(shell: Shell) -> None:
    for number in (1, 2, 3):
        sheet = shell.state / "secrets" / f"recovery-holder-{number}.txt"
        assert sheet.stat().st_mode & 0o077 == 0
        assert "never stored" in sheet.read_text("ascii")


def test_a_wrong_fingerprint_is_not_pinned_and_the_right_one_is(shell: Shell) -> None:
    shown, pin = str(told(shell, "fingerprint")["fingerprint"]), shell.state / "key-list.pin"
    before = pin.read_bytes()
    assert typed(shell, "pin", WRONG).returncode == 1
    assert typed(shell, "pin", "not a fingerprint").returncode == 2
    assert pin.read_bytes() == before
    pin.unlink()
    untrusted = typed(shell, "fingerprint", "--json")
    assert (untrusted.returncode, json.loads(untrusted.stdout)["trusted"]) == (1, False)
    assert told(shell, "pin", *shown.split()) == {"pinned": 1, "in_force": 1}
    assert pin.read_bytes() == before


def test_a_drill_with_two_sheets_opens_every_unit(shell: Shell) -> None:
    done = told(shell, "drill", lines=sheets(shell, 1, 3))
    # Two kinds of the unit's own, the data protection officer's, that of those who decide, and two organisations'.
    assert done["unit_keys"] == 7
    assert int(str(done["records"])) > 0


def test_what_holders_do_at_the_machine_leaves_an_audit_row(shell: Shell) -> None:
    def rows() -> list[tuple[str, str]]:
        with closing(sqlite3.connect(shell.state / "safetoshare-audit.sqlite3")) as audit:
            return audit.execute("SELECT action, role FROM base_auditrow WHERE purpose = 'drill'").fetchall()

    before = len(rows())
    told(shell, "drill", lines=sheets(shell, 1, 3))
    assert rows()[before:] == [("base:key:recover", "system_administrator")]


@pytest.mark.parametrize("command", ["drill", "recover"])
def test_one_sheet_twice_or_mistyped_does_nothing(shell: Shell, command: str) -> None:
    once = sheets(shell, 2)
    before = told(shell, "fingerprint")
    assert typed(shell, command, lines=(*once, *once, "yes")).returncode == 2
    mistyped = typed(shell, command, lines=(*once, "1", "ABCDEFG " * 8, "yes"))
    assert mistyped.returncode == 2
    assert "mistyped" in mistyped.stderr
    assert once[1] not in mistyped.stderr + mistyped.stdout
    assert typed(shell, command, lines=()).returncode == 2
    assert typed(shell, command, lines=("9", "x")).returncode == 2
    assert told(shell, "fingerprint") == before


def test_there_is_no_second_ceremony(shell: Shell) -> None:
    refused = typed(shell, "ceremony", lines=("Sana", "Piotr"))
    assert refused.returncode == 1
    assert "already" in refused.stderr


def test_recovery_holders_rotate_a_units_key_and_everything_still_opens(shell: Shell) -> None:
    before = told(shell, "drill", lines=sheets(shell, 1, 2))
    done = told(shell, "rotate", "Next Link", "ordinary", "--recovery", "--settle", "0", lines=sheets(shell, 1, 2))
    assert done["old_keys_destroyed"] == 1
    assert done["resumed"] == 0
    assert told(shell, "drill", lines=sheets(shell, 2, 3)) == before
    shown = told(shell, "fingerprint")
    assert shown["signed_by"] == ["recovery holder 1", "recovery holder 2"]
    assert shown["trusted"] is True


def test_two_members_rotate_a_units_key_through_the_unwrapper(shell: Shell) -> None:
    listed = json.loads(shell.run("demo", "accounts", "--json").stdout)
    passphrases = {one["name"]: one["passphrase"] for one in listed}
    officer, supervisor = "victim-care-officer", "unit-supervisor"
    lines = (officer, passphrases[officer], supervisor, passphrases[supervisor], passphrases[officer])
    with unwrapper_of(shell):
        done = told(shell, "rotate", UNIT, "restricted", "--settle", "0", lines=lines)
    assert done["old_keys_destroyed"] == 1
    assert int(str(done["moved"])) > 0
    assert told(shell, "fingerprint")["signed_by"] == ["victim care officer", "unit supervisor"]
    assert told(shell, "drill", lines=sheets(shell, 1, 2))["unit_keys"] == 7


def test_a_member_with_a_wrong_passphrase_or_twice_signs_nothing(shell: Shell) -> None:
    before = told(shell, "fingerprint")
    wrong = typed(shell, "rotate", UNIT, "ordinary", lines=("unit-supervisor", "wrong words"))
    assert wrong.returncode == 1
    assert "does not fit" in wrong.stderr
    nobody = typed(shell, "rotate", UNIT, "ordinary", lines=("system-administrator", "x"))
    assert nobody.returncode == 1
    assert told(shell, "fingerprint") == before


def test_new_sheets_void_the_old_ones_and_are_given_to_the_printer_alone(shell: Shell, tmp_path: Path) -> None:
    old = sheets(shell, 1, 2)
    folder = tmp_path / "sheets"
    done = typed(shell, "recover", "--new-sheets", "--sheets", str(folder), lines=(*old, "yes"))
    assert done.returncode == 0, done.stderr
    assert "three new recovery sheets" in done.stderr
    files = sorted(folder.iterdir())
    assert [file.stat().st_mode & 0o777 for file in files] == [0o600] * 3
    new = [file.read_text().split("\n\n")[2].strip() for file in files]
    assert not any(key in done.stdout + done.stderr for key in new)
    assert typed(shell, "drill", lines=old).returncode == 2
    assert told(shell, "drill", lines=("1", new[0], "3", new[2]))["unit_keys"] == 7
    again = typed(shell, "recover", "--new-sheets", "--sheets", str(folder), lines=())
    assert again.returncode == 2


@pytest.mark.long
def test_whoever_does_not_say_yes_changes_nothing(tmp_path: Path) -> None:
    shell = shell_in(tmp_path)
    assert shell.run("demo").returncode == 0
    before = told(shell, "fingerprint")
    refused = typed(shell, "recover", "--new-sheets", lines=(*sheets(shell, 1, 2), "no"))
    assert refused.returncode == 1
    assert told(shell, "fingerprint") == before


def test_locking_needs_the_unwrapper_and_says_how_many(shell: Shell) -> None:
    assert typed(shell, "lock").returncode == 1
    with unwrapper_of(shell):
        assert told(shell, "lock") == {"locked": 0}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A house with key files and tables, and nobody in it."""
    made = shell_in(tmp_path_factory.mktemp("bare"))
    assert typed(made, "create").returncode == 0
    prepared = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, str(MANAGE), "prepare"],
        env=dict(made.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert prepared.returncode == 0, prepared.stderr
    return made


def test_before_the_ceremony_there_is_nothing_to_trust(bare: Shell) -> None:
    refused = typed(bare, "fingerprint", "--json")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "ceremony" in refused.stderr


def test_a_ceremony_tells_each_member_and_prints_three_sheets(bare: Shell, tmp_path: Path) -> None:
    held = typed(bare, "ceremony", "--sheets", str(tmp_path / "sheets"), lines=("Sana", "Piotr"))
    assert held.returncode == 0, held.stderr
    shown = told(bare, "fingerprint")
    assert (shown["number"], shown["trusted"]) == (1, True)
    assert str(shown["fingerprint"]) in held.stdout
    new = [file.read_text().split("\n\n")[2].strip() for file in sorted((tmp_path / "sheets").iterdir())]
    assert not any(key in held.stdout for key in new)
    assert told(bare, "drill", lines=("2", new[1], "3", new[2].lower())) == {"unit_keys": 5, "records": 1}
    assert all(word in held.stdout for word in ("unit supervisor: sana", "data protection officer: piotr"))
