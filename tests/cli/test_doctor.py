"""`safetoshare doctor`: 0 when all is well, 1 when something is not, and what to do about it."""

from __future__ import annotations

import json

import pytest

from safetoshare.base import checkup
from safetoshare.base.checkup import Finding
from safetoshare.cli import main
from tests.cli.conftest import Shell

pytestmark = pytest.mark.once

WELL = Finding("disk", True, "12,345 MiB free")
NOT_WELL = Finding("unwrapper", False, "is not running: `safetoshare serve` starts it")


def finds(monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> None:
    monkeypatch.setattr(checkup, "examine", lambda: list(findings))


@pytest.mark.parametrize(("findings", "code"), [((WELL,), 0), ((WELL, NOT_WELL), 1), ((NOT_WELL,), 1)])
def test_the_exit_code_says_whether_all_is_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], findings: tuple[Finding, ...], code: int
) -> None:
    finds(monkeypatch, *findings)
    assert main(["doctor"]) == code
    assert main(["doctor", "--json"]) == code
    capsys.readouterr()


def test_as_json_it_is_the_findings_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    finds(monkeypatch, WELL, NOT_WELL)
    main(["doctor", "--json"])
    assert json.loads(capsys.readouterr().out) == [
        {"subject": "disk", "is_well": True, "says": WELL.says},
        {"subject": "unwrapper", "is_well": False, "says": NOT_WELL.says},
    ]


def test_for_a_person_what_is_not_well_stands_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    finds(monkeypatch, WELL, NOT_WELL)
    monkeypatch.setenv("COLUMNS", "200")
    main(["doctor"])
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "NOT WELL" in line and NOT_WELL.says in line]
    assert [line for line in lines if "disk" in line and "NOT WELL" not in line]


def test_a_prepared_house_that_does_not_run_lacks_its_unwrapper_only(demonstration: Shell) -> None:
    finished = demonstration.run("doctor", "--json")
    assert finished.returncode == 1
    assert [one["subject"] for one in json.loads(finished.stdout) if not one["is_well"]] == ["unwrapper"]


def test_where_nothing_is_prepared_it_says_so_on_standard_error(shell: Shell) -> None:
    finished = shell.run("doctor", "--json")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "`safetoshare demo` writes it" in finished.stderr
