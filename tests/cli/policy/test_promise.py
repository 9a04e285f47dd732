import json
import shutil
from pathlib import Path

import pytest

from tests.cli.policy.conftest import Run
from tests.cli.policy.lines import broken
from tests.core.policy.examples import CLAIMS, MODEL

LIMIT = '[[limit]]\nid = "courts"\nsays = { en = "A court may order it.", ar = "قد تأمر المحكمة بذلك." }\n'


def test_the_promise_is_what_was_proved_of_the_file(run: Run) -> None:
    code, output, errors = run("promise", MODEL)
    assert (code, errors) == (0, "")
    assert "Immigration Enforcement (Home Office)" in output
    assert "What this rule does not promise" in output
    assert output.index("(doubt-never-to-immigration-enforcement)") < output.index("(home-office-never)")


@pytest.mark.parametrize("language", ["pa", "ur", "ar", "so"])
def test_it_speaks_the_vocabulary_in_each_language(run: Run, language: str) -> None:
    _, english, _ = run("promise", MODEL, "--lang", "en")
    code, output, _ = run("promise", MODEL, "--lang", language)
    assert code == 0
    assert "Immigration Enforcement (Home Office)" in english
    assert "Immigration Enforcement (Home Office)" not in output


def test_what_no_promise_covers_stands_beside_the_policy_or_is_named(run: Run, tmp_path: Path) -> None:
    shutil.copy(CLAIMS, tmp_path / "claims.toml")
    shutil.copy(MODEL, tmp_path / "p.toml")
    (tmp_path / "limits.toml").write_text(LIMIT, "utf-8")
    _, beside, _ = run("promise", tmp_path / "p.toml", "--lang", "ar")
    _, named, _ = run("promise", MODEL, "--lang", "ar", "--limits", tmp_path / "limits.toml")
    _, without, _ = run("promise", MODEL, "--lang", "ar")
    assert "قد تأمر المحكمة بذلك." in beside
    assert "قد تأمر المحكمة بذلك." in named
    assert "قد تأمر المحكمة بذلك." not in without


def test_the_json_holds_the_claims_that_hold_apart_from_those_that_fail(run: Run) -> None:
    code, output, _ = run("promise", MODEL, "--json", "--lang", "so")
    answer = json.loads(output)
    assert (code, answer["language"], answer["policy"]) == (0, "so", "test-model")
    assert [claim["id"] for claim in answer["fails"]] == ["home-office-never"]
    assert "doubt-never-to-immigration-enforcement" in [claim["id"] for claim in answer["holds"]]
    assert answer["text"].endswith("\n")


def test_where_nothing_holds_nothing_is_promised(run: Run, tmp_path: Path) -> None:
    claims = tmp_path / "some.toml"
    header, rest = CLAIMS.read_text("utf-8"), '[[claim]]\nid = "home-office-never"'
    claims.write_text(rest + header.split(rest)[1], "utf-8")
    code, output, _ = run("promise", MODEL, "--claims", claims)
    assert code == 1
    assert "Nothing is promised by this rule." in output


def test_an_unknown_language_is_wrong_use(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run("promise", MODEL, "--lang", "fr")
    assert caught.value.code == 2
    assert "--lang" in capsys.readouterr().err


def test_an_unsound_policy_promises_nothing(run: Run, tmp_path: Path) -> None:
    code, output, errors = run("promise", broken(tmp_path), "--claims", CLAIMS)
    assert (code, output) == (2, "")
    assert "did you mean doubt?" in errors


def test_without_claims_the_command_says_how_to_name_them(run: Run, tmp_path: Path) -> None:
    shutil.copy(MODEL, tmp_path / "p.toml")
    code, _, errors = run("promise", tmp_path / "p.toml")
    assert code == 2
    assert "name the claims with --claims FILE" in errors
