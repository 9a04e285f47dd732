import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.policy.conftest import Run
from tests.cli.policy.lines import SUPPORT, broken, decided, written
from tests.core.policy.examples import MODEL, REQUEST


def replayed(run: Run, folder: Path, *lines: object) -> tuple[int, dict[str, Any], str]:
    code, output, errors = run("replay", MODEL, written(folder, lines), "--json")
    return code, json.loads(output), errors


def test_what_is_answered_as_before_is_counted_and_not_listed(run: Run, tmp_path: Path) -> None:
    code, result, errors = replayed(run, tmp_path, {**SUPPORT, "answer": "yes"}, {**REQUEST, "answer": "no"})
    assert (code, errors) == (0, "")
    assert result == {"policy": "test-model", "decisions": 2, "unchanged": 2, "changed": [], "counts": {}}


def test_what_is_answered_otherwise_is_listed_with_line_id_data_and_rules(run: Run, tmp_path: Path) -> None:
    lines = [
        {**SUPPORT, "answer": "yes"},
        {**SUPPORT, "id": 7, "data": ["identity", "needs"], "answers": {"identity": "no", "needs": "yes"}},
        {**REQUEST, "answer": "yes"},
    ]
    code, result, _ = replayed(run, tmp_path, *lines)
    assert code == 1
    assert (result["decisions"], result["unchanged"]) == (4, 2)
    assert result["changed"] == [
        {"line": 2, "id": 7, "data": "identity", "was": "no", "now": "yes", "rules": ["M1"]},
        {"line": 3, "id": None, "data": "identity", "was": "yes", "now": "no", "rules": ["N1"]},
    ]
    assert result["counts"] == {"no->yes": 1, "yes->no": 1}


def test_what_decide_wrote_beside_its_requests_is_a_recorded_decision(run: Run, tmp_path: Path) -> None:
    asked = [
        SUPPORT,
        REQUEST,
        {**REQUEST, "recipient": "public", "purpose": "statistics", "data": ["aggregate", "health"]},
    ]
    _, output, _ = run("decide", MODEL, written(tmp_path, asked), "--json")
    recorded = [{**request, **result} for request, result in zip(asked, decided(output), strict=True)]
    assert [one["answer"] for one in recorded] == ["yes", "no", "mixed"]
    code, result, _ = replayed(run, tmp_path, *recorded)
    assert (code, result["decisions"], result["unchanged"]) == (0, 4, 4)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "not JSON"),
        (SUPPORT, "what was answered is missing"),
        ({**SUPPORT, "answer": "yess"}, "answer: yess: did you mean yes?"),
        ({**SUPPORT, "answer": "mixed"}, "answer: mixed: use one of yes, no, human"),
        ({**SUPPORT, "answer": 1}, "answer: must be text: use one of yes, no, human"),
        ({**SUPPORT, "answers": ["yes"]}, "answers must be an object of kinds of data"),
        ({**SUPPORT, "answers": {}}, "answers is missing identity"),
        (
            {**SUPPORT, "answers": {"identity": "yes", "health": "no"}},
            "answers has a kind that was not asked for: health",
        ),
        ({**SUPPORT, "per_data": {"identity": {"rules": []}}}, "per_data: identity: must be text"),
        ({**SUPPORT, "answers": {"identity": "yes"}, "per_data": {}}, "give one of them"),
        ({**SUPPORT, "answer": "yes", "recipient": "nh"}, "recipient has no value nh: did you mean nhs?"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_still_replayed(
    run: Run, tmp_path: Path, line: object, says: str
) -> None:
    code, result, errors = replayed(run, tmp_path, line, {**SUPPORT, "answer": "yes"})
    assert code == 2
    assert errors.startswith("line 1: ")
    assert says in errors
    assert [(one["line"], says in one["error"]) for one in result["errors"]] == [(1, True)]
    assert result["decisions"] == 1


def test_nothing_but_ids_answers_and_rules_is_printed(run: Run, tmp_path: Path) -> None:
    line = {
        **REQUEST,
        "id": "A-1",
        "answer": "yes",
        "because": "Sahar told us",
        "stage": "court",
        "pathway": "stalking",
    }
    lines = written(tmp_path, [line])
    for options in ([], ["--json"]):
        code, output, errors = run("replay", MODEL, lines, *options)
        assert (code, errors) == (1, "")
        assert "A-1" in output
        for unsaid in ("Sahar", "court", "stalking", "doubt", "immigration"):
            assert unsaid not in output


def test_people_read_counts_and_a_table(run: Run, tmp_path: Path) -> None:
    code, output, _ = run("replay", MODEL, written(tmp_path, [{**REQUEST, "id": "[red]x", "answer": "yes"}]))
    assert code == 1
    for said in ("test-model: 1 decisions, 0 unchanged, 1 changed.", "yes -> no: 1", "[red]x", "N1"):
        assert said in output


def test_nothing_to_replay_is_bad_input(run: Run, tmp_path: Path) -> None:
    code, output, errors = run("replay", MODEL, written(tmp_path, [b"", b" "]), "--json")
    assert (code, output) == (2, "")
    assert "there is no recorded decision" in errors


def test_an_unsound_policy_replays_nothing(run: Run, tmp_path: Path) -> None:
    lines = written(tmp_path, [{**SUPPORT, "answer": "yes"}])
    code, output, errors = run("replay", broken(tmp_path), lines, "--json")
    assert (code, output) == (2, "")
    assert "did you mean doubt?" in errors


def test_policy_and_decisions_cannot_both_come_from_standard_input(run: Run) -> None:
    code, _, errors = run("replay", "-", "-")
    assert code == 2
    assert "only one" in errors
