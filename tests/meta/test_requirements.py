"""The requirement files: hashed, without addresses, within the budget of fifteen names."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.meta.repository import ROOT

REQUIREMENTS = ROOT / "requirements"
PINNED = sorted(REQUIREMENTS.glob("*.txt"))
HASHED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[a-z,-]+\])?==[^\s;]+( ; [^;]+?)?( --hash=sha256:[0-9a-f]{64})+")
DIRECT_DEPENDENCIES_AT_MOST = 15


def logical_lines(text: str) -> Iterator[str]:
    """Lines without comments, each joined with those that it continues on."""
    joined = re.sub(r"\s*\\\n\s*", " ", re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE))
    yield from (line.strip() for line in joined.splitlines() if line.strip())


def faults_of(text: str) -> list[str]:
    """The lines that pip could not check against a hash, and those with an address."""
    unhashed = [line for line in logical_lines(text) if not HASHED.fullmatch(line)]
    return unhashed + [line for line in text.splitlines() if "://" in line]


def name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower()


def base_requirements() -> list[str]:
    return list(logical_lines((REQUIREMENTS / "base.in").read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", PINNED, ids=lambda file: file.name)
def test_every_line_of_a_requirement_file_is_pinned_and_hashed_and_names_no_address(
    file: Path,
) -> None:
    text = file.read_text(encoding="utf-8")
    assert list(logical_lines(text))
    assert faults_of(text) == []


@pytest.mark.parametrize(
    "planted",
    [
        "django==5.2.19",
        "django==5.2.19 ; python_version >= '3.11'",
        "django>=5.2 --hash=sha256:" + "0" * 64,
        "django==5.2.19 --hash=md5:" + "0" * 32,
        "django==5.2.19 --hash=sha256:" + "0" * 63,
        "--index-url https://packages.example/simple",
        "# from https://packages.example/simple",
        "-e .",
        "django @ https://packages.example/django.whl",
    ],
)
def test_a_planted_unpinned_unhashed_or_addressed_line_is_found(planted: str) -> None:
    lawful = "tzdata==2026.1 \\\n    --hash=sha256:" + "a" * 64 + " \\\n    --hash=sha256:" + "b" * 64
    assert faults_of(lawful + "\n    # via -r requirements/base.in\n") == []
    assert faults_of(f"{lawful}\n{planted}\n") != []


def test_every_list_of_wishes_has_its_pinned_file() -> None:
    assert {file.stem for file in REQUIREMENTS.glob("*.in")} == {file.stem for file in PINNED}


@pytest.mark.parametrize("file", PINNED, ids=lambda file: file.name)
def test_every_wish_is_pinned(file: Path) -> None:
    wishes = logical_lines(file.with_suffix(".in").read_text(encoding="utf-8"))
    wished = {name_of(line) for line in wishes if not line.startswith("-c ")}
    assert wished <= {name_of(line) for line in logical_lines(file.read_text(encoding="utf-8"))}


def test_the_base_install_stays_within_its_budget() -> None:
    assert 0 < len(base_requirements()) <= DIRECT_DEPENDENCIES_AT_MOST


def test_the_package_asks_for_what_the_requirement_file_pins() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["dependencies"] == base_requirements()


@pytest.mark.parametrize("requirement", base_requirements())
def test_each_dependency_has_its_reason_in_the_first_decision_record(requirement: str) -> None:
    record = (ROOT / "docs" / "adr" / "0001-stack-and-dependencies.md").read_text(encoding="utf-8")
    name = re.escape(name_of(requirement))
    assert re.search(rf"(?im)^.*(?<![\w-]){name}(?![\w-])", record)
