"""The files of the repository: short enough to read, and none knows one person's machine."""

import ast
import re
from pathlib import Path

import pytest

from tests.meta.repository import ROOT, repository_files, shown, text_of

LINES_AT_MOST = 300
LINES_OF_A_FUNCTION_AT_MOST = 40
SOURCE_SUFFIXES = {".py", ".html", ".scss", ".js", ".mjs", ".sh", ".toml"}
# Longer for a reason, each: a file that is short again must leave this list.
LONGER: dict[str, str] = {
    **{
        f"src/safetoshare/forces/avon_and_somerset/policy/{name}.toml": "one version of a policy is one file"
        for name in (
            "2018-12-national-discretion",
            "2020-12-recommendation-1",
            "2025-12-national-consent",
            "model-firewall",
        )
    },
    "src/safetoshare/forces/avon_and_somerset/policy/claims.toml": "all that is promised stands in one file",
}

# A folder of one person's or one machine's: below the home folders, root's own, a container's.
MACHINE_PATH = re.compile(r"(?<![\w.-])(/(work|root)(?![\w-])|/(home|Users)/[a-z_]|[A-Z]:\\Users\\)")

FILES = repository_files()
SOURCES = [file for file in FILES if file.suffix in SOURCE_SUFFIXES and "migrations" not in file.parts]
MODULES = [file for file in SOURCES if file.suffix == ".py" and file.is_relative_to(ROOT / "src")]


def long_functions(text: str) -> list[str]:
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    return [
        function.name
        for function in functions
        if (function.end_lineno or 0) - function.lineno >= LINES_OF_A_FUNCTION_AT_MOST
    ]


def test_there_are_files_to_look_at() -> None:
    assert {ROOT / "pyproject.toml", ROOT / "src" / "safetoshare" / "core" / "errors.py"} <= set(FILES)
    assert ROOT / ".venv" not in {file for path in FILES for file in path.parents}


def test_no_source_file_is_longer_than_one_reads_at_a_time() -> None:
    lengths = {shown(file): text_of(file).count("\n") for file in SOURCES}
    assert {name for name, length in lengths.items() if length > LINES_AT_MOST} == set(LONGER)


@pytest.mark.parametrize("module", MODULES, ids=shown)
def test_every_module_says_what_it_is_and_has_no_function_too_long_to_see_at_once(
    module: Path,
) -> None:
    text = text_of(module)
    assert ast.get_docstring(ast.parse(text))
    assert long_functions(text) == []


def test_a_planted_long_function_is_found() -> None:
    forty = "def f() -> None:\n" + "    f()\n" * 39
    assert long_functions(forty) == []
    assert long_functions(forty + "    f()\n") == ["f"]


def test_no_file_mentions_a_folder_of_one_machine() -> None:
    mentions = {shown(file): found.group() for file in FILES if (found := MACHINE_PATH.search(text_of(file)))}
    assert mentions == {}


@pytest.mark.parametrize(
    "planted",
    ["work/main", "work", "root/.cache", "root", "home/amina/src", "home/amina", "Users/amina/src"],
)
@pytest.mark.parametrize("before", ["", "see ", '"', "=", "(", "file://"])
def test_a_planted_folder_of_one_machine_is_found(planted: str, before: str) -> None:
    assert MACHINE_PATH.search(f"{before}/{planted}")


@pytest.mark.parametrize(
    "lawful",
    ["src/work/x", "https://x.example/work/", "/home/", "./root/x", "/homework/x", "/root-keys/"],
)
def test_an_address_or_a_folder_of_the_repository_is_no_folder_of_one_machine(lawful: str) -> None:
    assert not MACHINE_PATH.search(lawful)
