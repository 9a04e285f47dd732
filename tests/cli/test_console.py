"""What the commands share: JSON that is nothing but JSON, and files given by name."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from safetoshare.cli.console import print_json, read_bytes, say, table
from safetoshare.core.errors import BadInputError


@pytest.mark.parametrize("value", [{}, [1, None], {"name": "سلام \u202e <b>", "lines": "a\nb"}])
def test_json_is_one_value_in_readable_letters(value: object, capsys: pytest.CaptureFixture[str]) -> None:
    print_json(value)
    printed = capsys.readouterr().out
    assert json.loads(printed) == value
    assert printed.endswith("\n")
    assert "\\u" not in printed


def test_a_line_for_a_person_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    say("one")
    say()
    assert capsys.readouterr() == ("one\n\n", "")


def test_a_table_shows_its_title_columns_and_every_value(capsys: pytest.CaptureFixture[str]) -> None:
    table("Title", ("name", "state"), [("one", "well"), ("two", "NOT WELL")])
    printed = capsys.readouterr().out
    assert all(word in printed for word in ("Title", "name", "state", "one", "well", "two", "NOT WELL"))


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"\xff\x00\r\n")
    assert read_bytes(str(tmp_path / "file")) == b"\xff\x00\r\n"


def test_a_dash_stands_for_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"given")))
    assert read_bytes("-") == b"given"


def test_a_file_that_is_not_there_is_said_by_the_name_it_was_given(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"^.*/nothing: there is no such file$"):
        read_bytes(str(tmp_path / "nothing"))


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"cannot be read \(Is a directory\)"):
        read_bytes(str(tmp_path))
