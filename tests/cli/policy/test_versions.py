import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.policy.conftest import Run
from tests.cli.policy.lines import SUPPORT, changed, decided, written
from tests.core.policy.examples import CLAIMS, MODEL, REQUEST

TOMORROW = date.today() + timedelta(days=2)  # noqa: DTZ011 - two days on are in the future wherever the machine stands
DOUBT = {**REQUEST, "id": "doubt"}


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """A folder of three versions: a loose one, the model, and a loose one to come; and files that are none."""
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "model.toml").write_bytes(MODEL.read_bytes())
    (folder / "claims.toml").write_bytes(CLAIMS.read_bytes())
    (folder / "notes.txt").write_text("[[rule]] nothing", "utf-8")
    for name, day in (("before", "2020-12-17"), ("after", TOMORROW.isoformat())):
        loose(folder, name, day)
    return folder


def loose(folder: Path, name: str, day: str) -> Path:
    """Write a version that permits everything."""
    rule = 'id = "M1"\neffect = "may"\nwhen = {}\nsays = "All of it."\ncites = ["Test"]\n'
    path = folder / f"{name}.toml"
    path.write_text(f'id = "{name}"\ntitle = "Loose"\nin_force_from = {day}\n[[rule]]\n{rule}', "utf-8")
    return path


def test_each_request_is_decided_by_the_version_of_its_own_day(run: Run, versions: Path, tmp_path: Path) -> None:
    days = ["2020-12-17", "2025-12-31", "2026-01-01", TOMORROW.isoformat()]
    lines = written(tmp_path, [*({**DOUBT, "at": day} for day in days), DOUBT])
    code, output, errors = run("decide", "--versions", versions, lines, "--json")
    results = decided(output)
    assert (code, errors) == (1, "")
    assert [result["policy"] for result in results] == ["before", "before", "test-model", "after", "test-model"]
    assert [result["answer"] for result in results] == ["yes", "yes", "no", "yes", "no"]


def test_an_older_promise_binds_towards_those_who_enforce(run: Run, versions: Path, tmp_path: Path) -> None:
    promised = {"at": TOMORROW.isoformat(), "promised_at": "2026-02-01"}
    lines = written(tmp_path, [{**DOUBT, **promised}, {**REQUEST, **promised, "recipient": "media"}])
    code, output, _ = run("decide", lines, "--versions", versions, "--json")
    first, second = decided(output)
    assert (first["answer"], first["policy"], first["promised_policy"]) == ("no", "after", "test-model")
    assert first["per_data"]["identity"]["rules"] == ["N1"]
    assert second["answer"] == "yes"
    assert code == 1


@pytest.mark.parametrize("field", ["at", "promised_at"])
def test_a_day_before_all_versions_is_an_error_of_its_line(
    run: Run, versions: Path, tmp_path: Path, field: str
) -> None:
    lines = written(tmp_path, [{**SUPPORT, field: "2020-12-16"}, SUPPORT])
    code, output, _ = run("decide", "--versions", versions, lines, "--json")
    first, second = decided(output)
    assert code == 2
    assert first["line"] == 1
    assert first["error"] == f"{field}: no version was in force on 2020-12-16: the first is from 2020-12-17"
    assert second["answer"] == "yes"


def test_with_a_file_too_it_decides_what_has_no_day(run: Run, versions: Path, tmp_path: Path) -> None:
    lines = written(tmp_path, [DOUBT, {**DOUBT, "at": "2026-02-01"}])
    other = loose(tmp_path, "proposed", "2031-01-01")
    code, output, _ = run("decide", other, lines, "--versions", versions, "--json")
    assert code == 1
    assert [(result["policy"], result["answer"]) for result in decided(output)] == [
        ("proposed", "yes"),
        ("test-model", "no"),
    ]


def test_the_requests_may_come_from_standard_input(
    run: Run, versions: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = written(tmp_path, [SUPPORT])
    with lines.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        code, output, _ = run("decide", "--versions", versions, "--json")
    assert (code, decided(output)[0]["policy"]) == (0, "test-model")


def test_without_any_file_or_folder_the_command_says_what_to_name(run: Run) -> None:
    code, _, errors = run("decide")
    assert code == 2
    assert "name the policy and the requests" in errors


def test_a_folder_that_is_none_or_holds_no_version_is_bad_input(run: Run, tmp_path: Path) -> None:
    lines = written(tmp_path, [SUPPORT])
    for folder, says in ((tmp_path / "away", "there is no such folder"), (tmp_path, "there is no version in it")):
        code, output, errors = run("decide", "--versions", folder, lines)
        assert (code, output) == (2, "")
        assert says in errors


def test_two_versions_with_one_id_are_bad_input(run: Run, versions: Path, tmp_path: Path) -> None:
    (versions / "zz.toml").write_bytes(MODEL.read_bytes())
    code, _, errors = run("decide", "--versions", versions, written(tmp_path, [SUPPORT]))
    assert code == 2
    assert "zz.toml: another file has the id test-model already" in errors


def test_a_version_that_cannot_be_read_stops_all(run: Run, versions: Path, tmp_path: Path) -> None:
    changed(versions, "zz.toml", '["doubt"]', '["doubts"]')
    code, output, errors = run("decide", "--versions", versions, written(tmp_path, [SUPPORT]), "--json")
    assert (code, output) == (2, "")
    assert "zz.toml:18: rule N1: when: status_basis has no value doubts: did you mean doubt?" in errors


def test_near_says_what_would_change_a_no(run: Run, tmp_path: Path) -> None:
    asked = {**SUPPORT, "consent": "refused"}
    code, output, _ = run("decide", MODEL, written(tmp_path, [asked, SUPPORT]), "--near", "--json")
    refused, permitted = (result["per_data"]["identity"] for result in decided(output))
    assert code == 1
    assert {"answer": "yes", "changes": {"consent": ["given"]}} in refused["near"]
    assert "near" not in permitted


def test_each_nearest_change_leads_to_the_answer_that_it_says(run: Run, tmp_path: Path) -> None:
    asked = {**DOUBT, "status_basis": "evidence_of_other_offence", "purpose": "investigation", "adviser_offered": "yes"}
    _, output, _ = run("decide", MODEL, written(tmp_path, [asked]), "--near", "--json")
    (result,) = decided(output)
    near = result["per_data"]["identity"]["near"]
    assert near
    tried = [{**asked, **{name: values[0] for name, values in miss["changes"].items()}} for miss in near]
    _, output, _ = run("decide", MODEL, written(tmp_path, tried), "--json")
    assert [one["answer"] for one in decided(output)] == [miss["answer"] for miss in near]


def test_near_tells_people_in_a_line(run: Run, tmp_path: Path) -> None:
    code, output, _ = run("decide", "--near", MODEL, written(tmp_path, [{**SUPPORT, "consent": "refused"}]))
    assert code == 1
    assert "yes-1 identity: yes with consent: given" in output


def test_without_versions_days_decide_nothing(run: Run, tmp_path: Path) -> None:
    lines = written(tmp_path, [{**DOUBT, "at": "1999-01-01", "promised_at": "1999-01-01"}])
    _, output, _ = run("decide", loose(tmp_path, "loose", "2031-01-01"), lines, "--json")
    assert json.loads(output)["answer"] == "yes"
    assert "policy" not in json.loads(output)
