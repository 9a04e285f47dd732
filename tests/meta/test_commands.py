"""The commands that a newcomer types: `make` prints all of them, and CI runs one of them."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.meta.repository import ROOT


def targets_of(makefile: str) -> set[str]:
    """The targets that a person may type, as .PHONY lists them."""
    return {name for names in re.findall(r"^\.PHONY:(.*)$", makefile, flags=re.MULTILINE) for name in names.split()}


def make(*arguments: str, folder: Path = ROOT) -> str:
    finished = subprocess.run(  # noqa: S603  (our own targets)
        ("make", "--no-print-directory", *arguments),  # noqa: S607  (the make that a person types)
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=True,
    )
    return finished.stdout


def targets_printed(folder: Path) -> set[str]:
    return set(re.findall(r"^ *(?:make )?([a-z-]+)(?=:| )", make(folder=folder), flags=re.MULTILINE))


def test_a_virtual_environment_that_could_not_be_made_is_not_left_half_made(tmp_path: Path) -> None:
    broken = tmp_path / "python3"
    broken.write_text('#!/bin/sh\nmkdir -p "$3/bin" && touch "$3/bin/python" && exit 1\n')
    broken.chmod(0o755)
    made = subprocess.run(  # noqa: S603  # our own Makefile
        ["make", f"PYTHON={broken}", f"VENV={tmp_path}/venv", f"{tmp_path}/venv/bin/python"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode != 0
    assert "install python3-venv" in made.stderr
    assert not (tmp_path / "venv").exists()


def test_make_alone_prints_every_target() -> None:
    targets = targets_of((ROOT / "Makefile").read_text(encoding="utf-8"))
    assert {"run", "test", "test-long", "check", "setup", "reset", "screenshots"} <= targets
    assert targets_printed(ROOT) == targets


def test_every_target_of_the_makefile_is_listed_as_one_that_a_person_may_type() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"^([a-z-]+):(?!=)", makefile, flags=re.MULTILINE)) == targets_of(makefile)


def test_a_planted_target_without_its_line_of_help_is_not_printed(tmp_path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (tmp_path / "Makefile").write_text(makefile + "\n.PHONY: secret\nsecret:\n\t@true\n", encoding="utf-8")
    assert targets_of((tmp_path / "Makefile").read_text(encoding="utf-8")) - targets_printed(tmp_path) == {"secret"}


@pytest.mark.parametrize("exit_code", [0, 2])
def test_ci_runs_make_test_in_the_root_and_ends_as_it_ends(tmp_path: Path, exit_code: int) -> None:
    recorded = tmp_path / "recorded"
    stand_in = tmp_path / "make"
    stand_in.write_text(f'#!/bin/sh\necho "$PWD: make $*" >>"{recorded}"\nexit {exit_code}\n', encoding="utf-8")
    stand_in.chmod(0o755)
    finished = subprocess.run(  # noqa: S603  (the file under test)
        (str(ROOT / ".ci" / "run"),),
        cwd=tmp_path,
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        check=False,
    )
    assert finished.returncode == exit_code
    assert recorded.read_text(encoding="utf-8") == f"{ROOT}: make test\n"
