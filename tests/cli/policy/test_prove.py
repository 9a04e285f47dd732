import json
import shutil
from pathlib import Path

import pytest

from safetoshare.core.policy import oracles
from safetoshare.core.policy.boxes import Budget
from safetoshare.core.policy.oracles import OracleResult
from tests.cli.policy.conftest import Run
from tests.cli.policy.lines import changed, decided, written
from tests.core.policy.examples import CLAIMS, MODEL, rule


def test_prove_finds_the_claims_beside_the_policy(run: Run) -> None:
    code, output, errors = run("prove", MODEL, "--json")
    assert (code, errors) == (1, "")
    proof = json.loads(output)
    assert list(proof) == ["policy", "sha256", "states", "seconds", "properties", "requires_unmet"]
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


def test_a_required_claim_that_fails_or_is_not_claimed_is_named(run: Run, tmp_path: Path) -> None:
    needed = ["home-office-never", "doubt-never-to-immigration-enforcement", "elsewhere"]
    path = changed(tmp_path, "p.toml", 'sources = ["', f'requires = {json.dumps(needed)}\nsources = ["')
    code, output, _ = run("prove", path, "--claims", CLAIMS, "--json")
    assert code == 1
    assert json.loads(output)["requires_unmet"] == ["home-office-never", "elsewhere"]
    _, output, _ = run("prove", path, "--claims", CLAIMS)
    assert "elsewhere is required, and these claims do not prove it" in output


def test_claims_that_hold_are_a_yes_though_the_version_requires_others_which_check_refuses(
    run: Run, tmp_path: Path
) -> None:
    path = changed(tmp_path, "p.toml", 'sources = ["', 'requires = ["elsewhere"]\nsources = ["')
    claims = written_claims(tmp_path)
    assert run("prove", path, "--claims", claims)[0] == 0
    assert run("check", path, "--claims", claims)[0] == 1


def written_claims(folder: Path) -> Path:
    """Write the first claim about the model alone, which holds."""
    path = folder / "one.toml"
    path.write_text("[[claim]]".join(CLAIMS.read_text("utf-8").split("[[claim]]", 2)[:2]), "utf-8")
    return path


def test_the_oracles_judge_each_claim(run: Run, tmp_path: Path) -> None:
    claims = written_claims(tmp_path)
    code, output, errors = run("prove", MODEL, "--claims", claims, "--oracles", "--json")
    assert (code, errors) == (0, "")
    judged = json.loads(output)["oracles"]
    assert {one["oracle"] for one in judged} == {"state merging", "z3", "brute force"}
    assert all(one["agrees"] is True and one["claim"] == "doubt-never-to-immigration-enforcement" for one in judged)
    code, output, _ = run("prove", MODEL, "--oracles", "--claims", claims)
    assert code == 0
    assert "agrees" in output
    assert "DISAGREES" not in output


def test_an_oracle_that_disagrees_is_a_no_though_every_claim_holds(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disagree(*_: object) -> list[OracleResult]:
        return [OracleResult("z3", "c", False, "found [one]"), OracleResult("z3", "d", True, "")]

    monkeypatch.setattr(oracles, "check_by_oracles", disagree)
    claims = written_claims(tmp_path)
    code, output, _ = run("prove", MODEL, "--claims", claims, "--oracles")
    assert code == 1
    for said in ("DISAGREES", "1 of 2", "c: found [one]"):
        assert said in output
    code, output, _ = run("prove", MODEL, "--claims", claims, "--oracles", "--json")
    assert code == 1
    assert json.loads(output)["oracles"][0] == {
        "oracle": "z3",
        "claim": "c",
        "agrees": False,
        "detail": "found [one]",
    }


def test_more_rules_than_the_oracles_take_are_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "many.toml"
    more = "\n".join(rule(f"X{number}", "may", {"recipient": ["nhs"]}) for number in range(60))
    path.write_text(MODEL.read_text("utf-8") + more, "utf-8")
    code, output, errors = run("prove", path, "--claims", written_claims(tmp_path), "--oracles", "--json")
    assert (code, output) == (2, "")
    assert "the oracles take up to 60" in errors
