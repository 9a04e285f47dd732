import sys
from pathlib import Path

import pytest

from safetoshare.cli.policy import files
from safetoshare.cli.policy.files import at_work, beside, lines_of, read_versions, with_progress
from tests.core.policy.examples import CLAIMS, MODEL


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let standard error be a terminal, and three lines many."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(files, "LONG", 3)


def test_lines_keep_their_numbers_and_empty_ones_are_none() -> None:
    assert lines_of(b"a\n\n \nb\n") == [(1, b"a"), (4, b"b")]


def test_of_many_lines_a_terminal_sees_how_far_it_has_come(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch)
    assert list(with_progress([1, 2, 3, 4], "Reading")) == [1, 2, 3, 4]
    shown = capsys.readouterr()
    assert "Reading" in shown.err
    assert shown.out == ""


def test_of_few_lines_it_sees_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    assert list(with_progress([1, 2], "Reading")) == [1, 2]
    assert capsys.readouterr() == ("", "")


def test_what_is_no_terminal_sees_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LONG", 1)
    with at_work("Proving"):
        assert list(with_progress([1, 2], "Reading")) == [1, 2]
    assert capsys.readouterr() == ("", "")


def test_a_terminal_sees_that_something_is_being_done_and_standard_output_stays_clean(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch)
    with at_work("Proving"):
        pass
    shown = capsys.readouterr()
    assert "Proving" in shown.err
    assert shown.out == ""


def test_a_file_stands_beside_another_or_there_is_none(tmp_path: Path) -> None:
    assert beside(str(MODEL), CLAIMS.name) == str(CLAIMS)
    assert beside(str(tmp_path / "p.toml"), CLAIMS.name) is None
    assert beside("-", CLAIMS.name) is None


def test_versions_are_the_files_that_have_rules(tmp_path: Path) -> None:
    for path in (MODEL, CLAIMS):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert [policy.id for policy in read_versions(str(tmp_path))] == ["test-model"]
