"""While nobody has unlocked, nothing opens: not for the system's administrator with every file, command and row.

The demonstration's list of passphrases and its recovery sheets are left out by name: they stand in files because its
people are synthetic, and with them the same tries succeed. Production writes neither.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import safetoshare
from tests.faults.living import bare_environment, command
from tests.faults.thief import LEFT_OUT

pytestmark = pytest.mark.once

FORCE = Path(safetoshare.__file__).parent / "forces" / "avon_and_somerset"
ROOT = Path(__file__).resolve().parents[2]
# Printing all rows, as `manage.py shell` lets anyone do who has the settings.
EVERY_ROW = """
from django.apps import apps
for model in apps.get_models():
    for alias in ("default", "audit"):
        try:
            rows = list(model.objects.using(alias).values())
        except Exception:
            continue
        for row in rows:
            print({name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()})
"""
ASKED_OF_THE_UNWRAPPER = """
import json
from safetoshare.base.models import Account
from safetoshare.base.permissions import Realm
from safetoshare.base.settings.secrets import PEPPERS, read_key
from django.conf import settings
from safetoshare.base.keys.tables import sealed_tables
from safetoshare.base.unwrapper.openings import ANSWERS, Openings
from safetoshare.base.unwrapper.server import answer_to

environment = settings.ENVIRONMENT
peppers = {realm: read_key(environment.secrets, name, environment.mode) for realm, name in PEPPERS.items()}
openings = Openings(peppers, read_key(environment.secrets, "log-signing", environment.mode))
values = [t.value_of(row).as_json() for t in sealed_tables() for row in t.model.objects.using(t.alias).all()[:3]]
more = {"values": values, "purpose": "read_report", "words": "Amina", "reason": "to see what is there", "handle": "x",
        "passphrase": "correct horse battery staple", "text": "x", "subject": str(values[0]["record"]), "body": {},
        "survey": "sharing:policy:replay", "to_key": values[0]["unit_key"], "colleague": str(values[0]["record"])}
told = {}
for account in Account.objects.all():
    for ask in set(ANSWERS) - {"operate", "draw_member_key"}:
        answer = answer_to({"ask": ask, "account": str(account.id), **more}, openings)
        told.setdefault(ask, set()).add(answer.get("error") or answer.get("refused") or str(sorted(answer)))
print(json.dumps({ask: sorted(answers) for ask, answers in told.items()}))
"""


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration with a month of records, at rest: no unwrapper runs."""
    folder: Path = tmp_path_factory.mktemp("locked") / "var"
    prepared = command(folder, "demo")
    assert prepared.returncode == 0, prepared.stderr
    return folder


def variables(state: Path) -> dict[str, str]:
    return bare_environment() | {
        "SAFETOSHARE_STATE": str(state),
        "SAFETOSHARE_SECRETS": str(state / "secrets"),
        "DJANGO_SETTINGS_MODULE": "safetoshare.base.settings.project",
    }


def python(state: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own modules
        [sys.executable, *words], env=variables(state), cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def told() -> list[str]:
    """What synthetic people told: every text of the month's stories that is long enough to be known again."""
    month = tomllib.loads((FORCE / "demonstration" / "month.toml").read_text("utf-8"))
    texts = [text for story in month["story"] for text in _texts(story) if " " in text and len(text) > 20]
    assert len(texts) > 20
    return texts


def _texts(told: Any) -> list[str]:  # noqa: ANN401  # whatever TOML holds
    if isinstance(told, str):
        return [told]
    parts = told.values() if isinstance(told, dict) else told if isinstance(told, list) else []
    return [text for part in parts for text in _texts(part)]


def assert_tells_nothing(output: str, told: list[str]) -> None:
    decoded = output.encode().decode("unicode_escape", errors="ignore")
    assert not [text for text in told if text in output or text in decoded]


@pytest.mark.parametrize(
    "words",
    [
        ("dumpdata",),
        ("dumpdata", "--database", "audit"),
        ("dumpdata", "--all", "--format", "jsonl", "report", "hub", "sharing", "base"),
        ("inspectdb",),
        ("showmigrations",),
        ("diffsettings",),
        ("check",),
        ("shell", "--no-imports", "-c", EVERY_ROW),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_no_management_command_tells_what_people_told(state: Path, told: list[str], words: tuple[str, ...]) -> None:
    done = python(state, "manage.py", *words)
    # An end with an error is fine too, as long as it tells nothing; the dump and the shell must have read the rows.
    assert_tells_nothing(done.stdout + done.stderr, told)
    if words[0] in ("dumpdata", "shell"):
        assert done.returncode == 0, done.stderr
    if words in (("dumpdata",), ("shell", "--no-imports", "-c", EVERY_ROW)):
        assert "sealed" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("doctor", "--json"),
        ("worker", "--once"),
        ("demo", "accounts", "--json"),
        ("keys", "fingerprint"),
        ("keys", "create"),
        ("keys", "lock"),
        ("keys", "drill"),
        ("keys", "recover"),
        ("keys", "rotate"),
        ("ledger", "key"),
        ("backup", "copy"),
    ],
    ids=" ".join,
)
def test_no_command_of_ours_does(state: Path, told: list[str], words: tuple[str, ...], tmp_path: Path) -> None:
    given = tuple(str(tmp_path / word) if word == "copy" else word for word in words)
    done = command(state, *given, typed="\n" * 5)
    assert_tells_nothing(done.stdout + done.stderr, told)
    for file in (file for folder in (tmp_path, state) for file in folder.rglob("*") if file.is_file()):
        content = file.read_bytes()
        assert not [text for text in told if text.encode() in content], file.name


@pytest.mark.long
def test_no_key_that_a_file_holds_or_leads_to_opens_anything(state: Path) -> None:
    done = python(state, "-m", "tests.faults.thief")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["keys"] >= 9  # the key files
    assert found["tried"] > 50_000
    assert found["opened"] == []


@pytest.mark.long
def test_with_a_members_passphrase_the_same_tries_succeed(state: Path) -> None:
    found = json.loads(python(state, "-m", "tests.faults.thief", "--with-passphrases").stdout)
    assert {"report_reportgroup wrap", "hub_casegroup wrap", "unit key"} <= set(found["opened"])


def test_an_unwrapper_at_which_nobody_has_unlocked_opens_nothing_for_anybody(state: Path) -> None:
    done = python(state, "manage.py", "shell", "--no-imports", "-c", ASKED_OF_THE_UNWRAPPER)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    for ask in ("open", "survey", "search", "allow_more", "rewrap", "wrap_missing", "sign_key_list", "status"):
        assert told[ask] == ["locked"], ask
    assert set(told["unlock"]) <= {"no_key", "wrong", "wait"}
    assert "wrong" in told["unlock"]


def test_the_excepted_files_are_those_of_the_demonstration_alone(state: Path) -> None:
    left_out = {file.name for file in state.rglob("*") if file.is_file() and LEFT_OUT.fullmatch(file.name)}
    assert {name for name in left_out if ".sqlite3" not in name} == {
        "demonstration-passphrases.json",
        *(f"recovery-holder-{number}.txt" for number in (1, 2, 3)),
    }
    assert os.stat(state / "secrets").st_mode & 0o077 == 0
