import json
from pathlib import Path

import pytest

from safetoshare.core.policy.cedar import cedar_schema, to_cedar
from safetoshare.core.policy.vocabulary_file import published
from tests.cli.policy.conftest import Run
from tests.cli.policy.lines import broken
from tests.core.policy.examples import MODEL, model


def test_a_version_is_written_in_cedar(run: Run) -> None:
    code, output, errors = run("export", MODEL, "--to", "cedar")
    assert (code, errors) == (0, "")
    assert output.strip() == to_cedar(model()).strip()
    assert '@id("N1")' in output


def test_its_schema_holds_the_closed_values(run: Run) -> None:
    code, output, _ = run("export", "--schema", MODEL, "--to=cedar")
    assert code == 0
    assert output.strip() == cedar_schema(published()).strip()
    assert "immigration_enforcement" in output


@pytest.mark.parametrize(("option", "key"), [([], "policies"), (["--schema"], "schema")])
def test_the_json_names_the_file_that_was_exported(run: Run, option: list[str], key: str) -> None:
    code, output, _ = run("export", MODEL, "--to", "cedar", *option, "--json")
    answer = json.loads(output)
    assert code == 0
    assert list(answer) == ["policy", "sha256", "to", key]
    assert (answer["policy"], answer["sha256"]) == ("test-model", model().sha256)


def test_another_language_or_none_is_wrong_use(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    for options in (["--to", "rego"], []):
        with pytest.raises(SystemExit) as caught:
            run("export", MODEL, *options)
        assert caught.value.code == 2
        assert "--to" in capsys.readouterr().err


def test_an_unsound_policy_is_not_exported(run: Run, tmp_path: Path) -> None:
    code, output, errors = run("export", broken(tmp_path), "--to", "cedar")
    assert (code, output) == (2, "")
    assert "did you mean doubt?" in errors
