import json
from pathlib import Path

import pytest

from safetoshare.core.policy.boxes import Budget, total
from safetoshare.core.policy.vocabulary_file import published
from tests.cli.policy.conftest import Run
from tests.cli.policy.lines import broken, changed
from tests.core.policy.examples import MODEL


def loosened(folder: Path) -> Path:
    """Write the model with a rule that no longer covers doubt."""
    return changed(folder, "new.toml", 'status_basis = ["doubt"]', 'status_basis = ["evidence_of_status_offence"]')


def test_a_version_does_not_differ_from_itself(run: Run) -> None:
    code, output, errors = run("diff", MODEL, MODEL, "--json")
    assert (code, errors) == (0, "")
    answer = json.loads(output)
    assert answer["regions"] == []
    assert (answer["newly_permitted"], answer["newly_refused"], answer["newly_human"]) == (0, 0, 0)
    assert answer["home_office_sha256"] == ""
    code, output, _ = run("diff", MODEL, MODEL)
    assert (code, output) == (0, "test-model and test-model decide every request alike.\n")


def test_a_difference_is_counted_and_told_in_words(run: Run, tmp_path: Path) -> None:
    code, output, errors = run("diff", MODEL, loosened(tmp_path), "--json")
    assert (code, errors) == (1, "")
    answer = json.loads(output)
    assert answer["newly_human"] > 0 == answer["newly_refused"]
    first = answer["regions"][0]
    assert list(first)[:3] == ["says", "states", "towards_home_office"]
    assert [region["kind"] for region in answer["regions"][:2]] == ["newly_permitted", "newly_human"]
    assert first["towards_home_office"] is first["widens"] is True
    assert first["says"].startswith("Newly permitted (was no): sharing with Immigration Enforcement (Home Office), if ")
    assert "concern or doubt only" in first["says"]
    assert len(answer["home_office_sha256"]) == len(answer["sha256"]) == 64


def test_the_json_holds_every_box_as_conditions_that_a_rule_could_have(run: Run, tmp_path: Path) -> None:
    _, output, _ = run("diff", MODEL, loosened(tmp_path), "--json")
    for region in json.loads(output)["regions"]:
        assert total(published().box(conditions) for conditions in region["boxes"]) == region["states"]


def test_people_read_the_counts_the_hashes_and_each_region(run: Run, tmp_path: Path) -> None:
    code, output, _ = run("diff", MODEL, loosened(tmp_path))
    assert code == 1
    assert "SHA-256 of the difference: " in output
    assert "SHA-256 of what Home Office bodies may newly be told: " in output
    assert "\n2. Newly left to a human (was no)" in output
    assert "requests · widens · Home Office" in output


def test_turned_round_nothing_is_newly_told(run: Run, tmp_path: Path) -> None:
    _, output, _ = run("diff", loosened(tmp_path), MODEL, "--json")
    answer = json.loads(output)
    assert answer["newly_refused"] > 0
    assert answer["home_office_sha256"] == ""
    assert not any(region["widens"] for region in answer["regions"])


@pytest.mark.parametrize("place", [0, 1])
def test_a_version_that_cannot_be_read_is_bad_input(run: Run, tmp_path: Path, place: int) -> None:
    files = [MODEL, MODEL]
    files[place] = broken(tmp_path)
    code, output, errors = run("diff", *files, "--json")
    assert (code, output) == (2, "")
    assert "did you mean doubt?" in errors


def test_only_one_version_comes_from_standard_input(run: Run) -> None:
    code, _, errors = run("diff", "-", "-")
    assert code == 2
    assert "only one of the two versions" in errors


def test_a_difference_that_cannot_be_settled_is_no_difference(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Budget.__init__, "__defaults__", (30,))
    code, output, errors = run("diff", MODEL, loosened(tmp_path), "--json")
    assert (code, output) == (2, "")
    assert "the rules overlap so much" in errors
