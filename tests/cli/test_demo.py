"""`safetoshare demo`: prepares what is missing and nothing twice; its people are listed as JSON and nothing else."""

from __future__ import annotations

import json
import stat

import pytest

from safetoshare.base import demonstration as demonstration_module
from safetoshare.base.demonstration import SyntheticAccount
from safetoshare.cli import main
from tests.cli.conftest import Shell

pytestmark = pytest.mark.once

FIELDS = {"name", "role", "realm", "passphrase", "code"}


def test_what_is_prepared_lies_in_the_state_folder_for_its_owner_alone(demonstration: Shell) -> None:
    style_sheets = demonstration.state / "static"
    files = [demonstration.state, *demonstration.state.rglob("*")]
    assert {"safetoshare.sqlite3", "safetoshare-audit.sqlite3", "secrets", "static"} <= {file.name for file in files}
    # The log is public, though nobody else reaches it in a folder of the owner's alone.
    shown = (style_sheets, demonstration.state / "log")
    own = [file for file in files if not any(file.is_relative_to(folder) for folder in shown)]
    assert [file for file in own if stat.S_IMODE(file.stat().st_mode) & 0o077] == []


def test_a_second_preparation_says_and_changes_nothing(demonstration: Shell) -> None:
    before = demonstration.run("demo", "accounts", "--json").stdout
    again = demonstration.run("demo")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    after = demonstration.run("demo", "accounts", "--json").stdout
    unchanged = [{key: one[key] for key in ("name", "passphrase")} for one in json.loads(before)]
    assert [{key: one[key] for key in ("name", "passphrase")} for one in json.loads(after)] == unchanged


def test_the_first_preparation_says_where_it_is_and_for_how_many(shell: Shell) -> None:
    finished = shell.run("demo")
    assert finished.stderr == ""
    assert finished.stdout.startswith(f"The demonstration is prepared in {shell.state}: ")
    assert finished.stdout.endswith(" synthetic accounts.\n")


def test_the_accounts_as_json_are_json_and_nothing_else(demonstration: Shell) -> None:
    finished = demonstration.run("demo", "accounts", "--json")
    accounts = json.loads(finished.stdout)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert {frozenset(account) for account in accounts} == {frozenset(FIELDS)}
    assert {"victim-care-officer", "system-administrator", "partner-worker"} <= {one["name"] for one in accounts}
    assert all(account["code"].isdecimal() and len(account["code"]) == 6 for account in accounts)


def test_the_accounts_for_a_person_are_a_table_with_the_same_people(demonstration: Shell) -> None:
    finished = demonstration.run("demo", "accounts", COLUMNS="200")
    assert finished.returncode == 0
    assert "victim-care-officer" in finished.stdout
    assert "/partner/" in finished.stdout


def test_while_there_is_no_code_yet_both_lists_say_how_long_to_wait(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [
        SyntheticAccount("a", "inspector", "staff", "six words", "123456"),
        SyntheticAccount("b", "inspector", "staff", "six words", "", 25),
        SyntheticAccount("c", "inspector", "staff", "six words", "", 1),
    ]
    monkeypatch.setattr(demonstration_module, "synthetic_accounts", lambda: people)
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["demo", "accounts", "--json"]) == 0
    first, *waiting = json.loads(capsys.readouterr().out)
    assert (set(first), first["code"]) == (FIELDS, "123456")
    assert {frozenset(one) for one in waiting} == {frozenset({*FIELDS, "seconds_to_wait"})}
    assert [(one["code"], one["seconds_to_wait"]) for one in waiting] == [("", 25), ("", 1)]
    assert main(["demo", "accounts"]) == 0
    shown = capsys.readouterr().out
    assert "123456" in shown
    assert "wait 25 seconds, then list again" in shown
    assert "wait 1 second, then list again" in shown


@pytest.mark.parametrize("words", [("demo",), ("demo", "accounts"), ("demo", "accounts", "--json")])
def test_production_refuses_the_demonstrations_people(shell: Shell, words: tuple[str, ...]) -> None:
    finished = shell.run(*words, SAFETOSHARE_MODE="production")
    assert finished.returncode == 1
    assert finished.stdout == ""
    assert finished.stderr == "safetoshare: The demonstration's data are refused in production mode.\n"
    assert not shell.state.exists()


def test_before_the_preparation_the_accounts_are_not_there_and_the_remedy_is_told(shell: Shell) -> None:
    finished = shell.run("demo", "accounts", "--json")
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert "`safetoshare demo` writes it" in finished.stderr


def test_a_database_that_does_not_answer_is_said_in_one_line(shell: Shell) -> None:
    finished = shell.run("demo", SAFETOSHARE_DATABASE_URL=f"sqlite:///{shell.state}/missing/one.sqlite3")
    assert (finished.returncode, finished.stdout) == (1, "")
    assert finished.stderr == (
        "safetoshare: The database does not answer: check SAFETOSHARE_DATABASE_URL and the server.\n"
    )
