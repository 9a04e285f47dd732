"""The guide for writing a policy: its files are sound and proved, its commands run, its request is answered."""

import json
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from safetoshare.cli import main
from safetoshare.core.policy.parts import Form
from tests.meta.repository import ROOT

GUIDE = (ROOT / "docs" / "policy-guide.md").read_text("utf-8")
FILES = {name: text for name, text in re.findall(r"```toml\n# (\S+)\n(.*?)```", GUIDE, re.DOTALL)}
COMMANDS = [line.removeprefix("$ ") for line in re.findall(r"^\$ safetoshare .+$", GUIDE, re.MULTILINE)]
REQUESTS = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
POLICY = "our-policy-2027.toml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the guide's files, in which commands are run."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    # A command makes its files its user's own for the rest of the process.
    before = os.umask(0o077)
    yield tmp_path
    os.umask(before)


def run(command: str) -> int:
    return main(shlex.split(command)[1:])


def test_the_guide_has_a_policy_claims_and_limits() -> None:
    assert set(FILES) == {POLICY, "claims.toml", "limits.toml"}
    assert len(COMMANDS) >= 4


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_succeeds(folder: Path, command: str) -> None:
    assert run(command) == 0


def test_every_form_of_claim_has_an_example() -> None:
    assert set(re.findall(r'^form = "(\w+)"', FILES["claims.toml"], re.MULTILINE)) == set(Form)


def test_the_request_in_the_guide_is_a_yes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (request,) = REQUESTS
    (folder / "requests.jsonl").write_text(request, "utf-8")
    assert run(f"safetoshare policy decide {POLICY} requests.jsonl --json") == 0
    answered = json.loads(capsys.readouterr().out)
    assert (answered["id"], answered["answer"]) == ("r1", "yes")


def test_turning_the_first_rule_round_is_caught_by_the_claims_of_the_guide(folder: Path) -> None:
    worse = (
        FILES[POLICY]
        .replace('effect = "never"', 'effect = "may"')
        .replace('instead = ["link_to_third_party"]\n\n[[rule]]\nid = "H1"', '\n[[rule]]\nid = "H1"')
    )
    (folder / "worse.toml").write_text(worse, "utf-8")
    assert run("safetoshare policy prove worse.toml") == 1
    assert run(f"safetoshare policy diff {POLICY} worse.toml") == 1
