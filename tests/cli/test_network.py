"""`safetoshare network load`: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safetoshare.cli import main
from tests.network.conftest import FOLDER

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]


def test_a_folder_is_loaded_and_counted(capsys: Capture) -> None:
    files = len(list(FOLDER.glob("*.json")))
    assert main(["network", "load", str(FOLDER), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["added"], first["changed"], first["unchanged"]) == (files, 0, 0)
    assert main(["network", "load", str(FOLDER)]) == 0
    assert f"0 new, 0 changed, {files} as before" in capsys.readouterr().out


def test_what_is_wrong_is_told_and_nothing_else_is_printed(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    assert main(["network", "load", str(tmp_path), "--json"]) == 2
    output = capsys.readouterr()
    assert "broken.json: this is not JSON" in output.err
    assert output.out == ""


def test_a_folder_that_is_not_there_is_wrong_use(capsys: Capture) -> None:
    assert main(["network", "load", "nowhere"]) == 2
    assert "nowhere: cannot be read" in capsys.readouterr().err
