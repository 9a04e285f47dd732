import itertools
from pathlib import Path

import pytest

from tests.cli.policy.conftest import Run
from tests.cli.policy.lines import SUPPORT, decided, written
from tests.core.policy.examples import CLAIMS, MODEL


def test_options_and_files_may_stand_in_any_order(run: Run, tmp_path: Path) -> None:
    (tmp_path / "model.toml").write_bytes(MODEL.read_bytes())
    requests = written(tmp_path, [SUPPORT])
    given: list[list[str | Path]] = [["--json"], ["--near"], ["--versions", tmp_path], [MODEL], [requests]]
    for order in itertools.permutations(given):
        words = list(itertools.chain.from_iterable(order))
        if words.index(MODEL) < words.index(requests):
            code, output, errors = run("decide", *words)
            assert (code, errors) == (0, "")
            assert decided(output)[0]["policy"] == "test-model"


def test_an_options_value_may_be_written_with_an_equals_sign(run: Run) -> None:
    assert run("prove", MODEL, f"--claims={CLAIMS}")[0] == 1


@pytest.mark.parametrize(
    "words",
    [["decide", "--versions"], ["prove", "--claims"], ["export", MODEL, "--to"], ["diff", MODEL], ["decide", "--no"]],
)
def test_what_is_incomplete_or_unknown_is_wrong_use(
    run: Run, capsys: pytest.CaptureFixture[str], words: list[str | Path]
) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*words)
    assert caught.value.code == 2
    assert "usage: " in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "prove", "decide", "diff", "promise", "replay", "export"])
def test_every_command_explains_itself(run: Run, capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as caught:
        run(command, "--help")
    assert caught.value.code == 0
    assert "--json" in capsys.readouterr().out
