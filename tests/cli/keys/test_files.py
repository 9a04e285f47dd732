"""`safetoshare keys create`: writes what is missing, says what it wrote, replaces nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safetoshare.base.settings.environment import Mode
from safetoshare.base.settings.secrets import KEYS, read_key
from safetoshare.cli import main

PRODUCTION = {
    "SAFETOSHARE_MODE": "production",
    "SAFETOSHARE_ROLE": "hub",
    "SAFETOSHARE_DATABASE_URL": "postgresql://hub:word@db.example/safetoshare",
    "SAFETOSHARE_HOSTS": "hub.example.org",
}


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the command is told to write to."""
    monkeypatch.setenv("SAFETOSHARE_SECRETS", str(tmp_path / "secrets"))
    return tmp_path / "secrets"


def test_the_first_time_every_key_is_written_and_named(secrets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "create"]) == 0
    assert capsys.readouterr().out == (
        f"Written to {secrets}: {', '.join(KEYS)}. Back them up apart from the database.\n"
    )
    assert read_key(secrets, "django", Mode.DEMONSTRATION)


def test_the_second_time_nothing_is_written(secrets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["keys", "create"])
    key = read_key(secrets, "django", Mode.DEMONSTRATION)
    capsys.readouterr()
    assert main(["keys", "create"]) == 0
    assert capsys.readouterr().out == f"All key files are there already, in {secrets}.\n"
    assert read_key(secrets, "django", Mode.DEMONSTRATION) == key


def test_as_json_it_names_folder_and_files_and_never_a_key(secrets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "create", "--json"]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"folder": str(secrets), "written": list(KEYS)}
    assert read_key(secrets, "django", Mode.DEMONSTRATION).hex() not in printed
    assert main(["keys", "create", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] == []


def test_in_production_the_keys_are_productions(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    assert main(["keys", "create"]) == 0
    assert read_key(secrets, "django", Mode.PRODUCTION)


def test_a_wrong_setting_is_said_and_nothing_is_written(
    secrets: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAFETOSHARE_MODE", "trial")
    assert main(["keys", "create"]) == 2
    assert "SAFETOSHARE_MODE=trial is unknown" in capsys.readouterr().err
    assert not secrets.exists()


def test_a_folder_that_cannot_be_written_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SAFETOSHARE_SECRETS", str(tmp_path / "file"))
    assert main(["keys", "create"]) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.startswith(f"safetoshare: Key files cannot be written to {tmp_path}/file: ")
