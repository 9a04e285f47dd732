"""The command `safetoshare`: its exit codes, and that what it writes is for its own user alone."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

from safetoshare import __version__, cli
from safetoshare.core.errors import (
    BadInputError,
    LockedError,
    NotPermittedError,
    RefusedError,
    SafeToShareError,
    SettingError,
)


@pytest.fixture
def one_command(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], int]], None]:
    """Offer one command, `try`, that does what the test says."""

    def offer(do: Callable[[], int]) -> None:
        def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
            subparsers.add_parser("try").set_defaults(run=lambda _arguments: do())

        module = ModuleType("safetoshare.cli.try")
        module.register = register  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(cli, "GROUPS", ("try",))

    return offer


@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_exit_code_is_the_commands_own(one_command: Callable[[Callable[[], int]], None], code: int) -> None:
    one_command(lambda: code)
    assert cli.main(["try"]) == code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadInputError, 2),
        (SettingError, 2),
        (RefusedError, 1),
        (LockedError, 1),
        (NotPermittedError, 1),
        (SafeToShareError, 1),
    ],
)
def test_an_error_that_is_meant_goes_to_standard_error_in_one_line(
    one_command: Callable[[Callable[[], int]], None],
    capsys: pytest.CaptureFixture[str],
    error: type[Exception],
    code: int,
) -> None:
    def fail() -> int:
        raise error("Do this instead.")

    one_command(fail)
    assert cli.main(["try"]) == code
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err == "safetoshare: Do this instead.\n"


def test_ctrl_c_ends_without_a_traceback(
    one_command: Callable[[Callable[[], int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    one_command(interrupted)
    assert cli.main(["try"]) == 130
    assert capsys.readouterr().err == ""


def test_an_error_that_nobody_foresaw_is_told_by_its_place_and_never_by_its_words(
    one_command: Callable[[Callable[[], int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    one_command(lambda: int("what she wrote"))
    assert cli.main(["try"]) == 1
    written = capsys.readouterr().err
    assert written.startswith("safetoshare: an unforeseen error, please report it: ValueError at test_init.py:")
    assert "what she wrote" not in written


def test_a_reader_that_has_seen_enough_meets_no_complaint() -> None:
    prove = (sys.executable, "-m", "safetoshare", "policy", "prove", "tests/core/policy/model.toml", "--json")
    with subprocess.Popen(prove, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as command:  # noqa: S603  # ours
        assert command.stdout is not None
        assert command.stderr is not None
        command.stdout.close()
        assert command.stderr.read() == b""
    assert command.returncode == 128 + signal.SIGPIPE


def test_what_a_command_writes_is_for_its_own_user_alone(one_command: Callable[[Callable[[], int]], None]) -> None:
    seen: list[int] = []

    def look() -> int:
        seen.append(os.umask(0o077))
        return 0

    one_command(look)
    cli.main(["try"])
    assert seen == [0o077]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["destroy"],
        ["--json"],
        ["demo", "people"],
        ["keys"],
        ["keys", "delete"],
        ["serve", "--port", "1"],
        ["\u202e"],
    ],
)
def test_wrong_use_is_answered_with_how_to_use_it(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    written = capsys.readouterr()
    assert ended.value.code == 2
    assert written.out == ""
    assert written.err.startswith("usage: safetoshare")


def test_every_group_of_commands_is_offered_with_a_word_of_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    described = {line[0] for line in lines if len(line) == 2}
    assert set(cli.GROUPS) <= described


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"safetoshare {__version__}\n"
