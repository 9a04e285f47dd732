import json
import shutil
from pathlib import Path

import pytest

from tests.cli.policy.conftest import Run
from tests.cli.policy.lines import broken, changed
from tests.core.policy.examples import CLAIMS, MODEL


def test_check_says_that_a_sound_file_is_sound(run: Run) -> None:
    code, output, errors = run("check", MODEL)
    assert (code, errors) == (0, "")
    assert "Sound" in output
    assert "test-model" in output


def test_check_gives_json_and_nothing_else(run: Run) -> None:
    code, output, errors = run("check", MODEL, "--json")
    assert (code, errors) == (0, "")
    answer = json.loads(output)
    assert answer["sound"] is True
    assert (answer["policy"], answer["rules"], answer["states"]) == ("test-model", 14, 469_425_378_240)
    assert answer["problems"] == answer["remarks"] == []


def test_check_names_file_line_rule_and_the_nearest_value(run: Run, tmp_path: Path) -> None:
    path = broken(tmp_path)
    code, output, errors = run("check", path)
    line = MODEL.read_text("utf-8").splitlines().index("[[rule]]") + 4
    assert (code, output) == (1, "")
    assert errors == f"{path}:{line}: rule N1: when: status_basis has no value doubts: did you mean doubt?\n"


def test_check_lists_the_problems_in_json_too(run: Run, tmp_path: Path) -> None:
    code, output, errors = run("check", broken(tmp_path), "--json")
    assert code == 1
    assert json.loads(output) == {"sound": False, "problems": errors.splitlines()}


def test_check_finds_what_nobody_may_decide(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    text = MODEL.read_text("utf-8").replace('by = ["chief_officer"]', 'by = ["data_protection_officer"]')
    text += '\n[[rule]]\nid = "H9"\neffect = "human"\nby = ["supervisor"]\nwhen = { gateway = ["court_order"] }\n'
    path.write_text(text + 'says = "A supervisor decides."\ncites = ["Rec 4"]\n', "utf-8")
    code, _, errors = run("check", path)
    assert code == 1
    assert "rules H2 and H9: no actor is in `by` of all of them" in errors


def test_check_shows_remarks(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text(MODEL.read_text("utf-8").replace('by = ["chief_officer"]\n', ""), "utf-8")
    code, output, _ = run("check", path)
    assert code == 0
    assert "rule H2: by is missing: any member of staff may decide" in output


@pytest.mark.parametrize("content", [None, b"[[rule", b"\xff"])
@pytest.mark.parametrize("command", ["check", "prove", "decide"])
def test_an_unreadable_policy_is_bad_input(run: Run, tmp_path: Path, command: str, content: bytes | None) -> None:
    path = tmp_path / "p.toml"
    if content is not None:
        path.write_bytes(content)
    code, output, errors = run(command, path, "--json", *([MODEL] if command == "decide" else []))
    assert (code, output) == (2, "")
    assert str(path) in errors


@pytest.mark.parametrize("command", ["prove", "decide"])
def test_an_unsound_policy_proves_and_decides_nothing(run: Run, tmp_path: Path, command: str) -> None:
    shutil.copy(CLAIMS, tmp_path / "claims.toml")
    code, output, errors = run(command, broken(tmp_path), "--json")
    assert (code, output) == (2, "")
    assert "doubts: did you mean doubt?" in errors


def requiring(folder: Path, *claims: str) -> Path:
    """Write the model with claims that it requires."""
    return changed(folder, "p.toml", 'sources = ["', f'requires = {json.dumps(claims)}\nsources = ["')


def test_check_finds_what_is_required_and_nobody_claims(run: Run, tmp_path: Path) -> None:
    shutil.copy(CLAIMS, tmp_path / "claims.toml")
    path = requiring(tmp_path, "home-office-never", "doubt-never-to-immigration-enforcemen")
    code, output, errors = run("check", path)
    assert (code, output) == (1, "")
    line = path.read_text("utf-8").split("requires")[0].count("\n") + 1
    hint = "doubt-never-to-immigration-enforcemen: did you mean doubt-never-to-immigration-enforcement?"
    assert errors == f"{path}:{line}: requires: there is no claim {hint}\n"


def test_check_looks_for_what_is_required_in_other_claims(run: Run, tmp_path: Path) -> None:
    path = requiring(tmp_path, "home-office-never")
    assert run("check", path, "--claims", CLAIMS)[0] == 0
    code, output, errors = run("check", path, "--claims", broken_claims(tmp_path), "--json")
    assert code == 1
    assert json.loads(output)["problems"] == errors.splitlines()
    assert "did you mean never?" in errors


def broken_claims(folder: Path) -> Path:
    path = folder / "other.toml"
    path.write_text(CLAIMS.read_text("utf-8").replace('form = "never"', 'form = "nevr"', 1), "utf-8")
    return path


def test_check_says_that_it_could_not_look_up_what_is_required(run: Run, tmp_path: Path) -> None:
    code, output, _ = run("check", requiring(tmp_path, "home-office-never"), "--json")
    assert code == 0
    (remark,) = json.loads(output)["remarks"]
    assert remark.startswith("there is no claims.toml beside ")
    assert remark.endswith("so what it requires was not looked up")
