import io
import json
import sys
from pathlib import Path

import pytest

from tests.cli.policy.conftest import Run
from tests.cli.policy.lines import SUPPORT, decided, written
from tests.core.policy.examples import MODEL, REQUEST


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
