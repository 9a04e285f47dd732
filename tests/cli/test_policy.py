import io
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from safetoshare.cli import main
from safetoshare.core.policy.boxes import Budget
from tests.core.policy.examples import CLAIMS, MODEL, REQUEST

SUPPORT = {
    **REQUEST,
    "recipient": "specialist_service",
    "purpose": "support",
    "gateway": "consent",
    "consent": "given",
    "id": "yes-1",
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `safetoshare policy …` and return its exit code, output and errors."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["policy", *map(str, arguments)])
        output = capsys.readouterr()
        return code, output.out, output.err

    return run


def written(folder: Path, requests: Sequence[object]) -> Path:
    """Write a line of JSON for each request; text and bytes go in as they are."""
    lines = [r if isinstance(r, bytes) else json.dumps(r).encode() for r in requests]
    path = folder / "requests.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def broken(folder: Path) -> Path:
    """Write the model with a misspelt value."""
    path = folder / "broken.toml"
    path.write_text(MODEL.read_text("utf-8").replace('["doubt"]', '["doubts"]'), "utf-8")
    return path


def decided(output: str) -> list[dict[str, Any]]:
    """Return each line of an output as JSON."""
    return [json.loads(line) for line in output.splitlines()]


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


def test_prove_finds_the_claims_beside_the_policy(run: Run) -> None:
    code, output, errors = run("prove", MODEL, "--json")
    assert (code, errors) == (1, "")
    proof = json.loads(output)
    assert list(proof) == ["policy", "sha256", "states", "seconds", "properties"]
    assert all(
        list(result) == ["id", "says", "form", "holds", "violations", "counterexample", "request"]
        for result in proof["properties"]
    )
    assert [result["holds"] for result in proof["properties"]] == [True, True, True, True, False]
    assert 0 < proof["seconds"] < 60


def test_prove_takes_other_claims_and_all_of_them_hold(run: Run, tmp_path: Path) -> None:
    claims = tmp_path / "some.toml"
    claims.write_text(CLAIMS.read_text("utf-8").split('[[claim]]\nid = "home-office-never"')[0], "utf-8")
    code, output, errors = run("prove", MODEL, "--claims", claims)
    assert (code, errors) == (0, "")
    assert "holds" in output
    assert "FAILS" not in output


def test_prove_tells_a_failure_in_words_and_as_a_request_that_decide_reproduces(run: Run, tmp_path: Path) -> None:
    code, output, _ = run("prove", MODEL)
    assert code == 1
    sentence, request = output.splitlines()[-2:]
    assert sentence.startswith("home-office-never fails. Rule H2 leaves to a human sharing by the")
    code, output, _ = run("decide", MODEL, written(tmp_path, [request.encode()]), "--json")
    assert code == 1
    assert decided(output)[0]["answer"] == "human"


def test_prove_gives_the_list_that_breaks_a_claim_and_decide_shares_it(run: Run, tmp_path: Path) -> None:
    claims = tmp_path / "some.toml"
    text = '[[claim]]\nid = "c"\nsays = { en = "It." }\n[[claim.part]]\nform = "never"\n'
    text += 'box = { recipient = ["marac"], pathway = ["stalking"], consent = ["given"], data = ["identity"] }\n'
    claims.write_text(text, "utf-8")
    code, output, _ = run("prove", MODEL, "--claims", claims, "--json")
    (result,) = json.loads(output)["properties"]
    assert (code, result["holds"]) == (1, False)
    assert "stalking" in result["request"]["pathway"]
    assert len(result["request"]["pathway"]) == 2
    code, output, _ = run("decide", MODEL, written(tmp_path, [result["request"]]), "--json")
    assert decided(output)[0]["answer"] in {"yes", "human"}


def test_prove_without_claims_says_how_to_name_them(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    shutil.copy(MODEL, path)
    code, output, errors = run("prove", path)
    assert (code, output) == (2, "")
    assert "name the claims with --claims FILE" in errors


def test_a_proof_that_does_not_end_is_a_failure(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Budget.__init__, "__defaults__", (30,))
    code, output, errors = run("prove", MODEL, "--json")
    assert code == 1
    assert json.loads(output)["properties"] == []
    assert "no proof is given" in errors


def test_decide_answers_each_request_on_a_line_of_its_own(run: Run, tmp_path: Path) -> None:
    lists = {
        **REQUEST,
        "id": 7,
        "data": ["identity", "aggregate"],
        "subject": ["victim", "suspect"],
        "purpose": "statistics",
    }
    code, output, errors = run("decide", MODEL, written(tmp_path, [SUPPORT, REQUEST, lists]), "--json")
    assert (code, errors) == (1, "")
    first, second, third = decided(output)
    assert first == {
        "id": "yes-1",
        "answer": "yes",
        "per_data": {
            "identity": {
                "answer": "yes",
                "rules": ["M1"],
                "cites": ["Rec 4 [R]"],
                "duties": ["tell_the_subject_before", "minimise"],
                "instead": [],
            }
        },
        "because": "Who the person is: yes. Support services are told what the person agrees to.",
    }
    assert (second["id"], second["answer"]) == (None, "no")
    assert second["per_data"]["identity"]["instead"] == ["link_to_third_party", "offer_independent_adviser"]
    assert (third["id"], third["answer"]) == (7, "no")
    assert list(third["per_data"]) == ["aggregate", "identity"]


def test_decide_calls_different_answers_mixed(run: Run, tmp_path: Path) -> None:
    request = {**REQUEST, "recipient": "public", "purpose": "statistics", "data": ["aggregate", "identity"]}
    code, output, _ = run("decide", MODEL, written(tmp_path, [request]), "--json")
    (result,) = decided(output)
    assert code == 1
    assert result["answer"] == "mixed"
    assert [each["answer"] for each in result["per_data"].values()] == ["yes", "no"]


def test_decide_ends_well_only_if_every_answer_is_yes(run: Run, tmp_path: Path) -> None:
    assert run("decide", MODEL, written(tmp_path, [SUPPORT, SUPPORT]), "--json")[0] == 0


def test_a_bad_line_is_answered_in_its_place_and_the_others_are_still_decided(run: Run, tmp_path: Path) -> None:
    lines = [SUPPORT, b"{", {**SUPPORT, "status_basis": "doubts"}, b"\xff", b"", SUPPORT]
    code, output, _ = run("decide", MODEL, written(tmp_path, lines), "--json")
    results = decided(output)
    assert code == 2
    assert [result.get("line", "decided") for result in results] == ["decided", 2, 3, 4, "decided"]
    assert results[2]["error"] == "status_basis has no value doubts: did you mean doubt?"


def test_decide_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in ([], ["-"]):
        stream = io.TextIOWrapper(io.BytesIO(json.dumps(SUPPORT).encode()))
        monkeypatch.setattr(sys, "stdin", stream)
        code, output, _ = run("decide", MODEL, *arguments, "--json")
        assert (code, decided(output)[0]["id"]) == (0, "yes-1")


def test_decide_shows_a_table_to_people(run: Run, tmp_path: Path) -> None:
    code, output, _ = run("decide", MODEL, written(tmp_path, [SUPPORT, {**REQUEST, "id": "[red]x"}, b"{"]))
    assert code == 2
    for shown in ("yes-1", "M1", "tell_the_subject_before", "[red]x", "N1", "link_to_third_party", "line 3"):
        assert shown in output


def test_an_id_that_no_terminal_can_show_is_echoed_as_ascii(run: Run, tmp_path: Path) -> None:
    line = json.dumps({**SUPPORT, "id": "\ud800\u202e"}).encode()
    code, output, _ = run("decide", MODEL, written(tmp_path, [line]), "--json")
    assert code == 0
    assert output.isascii()
    assert decided(output)[0]["id"] == "\ud800\u202e"


def test_no_request_at_all_is_bad_input(run: Run, tmp_path: Path) -> None:
    code, output, errors = run("decide", MODEL, written(tmp_path, [b"", b"  "]), "--json")
    assert (code, output) == (2, "")
    assert "there is no request" in errors


def test_policy_and_requests_cannot_both_come_from_standard_input(run: Run) -> None:
    code, _, errors = run("decide", "-", "-")
    assert code == 2
    assert "only one" in errors


@pytest.mark.parametrize("place", [0, 1, 2])
def test_json_may_be_asked_for_anywhere_after_the_command(run: Run, tmp_path: Path, place: int) -> None:
    arguments: list[str | Path] = [MODEL, written(tmp_path, [SUPPORT])]
    arguments.insert(place, "--json")
    code, output, errors = run("decide", *arguments)
    assert (code, errors) == (0, "")
    assert decided(output)[0]["id"] == "yes-1"


def test_days_are_checked_and_otherwise_ignored(run: Run, tmp_path: Path) -> None:
    dated = {**SUPPORT, "at": "1999-01-01", "promised_at": "2000-01-01"}
    code, output, _ = run("decide", MODEL, written(tmp_path, [dated, {**dated, "at": "yesterday"}]), "--json")
    first, second = decided(output)
    assert code == 2
    assert first["answer"] == "yes"
    assert second["error"] == 'at must be a day such as "2026-11-22"'
